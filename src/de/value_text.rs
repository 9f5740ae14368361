//! A text that goes through serde as a map of one member under a private name: how a `RawValue`,
//! and a number that is a text, reach their own visitors through deserializers that know the name.

use alloc::borrow::Cow;
#[cfg(feature = "arbitrary_precision")]
use alloc::string::String;

use serde_core::de::value::BorrowedStrDeserializer;
use serde_core::de::{DeserializeSeed, MapAccess, Visitor};
use serde_core::forward_to_deserialize_any;

use super::value_tree::visit_text;
use crate::error::{Error, Result};
#[cfg(feature = "arbitrary_precision")]
use crate::value::NUMBER_TOKEN;
use crate::value::RAW_TOKEN;

/// The map.
pub(crate) struct TextAccess<'de> {
    name: &'static str,
    text: Option<Cow<'de, str>>,
}

impl<'de> TextAccess<'de> {
    /// The map as which a JSON value's own text goes.
    #[inline]
    pub(crate) fn raw(text: Cow<'de, str>) -> Self {
        TextAccess { name: RAW_TOKEN, text: Some(text) }
    }

    /// The map as which a number's text goes.
    #[cfg(feature = "arbitrary_precision")]
    #[inline]
    pub(crate) fn number(text: String) -> Self {
        TextAccess { name: NUMBER_TOKEN, text: Some(Cow::Owned(text)) }
    }
}

impl<'de> MapAccess<'de> for TextAccess<'de> {
    type Error = Error;

    #[inline]
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        match self.text {
            None => Ok(None),
            Some(_) => seed.deserialize(BorrowedStrDeserializer::new(self.name)).map(Some),
        }
    }

    #[inline]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value> {
        let text = self.text.take().expect("next_value_seed called before next_key_seed");
        seed.deserialize(TextDeserializer(text))
    }
}

struct TextDeserializer<'de>(Cow<'de, str>);

impl<'de> serde_core::Deserializer<'de> for TextDeserializer<'de> {
    type Error = Error;

    #[inline]
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visit_text(self.0, visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}
