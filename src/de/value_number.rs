//! A [`Number`] read from any deserializer, and as a deserializer.

use core::fmt;

use serde_core::de::{Deserialize, Deserializer, Unexpected, Visitor};
#[cfg(feature = "arbitrary_precision")]
use serde_core::de::{Error as _, MapAccess};
#[cfg(not(feature = "arbitrary_precision"))]
use serde_core::forward_to_deserialize_any;

#[cfg(feature = "arbitrary_precision")]
pub(super) use super::value_number_text::unexpected;
#[cfg(feature = "arbitrary_precision")]
use super::value_number_text::{NumberText, NumberToken};
#[cfg(not(feature = "arbitrary_precision"))]
use crate::error::Error;
use crate::value::Number;
#[cfg(not(feature = "arbitrary_precision"))]
use crate::value::Repr;

impl<'de> Deserialize<'de> for Number {
    #[inline]
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Number, D::Error> {
        deserializer.deserialize_any(NumberVisitor)
    }
}

struct NumberVisitor;

impl<'de> Visitor<'de> for NumberVisitor {
    type Value = Number;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON number")
    }

    #[inline]
    fn visit_i64<E>(self, value: i64) -> Result<Number, E> {
        Ok(value.into())
    }

    fn visit_i128<E: serde_core::de::Error>(self, value: i128) -> Result<Number, E> {
        Number::from_i128(value).ok_or_else(|| E::custom("JSON number out of range"))
    }

    #[inline]
    fn visit_u64<E>(self, value: u64) -> Result<Number, E> {
        Ok(value.into())
    }

    fn visit_u128<E: serde_core::de::Error>(self, value: u128) -> Result<Number, E> {
        Number::from_u128(value).ok_or_else(|| E::custom("JSON number out of range"))
    }

    #[inline]
    fn visit_f64<E: serde_core::de::Error>(self, value: f64) -> Result<Number, E> {
        Number::from_f64(value).ok_or_else(|| E::custom("not a JSON number"))
    }

    #[cfg(feature = "arbitrary_precision")]
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Number, A::Error> {
        match map.next_key::<NumberToken>()? {
            None => Err(A::Error::invalid_type(Unexpected::Map, &self)),
            Some(NumberToken) => map.next_value().map(|NumberText(number)| number),
        }
    }
}

/// What an error says of a number that is not wanted.
#[cfg(not(feature = "arbitrary_precision"))]
#[cold]
pub(super) fn unexpected(number: &Number) -> Unexpected<'_> {
    match *number.repr() {
        Repr::U64(n) => Unexpected::Unsigned(n),
        Repr::I64(n) => Unexpected::Signed(n),
        Repr::F64(n) => Unexpected::Float(n),
    }
}

#[cfg(not(feature = "arbitrary_precision"))]
macro_rules! number_deserializer {
    ($($number:ty)*) => {$(
        impl<'de> Deserializer<'de> for $number {
            type Error = Error;

            #[inline]
            fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
                match *self.repr() {
                    Repr::U64(n) => visitor.visit_u64(n),
                    Repr::I64(n) => visitor.visit_i64(n),
                    Repr::F64(n) => visitor.visit_f64(n),
                }
            }

            forward_to_deserialize_any! {
                bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
                option unit unit_struct newtype_struct seq tuple tuple_struct map struct enum
                identifier ignored_any
            }
        }
    )*};
}

#[cfg(not(feature = "arbitrary_precision"))]
number_deserializer!(Number & Number);
