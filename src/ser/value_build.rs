//! `value::Serializer`: any type that serde can write, made into a [`Value`].

use alloc::borrow::ToOwned;
#[cfg(feature = "raw_value")]
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Display;

use serde_core::ser::{self, Serialize};

use super::fast::displayed;
use super::value_text::TextOf;
use crate::error::{Error, ErrorCode, Result};
#[cfg(feature = "raw_value")]
use crate::value::RawValue;
use crate::value::{Map, NUMBER_TOKEN, Number, RAW_TOKEN, Value};

/// Makes a [`Value`] of any type that serde can write.
///
/// # Errors
///
/// * If `T`'s own implementation of `Serialize` fails.
/// * If a map in it has keys that are not strings, finite numbers, bools or unit variants.
/// * If it holds an integer that fits neither `u64` nor `i64` (unless `arbitrary_precision`).
///
/// ```
/// use fastjson_api::{json, to_value};
///
/// assert_eq!(to_value((1, "two", [Some(3.0), None]))?, json!([1, "two", [3.0, null]]));
/// # Ok::<(), fastjson_api::Error>(())
/// ```
// By value, as serde_json has it: friendlier to iterators' adapters.
pub fn to_value<T: Serialize>(value: T) -> Result<Value> {
    value.serialize(Serializer)
}

/// Writes a value and keeps the text as a [`RawValue`].
///
/// # Errors
///
/// As [`to_string`](crate::to_string).
///
/// ```
/// use fastjson_api::value::to_raw_value;
///
/// let raw = to_raw_value(&["a", "b"])?;
/// assert_eq!(raw.get(), r#"["a","b"]"#);
/// # Ok::<(), fastjson_api::Error>(())
/// ```
#[cfg(feature = "raw_value")]
pub fn to_raw_value<T: ?Sized + Serialize>(value: &T) -> Result<Box<RawValue>> {
    super::to_string(value).map(|text| RawValue::from_owned(text.into_boxed_str()))
}

/// Serializer whose output is a [`Value`].
///
/// ```
/// use fastjson_api::{json, value::Serializer};
/// use serde::Serialize;
///
/// assert_eq!([1, 2].serialize(Serializer)?, json!([1, 2]));
/// # Ok::<(), fastjson_api::Error>(())
/// ```
pub struct Serializer;

/// Narrower integers, widened.
macro_rules! widen {
    ($($method:ident($ty:ty) => $wide:ident;)*) => {$(
        #[inline]
        fn $method(self, value: $ty) -> Result<Value> {
            self.$wide(value.into())
        }
    )*};
}

impl ser::Serializer for Serializer {
    type Ok = Value;
    type Error = Error;

    type SerializeSeq = Elements;
    type SerializeTuple = Elements;
    type SerializeTupleStruct = Elements;
    type SerializeTupleVariant = Elements;
    type SerializeMap = Members;
    type SerializeStruct = Members;
    type SerializeStructVariant = Members;

    #[inline]
    fn serialize_bool(self, value: bool) -> Result<Value> {
        Ok(Value::Bool(value))
    }

    widen! {
        serialize_i8(i8) => serialize_i64;
        serialize_i16(i16) => serialize_i64;
        serialize_i32(i32) => serialize_i64;
        serialize_u8(u8) => serialize_u64;
        serialize_u16(u16) => serialize_u64;
        serialize_u32(u32) => serialize_u64;
    }

    #[inline]
    fn serialize_i64(self, value: i64) -> Result<Value> {
        Ok(Value::Number(value.into()))
    }

    fn serialize_i128(self, value: i128) -> Result<Value> {
        integer(Number::from_i128(value))
    }

    #[inline]
    fn serialize_u64(self, value: u64) -> Result<Value> {
        Ok(Value::Number(value.into()))
    }

    fn serialize_u128(self, value: u128) -> Result<Value> {
        integer(Number::from_u128(value))
    }

    #[inline]
    fn serialize_f32(self, value: f32) -> Result<Value> {
        Ok(value.into())
    }

    #[inline]
    fn serialize_f64(self, value: f64) -> Result<Value> {
        Ok(value.into())
    }

    #[inline]
    fn serialize_char(self, value: char) -> Result<Value> {
        Ok(Value::String(value.into()))
    }

    #[inline]
    fn serialize_str(self, value: &str) -> Result<Value> {
        Ok(Value::String(value.to_owned()))
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<Value> {
        Ok(value.into())
    }

    #[inline]
    fn serialize_none(self) -> Result<Value> {
        Ok(Value::Null)
    }

    #[inline]
    fn serialize_some<T: ?Sized + Serialize>(self, value: &T) -> Result<Value> {
        value.serialize(self)
    }

    #[inline]
    fn serialize_unit(self) -> Result<Value> {
        Ok(Value::Null)
    }

    #[inline]
    fn serialize_unit_struct(self, _name: &'static str) -> Result<Value> {
        Ok(Value::Null)
    }

    #[inline]
    fn serialize_unit_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
    ) -> Result<Value> {
        self.serialize_str(variant)
    }

    #[inline]
    fn serialize_newtype_struct<T: ?Sized + Serialize>(
        self,
        _name: &'static str,
        value: &T,
    ) -> Result<Value> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: ?Sized + Serialize>(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<Value> {
        to_value(value).map(|value| wrap(Some(variant), value))
    }

    #[inline]
    fn serialize_seq(self, len: Option<usize>) -> Result<Elements> {
        Ok(Elements { variant: None, elements: Vec::with_capacity(len.unwrap_or(0)) })
    }

    #[inline]
    fn serialize_tuple(self, len: usize) -> Result<Elements> {
        self.serialize_seq(Some(len))
    }

    #[inline]
    fn serialize_tuple_struct(self, _name: &'static str, len: usize) -> Result<Elements> {
        self.serialize_seq(Some(len))
    }

    fn serialize_tuple_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<Elements> {
        Ok(Elements { variant: Some(variant), elements: Vec::with_capacity(len) })
    }

    #[inline]
    fn serialize_map(self, len: Option<usize>) -> Result<Members> {
        Ok(Members::new(None, len.unwrap_or(0)))
    }

    #[inline]
    fn serialize_struct(self, name: &'static str, len: usize) -> Result<Members> {
        let text = match name {
            NUMBER_TOKEN => TextOf::Number,
            RAW_TOKEN => TextOf::Raw,
            _ => return Ok(Members::new(None, len)),
        };
        Ok(Members(State::Text { of: text, value: None }))
    }

    fn serialize_struct_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<Members> {
        Ok(Members::new(Some(variant), len))
    }

    fn collect_str<T: ?Sized + Display>(self, value: &T) -> Result<Value> {
        displayed(value).map(Value::String)
    }
}

fn integer(number: Option<Number>) -> Result<Value> {
    number.map(Value::Number).ok_or_else(|| Error::code(ErrorCode::NumberOutOfRange))
}

/// What an enum's variant holds is the value of the one member of an object.
fn wrap(variant: Option<&'static str>, value: Value) -> Value {
    match variant {
        None => value,
        Some(name) => Value::from_iter([(name, value)]),
    }
}

/// An array on its way.
pub struct Elements {
    variant: Option<&'static str>,
    elements: Vec<Value>,
}

impl Elements {
    #[inline]
    fn push<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<()> {
        self.elements.push(to_value(value)?);
        Ok(())
    }

    fn finish(self) -> Result<Value> {
        Ok(wrap(self.variant, Value::Array(self.elements)))
    }
}

/// The traits of serde's that hand over one element after the other.
macro_rules! elements {
    ($($trait:ident::$method:ident)*) => {$(
        impl ser::$trait for Elements {
            type Ok = Value;
            type Error = Error;

            #[inline]
            fn $method<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<()> {
                self.push(value)
            }

            fn end(self) -> Result<Value> {
                self.finish()
            }
        }
    )*};
}

elements! {
    SerializeSeq::serialize_element
    SerializeTuple::serialize_element
    SerializeTupleStruct::serialize_field
    SerializeTupleVariant::serialize_field
}

/// An object on its way, or a text that goes as a struct of one field under a private name.
pub struct Members(State);

enum State {
    Object { variant: Option<&'static str>, name: Option<String>, members: Vec<(String, Value)> },
    Text { of: TextOf, value: Option<Value> },
}

impl Members {
    #[inline]
    fn new(variant: Option<&'static str>, len: usize) -> Self {
        // What a caller says of a length is not worth more memory than this.
        let members = Vec::with_capacity(len.min(1 << 10));
        Members(State::Object { variant, name: None, members })
    }

    fn field<T: ?Sized + Serialize>(&mut self, name: &'static str, value: &T) -> Result<()> {
        match &mut self.0 {
            State::Object { members, .. } => members.push((name.to_owned(), to_value(value)?)),
            State::Text { of, .. } if name != of.token() => return Err(of.refuse()),
            State::Text { of, value: read } => *read = Some(of.read(&value.serialize(*of)?)?),
        }
        Ok(())
    }

    fn finish(self) -> Result<Value> {
        match self.0 {
            State::Object { variant, members, .. } => {
                Ok(wrap(variant, Value::Object(Map::from_members(members))))
            }
            State::Text { value, .. } => Ok(value.expect("the text was not emitted")),
        }
    }
}

impl ser::SerializeMap for Members {
    type Ok = Value;
    type Error = Error;

    fn serialize_key<T: ?Sized + Serialize>(&mut self, key: &T) -> Result<()> {
        match &mut self.0 {
            State::Object { name, .. } => {
                *name = Some(key.serialize(TextOf::Name)?);
                Ok(())
            }
            State::Text { .. } => unreachable!("only a struct can be a text"),
        }
    }

    fn serialize_value<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<()> {
        match &mut self.0 {
            State::Object { name, members, .. } => {
                // A caller that breaks serde's protocol has a bug.
                let name = name.take().expect("serialize_value called before serialize_key");
                members.push((name, to_value(value)?));
                Ok(())
            }
            State::Text { .. } => unreachable!("only a struct can be a text"),
        }
    }

    fn end(self) -> Result<Value> {
        self.finish()
    }
}

impl ser::SerializeStruct for Members {
    type Ok = Value;
    type Error = Error;

    #[inline]
    fn serialize_field<T: ?Sized + Serialize>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<()> {
        self.field(name, value)
    }

    fn end(self) -> Result<Value> {
        self.finish()
    }
}

impl ser::SerializeStructVariant for Members {
    type Ok = Value;
    type Error = Error;

    #[inline]
    fn serialize_field<T: ?Sized + Serialize>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<()> {
        self.field(name, value)
    }

    fn end(self) -> Result<Value> {
        self.finish()
    }
}
