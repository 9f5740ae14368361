//! Writing a [`Value`] and what it is made of, and their `Display`.

use alloc::string::String;
use core::fmt::{self, Display};
use core::slice;

#[cfg(any(feature = "arbitrary_precision", feature = "raw_value"))]
use serde_core::ser::SerializeStruct;
use serde_core::ser::{Serialize, Serializer};

use crate::simd::known::Elements;
#[cfg(feature = "arbitrary_precision")]
use crate::value::NUMBER_TOKEN;
#[cfg(not(feature = "arbitrary_precision"))]
use crate::value::Repr;
use crate::value::{Form, Map, Number, Value};
#[cfg(feature = "raw_value")]
use crate::value::{RAW_TOKEN, RawValue};

impl Serialize for Value {
    #[inline]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Part(self).serialize(serializer)
    }
}

/// A value as a part of another. Always inlined, into the loops over elements and members: a `&Value`'s way through serde's
/// impl for references was a part of them in one build and a call in the next, which took a tenth more instructions.
pub(crate) struct Part<'a>(pub(super) &'a Value);

impl<'a> IntoIterator for &'a Elements<Value> {
    type Item = Part<'a>;
    type IntoIter = Parts<'a>;

    #[inline]
    fn into_iter(self) -> Parts<'a> {
        Parts(self.0.iter())
    }
}

/// The elements of an array.
pub(crate) struct Parts<'a>(slice::Iter<'a, Value>);

impl<'a> Iterator for Parts<'a> {
    type Item = Part<'a>;

    #[inline]
    fn next(&mut self) -> Option<Part<'a>> {
        self.0.next().map(Part)
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl Serialize for Part<'_> {
    #[inline(always)]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Null => serializer.serialize_unit(),
            Value::Bool(value) => serializer.serialize_bool(*value),
            // Most numbers have no sign and no point; writing the others is a call more.
            Value::Number(number) => match unsigned(number) {
                Some(n) => serializer.serialize_u64(n),
                None => number.serialize(serializer),
            },
            Value::String(string) => serializer.serialize_str(string),
            Value::Array(elements) => array(elements, serializer),
            Value::Object(members) => object(members, serializer),
        }
    }
}

#[inline(always)]
#[cfg(not(feature = "arbitrary_precision"))]
fn unsigned(number: &Number) -> Option<u64> {
    match *number.repr() {
        Repr::U64(n) => Some(n),
        _ => None,
    }
}

/// A number is its text.
#[inline(always)]
#[cfg(feature = "arbitrary_precision")]
fn unsigned(_: &Number) -> Option<u64> {
    None
}

/// Out of line, so that what is in the containers, the most of all values, needs no frame of its own; so is an object.
#[inline(never)]
fn array<S: Serializer>(elements: &[Value], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(Elements::of(elements))
}

#[inline(never)]
fn object<S: Serializer>(members: &Map<String, Value>, serializer: S) -> Result<S::Ok, S::Error> {
    match members.form() {
        #[cfg(not(feature = "preserve_order"))]
        Form::Pieces(members) => {
            serializer.collect_map(members.map(|(name, value)| (name, Part(value))))
        }
        Form::Any(members) => {
            serializer.collect_map(members.map(|(name, value)| (name, Part(value))))
        }
    }
}

impl Serialize for Map<String, Value> {
    #[inline]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        object(self, serializer)
    }
}

impl Serialize for Number {
    // Out of line, or its calls save registers for all that is in the containers' loops.
    #[cfg(not(feature = "arbitrary_precision"))]
    #[inline(never)]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match *self.repr() {
            Repr::U64(n) => serializer.serialize_u64(n),
            Repr::I64(n) => serializer.serialize_i64(n),
            Repr::F64(n) => serializer.serialize_f64(n),
        }
    }

    #[cfg(feature = "arbitrary_precision")]
    #[inline]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut number = serializer.serialize_struct(NUMBER_TOKEN, 1)?;
        number.serialize_field(NUMBER_TOKEN, self.as_str())?;
        number.end()
    }
}

#[cfg(feature = "raw_value")]
impl Serialize for RawValue {
    #[inline]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut raw = serializer.serialize_struct(RAW_TOKEN, 1)?;
        raw.serialize_field(RAW_TOKEN, self.get())?;
        raw.end()
    }
}

/// JSON text: compact with `{}`, pretty with `{:#}`.
///
/// ```
/// # use fastjson_api::json;
/// let value = json!({"city": "London"});
/// assert_eq!(format!("{value}"), r#"{"city":"London"}"#);
/// assert_eq!(format!("{value:#}"), "{\n  \"city\": \"London\"\n}");
/// ```
impl Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match f.alternate() {
            true => super::to_string_pretty(self),
            false => super::to_string(self),
        };
        f.write_str(&text.map_err(|_| fmt::Error)?)
    }
}
