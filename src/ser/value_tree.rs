//! Writing a [`Value`] and what it is made of, and their `Display`.

use alloc::string::String;
use core::fmt::{self, Display};

#[cfg(any(feature = "arbitrary_precision", feature = "raw_value"))]
use serde_core::ser::SerializeStruct;
use serde_core::ser::{Serialize, Serializer};

#[cfg(feature = "arbitrary_precision")]
use crate::value::NUMBER_TOKEN;
#[cfg(not(feature = "arbitrary_precision"))]
use crate::value::Repr;
use crate::value::{Map, Number, Value, Walk};
#[cfg(feature = "raw_value")]
use crate::value::{RAW_TOKEN, RawValue};

impl Serialize for Value {
    #[inline]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Value::Null => serializer.serialize_unit(),
            Value::Bool(value) => serializer.serialize_bool(*value),
            Value::Number(number) => number.serialize(serializer),
            Value::String(string) => serializer.serialize_str(string),
            Value::Array(elements) => container(elements, serializer),
            Value::Object(members) => container(members, serializer),
        }
    }
}

/// Out of line, so that what is in the containers, the most of all values, needs no frame of its own.
#[inline(never)]
fn container<T: Serialize, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    value.serialize(serializer)
}

impl Serialize for Map<String, Value> {
    #[inline]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.walk(Write(serializer))
    }
}

/// Writes a map's members.
struct Write<S>(S);

impl<S: Serializer> Walk for Write<S> {
    type Output = Result<S::Ok, S::Error>;

    #[inline(always)]
    fn walk<'a, I: Iterator<Item = (&'a String, &'a Value)>>(self, members: I) -> Self::Output {
        self.0.collect_map(members)
    }
}

impl Serialize for Number {
    #[cfg(not(feature = "arbitrary_precision"))]
    #[inline]
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
