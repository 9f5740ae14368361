//! A member's name as a deserializer of a map's key: text, but also the number or bool in it.

use alloc::borrow::Cow;
use alloc::string::String;
use core::fmt;
use core::marker::PhantomData;

use serde_core::de::{
    Deserializer, Error as _, IntoDeserializer, Unexpected, Visitor,
    value::{CowStrDeserializer, StrDeserializer},
};
use serde_core::forward_to_deserialize_any;

use super::value_tree::visit_text;
use crate::error::{Error, ErrorCode, Result};
use crate::value::{NAME_TOKEN, NUMBER_TOKEN, RAW_TOKEN};

pub(super) struct KeyDeserializer<'de>(pub(super) Cow<'de, str>);

macro_rules! numbers {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
            let not_numeric = || Error::code(ErrorCode::ExpectedNumericKey);
            if !matches!(self.0.as_bytes(), [b'0'..=b'9' | b'-', ..]) {
                return Err(not_numeric());
            }
            let mut text = super::Deserializer::from_str(&self.0);
            let value = text.$method(Detached(visitor, PhantomData))?;
            // `end` would accept whitespace, which a name may not have.
            match text.end() {
                Ok(()) if self.0.ends_with(|last: char| last.is_ascii_digit()) => Ok(value),
                _ => Err(not_numeric()),
            }
        }
    )*};
}

impl<'de> Deserializer<'de> for KeyDeserializer<'de> {
    type Error = Error;

    #[inline]
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visit_text(self.0, visitor)
    }

    numbers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128
        deserialize_f32 deserialize_f64
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match &*self.0 {
            "true" => visitor.visit_bool(true),
            "false" => visitor.visit_bool(false),
            other => Err(Error::invalid_type(Unexpected::Str(other), &visitor)),
        }
    }

    /// A name is never `null`.
    #[inline]
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_some(self)
    }

    #[inline]
    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value> {
        match name {
            NAME_TOKEN => visit_text(self.0, PlainName(visitor)),
            _ => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        let text: CowStrDeserializer<'de, Error> = self.0.into_deserializer();
        text.deserialize_enum(name, variants, visitor)
    }

    forward_to_deserialize_any! {
        char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map struct identifier
        ignored_any
    }
}

/// Hands a member's name on as it is, in text and in a tree, where a map that is made by `Serialize`s has the
/// private tokens: one that looks like a token comes by `visit_some`. All others come as any text does, or
/// who looks on, as serde_path_to_error does, would not see them.
pub(super) struct PlainName<V>(pub(super) V);

impl<'de, V: Visitor<'de>> Visitor<'de> for PlainName<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }

    #[inline]
    fn visit_str<E: serde_core::de::Error>(self, name: &str) -> core::result::Result<V::Value, E> {
        match is_token(name) {
            true => self.0.visit_some(StrDeserializer::new(name)),
            false => self.0.visit_str(name),
        }
    }

    #[inline]
    fn visit_borrowed_str<E: serde_core::de::Error>(
        self,
        name: &'de str,
    ) -> core::result::Result<V::Value, E> {
        match is_token(name) {
            true => self.0.visit_some(StrDeserializer::new(name)),
            false => self.0.visit_borrowed_str(name),
        }
    }

    #[inline]
    fn visit_string<E: serde_core::de::Error>(
        self,
        name: String,
    ) -> core::result::Result<V::Value, E> {
        match is_token(&name) {
            true => self.0.visit_some(StrDeserializer::new(&name)),
            false => self.0.visit_string(name),
        }
    }
}

#[inline]
fn is_token(name: &str) -> bool {
    name == RAW_TOKEN || name == NUMBER_TOKEN
}

/// A visitor of numbers, free of the lifetime of the text that they are read from.
struct Detached<'de, V>(V, PhantomData<&'de ()>);

macro_rules! visits {
    ($($method:ident: $ty:ty;)*) => {$(
        #[inline]
        fn $method<E: serde_core::de::Error>(self, value: $ty) -> core::result::Result<V::Value, E> {
            self.0.$method(value)
        }
    )*};
}

impl<'de, V: Visitor<'de>> Visitor<'_> for Detached<'de, V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }

    visits! {
        visit_u64: u64;
        visit_i64: i64;
        visit_f64: f64;
        visit_u128: u128;
        visit_i128: i128;
    }
}
