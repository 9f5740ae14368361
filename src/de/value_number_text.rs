//! A [`Number`] that is a text, read from any deserializer, and as a deserializer
//! (`arbitrary_precision`).

use alloc::string::ToString;
use core::fmt;

use serde_core::de::{Deserialize, Deserializer, Unexpected, Visitor};
use serde_core::forward_to_deserialize_any;

use super::value_text::TextAccess;
use crate::error::{Error, ErrorCode};
use crate::value::{NUMBER_TOKEN, Number};

/// The name of the one member as which a number's text comes.
pub(super) struct NumberToken;

impl<'de> Deserialize<'de> for NumberToken {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_identifier(TokenVisitor)
    }
}

struct TokenVisitor;

impl Visitor<'_> for TokenVisitor {
    type Value = NumberToken;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a valid number field")
    }

    fn visit_str<E: serde_core::de::Error>(self, name: &str) -> Result<NumberToken, E> {
        match name {
            NUMBER_TOKEN => Ok(NumberToken),
            _ => Err(E::custom("expected field with custom name")),
        }
    }
}

/// A number from its text.
pub(super) struct NumberText(pub(super) Number);

impl<'de> Deserialize<'de> for NumberText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(TextVisitor)
    }
}

struct TextVisitor;

impl Visitor<'_> for TextVisitor {
    type Value = NumberText;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("string containing a number")
    }

    fn visit_str<E: serde_core::de::Error>(self, text: &str) -> Result<NumberText, E> {
        text.parse().map(NumberText).map_err(E::custom)
    }
}

/// What an error says of a number that is not wanted.
#[cold]
pub(super) fn unexpected(_number: &Number) -> Unexpected<'_> {
    Unexpected::Other("number")
}

/// The number as the narrowest of the types that hold it exactly, or as its text.
fn visit<'de, V: Visitor<'de>>(number: &Number, visitor: V) -> Result<V::Value, Error> {
    let text = number.as_str();
    if let Some(n) = number.as_u64() {
        return visitor.visit_u64(n);
    } else if let Some(n) = number.as_i64() {
        return visitor.visit_i64(n);
    } else if let Some(n) = number.as_u128() {
        return visitor.visit_u128(n);
    } else if let Some(n) = number.as_i128() {
        return visitor.visit_i128(n);
    } else if let Some(n) = number.as_f64()
        && (Number::from_f64(n).is_some_and(|n| n.as_str() == text) || n.to_string() == text)
    {
        return visitor.visit_f64(n);
    }
    visitor.visit_map(TextAccess::number(text.to_string()))
}

macro_rules! numbers {
    ($($method:ident: $visit:ident;)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            match self.as_str().parse() {
                Ok(n) => visitor.$visit(n),
                Err(_) => Err(Error::code(ErrorCode::InvalidNumber)),
            }
        }
    )*};
}

macro_rules! number_deserializer {
    ($($number:ty)*) => {$(
        impl<'de> Deserializer<'de> for $number {
            type Error = Error;

            fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
                visit(&self, visitor)
            }

            numbers! {
                deserialize_i8: visit_i8;
                deserialize_i16: visit_i16;
                deserialize_i32: visit_i32;
                deserialize_i64: visit_i64;
                deserialize_i128: visit_i128;
                deserialize_u8: visit_u8;
                deserialize_u16: visit_u16;
                deserialize_u32: visit_u32;
                deserialize_u64: visit_u64;
                deserialize_u128: visit_u128;
                deserialize_f32: visit_f32;
                deserialize_f64: visit_f64;
            }

            forward_to_deserialize_any! {
                bool char str string bytes byte_buf option unit unit_struct newtype_struct seq tuple
                tuple_struct map struct enum identifier ignored_any
            }
        }
    )*};
}

number_deserializer!(Number & Number);
