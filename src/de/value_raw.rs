//! A `RawValue` read from any deserializer, and as a deserializer (feature `raw_value`).

use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use alloc::string::String;
use core::fmt;
use core::marker::PhantomData;

use serde_core::de::{
    Deserialize, DeserializeSeed, Deserializer, Error as _, IntoDeserializer, MapAccess,
    Unexpected, Visitor,
};

use crate::error::Error;
use crate::value::{RAW_TOKEN, RawValue};

impl RawValue {
    /// Checks a string to be one JSON value and takes it; whitespace around it is cut off.
    ///
    /// # Errors
    ///
    /// If the string is not one JSON value.
    ///
    /// ```
    /// use fastjson_api::value::RawValue;
    ///
    /// let raw = RawValue::from_string(" [1, 2]\n".to_owned())?;
    /// assert_eq!(raw.get(), "[1, 2]");
    /// assert!(RawValue::from_string("[1, ".to_owned()).is_err());
    /// # Ok::<(), fastjson_api::Error>(())
    /// ```
    pub fn from_string(json: String) -> Result<Box<Self>, Error> {
        let raw: &RawValue = super::from_str(&json)?;
        match raw.get().len() == json.len() {
            true => Ok(RawValue::from_owned(json.into_boxed_str())),
            false => Ok(raw.to_owned()),
        }
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for &'a RawValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(RAW_TOKEN, RawVisitor(PhantomData))
    }
}

impl<'de> Deserialize<'de> for Box<RawValue> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(RAW_TOKEN, RawVisitor(PhantomData))
    }
}

/// Expects the map of one member as which a raw value comes.
struct RawVisitor<T>(PhantomData<T>);

impl<'de, T> Visitor<'de> for RawVisitor<T>
where
    TextVisitor<T>: DeserializeSeed<'de, Value = T>,
{
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any valid JSON value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        match map.next_key_seed(TokenVisitor)? {
            None => Err(A::Error::invalid_type(Unexpected::Map, &self)),
            Some(()) => map.next_value_seed(TextVisitor(PhantomData)),
        }
    }
}

struct TokenVisitor;

impl<'de> DeserializeSeed<'de> for TokenVisitor {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for TokenVisitor {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("raw value")
    }

    fn visit_str<E: serde_core::de::Error>(self, name: &str) -> Result<(), E> {
        match name {
            RAW_TOKEN => Ok(()),
            _ => Err(E::custom("unexpected raw value")),
        }
    }
}

/// Expects the text, borrowed or not.
struct TextVisitor<T>(PhantomData<T>);

impl<'de, T> DeserializeSeed<'de> for TextVisitor<T>
where
    TextVisitor<T>: Visitor<'de, Value = T>,
{
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for TextVisitor<&'de RawValue> {
    type Value = &'de RawValue;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("raw value")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(RawValue::from_borrowed(text))
    }
}

impl Visitor<'_> for TextVisitor<Box<RawValue>> {
    type Value = Box<RawValue>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("raw value")
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(RawValue::from_owned(text.into()))
    }

    fn visit_string<E>(self, text: String) -> Result<Self::Value, E> {
        Ok(RawValue::from_owned(text.into_boxed_str()))
    }
}

impl<'de> IntoDeserializer<'de, Error> for &'de RawValue {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

/// Reads the text.
macro_rules! read_text {
    ($($method:ident($($argument:ident: $ty:ty),*);)*) => {$(
        fn $method<V: Visitor<'de>>(self, $($argument: $ty,)* visitor: V) -> Result<V::Value, Error> {
            super::Deserializer::from_str(self.get()).$method($($argument,)* visitor)
        }
    )*};
}

impl<'de> Deserializer<'de> for &'de RawValue {
    type Error = Error;

    read_text! {
        deserialize_any();
        deserialize_bool();
        deserialize_i8();
        deserialize_i16();
        deserialize_i32();
        deserialize_i64();
        deserialize_i128();
        deserialize_u8();
        deserialize_u16();
        deserialize_u32();
        deserialize_u64();
        deserialize_u128();
        deserialize_f32();
        deserialize_f64();
        deserialize_char();
        deserialize_str();
        deserialize_string();
        deserialize_bytes();
        deserialize_byte_buf();
        deserialize_option();
        deserialize_unit();
        deserialize_unit_struct(name: &'static str);
        deserialize_newtype_struct(name: &'static str);
        deserialize_seq();
        deserialize_tuple(len: usize);
        deserialize_tuple_struct(name: &'static str, len: usize);
        deserialize_map();
        deserialize_struct(name: &'static str, fields: &'static [&'static str]);
        deserialize_enum(name: &'static str, variants: &'static [&'static str]);
        deserialize_identifier();
        deserialize_ignored_any();
    }
}
