//! A [`Value`] or a [`Map`] as a deserializer, owned and by reference.
//!
//! The two differ in what they lend: a tree by reference gives strings that live as long as it, an
//! owned one gives its strings away. [`Node`] is that difference; all else is written once.

use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use alloc::vec;
use core::borrow::Borrow;
use core::slice;

use serde_core::de::{
    Deserialize, DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Error as _, Expected,
    IntoDeserializer, MapAccess, SeqAccess, Unexpected, VariantAccess, Visitor,
    value::CowStrDeserializer,
};
use serde_core::forward_to_deserialize_any;

use super::value_key::KeyDeserializer;
use super::value_text::TextAccess;
use crate::error::{Error, Result};
use crate::value::{Map, Number, RAW_TOKEN, Value, map};

/// Makes a value of type `T` of a [`Value`].
///
/// # Errors
///
/// * If the structure of the value is not what `T` expects: a string where it wants a number, say.
/// * If `T`'s own implementation of `Deserialize` says so: a member is missing, say.
///
/// ```
/// use fastjson_api::{from_value, json};
///
/// let pair: (u8, String) = from_value(json!([7, "seven"]))?;
/// assert_eq!(pair, (7, "seven".to_owned()));
/// let error = from_value::<u8>(json!("7")).unwrap_err();
/// assert_eq!(error.to_string(), "invalid type: string \"7\", expected u8");
/// # Ok::<(), fastjson_api::Error>(())
/// ```
pub fn from_value<T: DeserializeOwned>(value: Value) -> Result<T> {
    T::deserialize(value)
}

/// A tree's node, owned or by reference.
trait Node<'de>: Deserializer<'de, Error = Error> + ToString {
    type Number: Deserializer<'de, Error = Error> + Borrow<Number>;
    type Elements: ExactSizeIterator<Item = Self>;
    type Members: ExactSizeIterator<Item = (Self::Name, Self)>;
    type Name: Into<Cow<'de, str>>;

    fn open(self) -> Opened<'de, Self>;
}

/// A node, taken apart.
enum Opened<'de, N: Node<'de>> {
    Null,
    Bool(bool),
    Number(N::Number),
    String(Cow<'de, str>),
    Array(N::Elements),
    Object(N::Members),
}

impl<'de> Node<'de> for Value {
    type Number = Number;
    type Elements = vec::IntoIter<Value>;
    type Members = map::IntoIter;
    type Name = String;

    #[inline]
    fn open(self) -> Opened<'de, Self> {
        match self {
            Value::Null => Opened::Null,
            Value::Bool(value) => Opened::Bool(value),
            Value::Number(number) => Opened::Number(number),
            Value::String(string) => Opened::String(Cow::Owned(string)),
            Value::Array(elements) => Opened::Array(elements.into_iter()),
            Value::Object(members) => Opened::Object(members.into_iter()),
        }
    }
}

impl<'de> Node<'de> for &'de Value {
    type Number = &'de Number;
    type Elements = slice::Iter<'de, Value>;
    type Members = map::Iter<'de>;
    type Name = &'de String;

    #[inline]
    fn open(self) -> Opened<'de, Self> {
        match self {
            Value::Null => Opened::Null,
            Value::Bool(value) => Opened::Bool(*value),
            Value::Number(number) => Opened::Number(number),
            Value::String(string) => Opened::String(Cow::Borrowed(string)),
            Value::Array(elements) => Opened::Array(elements.iter()),
            Value::Object(members) => Opened::Object(members.iter()),
        }
    }
}

#[inline]
pub(super) fn visit_text<'de, V: Visitor<'de>>(
    text: Cow<'de, str>,
    visitor: V,
) -> Result<V::Value> {
    match text {
        Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
        Cow::Owned(text) => visitor.visit_string(text),
    }
}

#[inline]
fn visit_elements<'de, I, V>(elements: I, visitor: V) -> Result<V::Value>
where
    I: ExactSizeIterator<Item: Node<'de>>,
    V: Visitor<'de>,
{
    let length = elements.len();
    let mut access = Elements(elements);
    let value = visitor.visit_seq(&mut access)?;
    match access.0.len() {
        0 => Ok(value),
        _ => Err(Error::invalid_length(length, &"fewer elements in array")),
    }
}

#[inline]
fn visit_members<'de, N: Node<'de>, V: Visitor<'de>>(
    members: N::Members,
    visitor: V,
) -> Result<V::Value> {
    let length = members.len();
    let mut access = Members::<N> { members, value: None };
    let value = visitor.visit_map(&mut access)?;
    match access.members.len() {
        0 => Ok(value),
        _ => Err(Error::invalid_length(length, &"fewer elements in map")),
    }
}

/// An enum as an object: its one member's name is the variant.
fn visit_variant<'de, N: Node<'de>, V: Visitor<'de>>(
    mut members: N::Members,
    visitor: V,
) -> Result<V::Value> {
    match (members.next(), members.next()) {
        (Some((name, value)), None) => {
            visitor.visit_enum(Variant { name: name.into(), value: Some(value) })
        }
        _ => Err(Error::invalid_value(Unexpected::Map, &"map with a single key")),
    }
}

impl<'de, N: Node<'de>> Opened<'de, N> {
    #[cold]
    fn invalid_type(&self, expected: &dyn Expected) -> Error {
        let unexpected = match self {
            Opened::Null => Unexpected::Unit,
            Opened::Bool(value) => Unexpected::Bool(*value),
            Opened::Number(number) => super::value_number::unexpected(number.borrow()),
            Opened::String(string) => Unexpected::Str(string),
            Opened::Array(_) => Unexpected::Seq,
            Opened::Object(_) => Unexpected::Map,
        };
        Error::invalid_type(unexpected, expected)
    }

    #[inline]
    fn visit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self {
            Opened::Null => visitor.visit_unit(),
            Opened::Bool(value) => visitor.visit_bool(value),
            Opened::Number(number) => number.deserialize_any(visitor),
            Opened::String(string) => visit_text(string, visitor),
            Opened::Array(elements) => visit_elements(elements, visitor),
            Opened::Object(members) => visit_members::<N, V>(members, visitor),
        }
    }

    /// A visitor that wants a number and does not get one: under `arbitrary_precision` serde_json
    /// lets it say so itself.
    #[cold]
    fn not_a_number<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        if cfg!(feature = "arbitrary_precision") {
            self.visit(visitor)
        } else {
            Err(self.invalid_type(&visitor))
        }
    }
}

macro_rules! numbers {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
            match self.open() {
                Opened::Number(number) => number.$method(visitor),
                other => other.not_a_number(visitor),
            }
        }
    )*};
}

macro_rules! node_deserializer {
    ($($node:ty)*) => {$(
        impl<'de> Deserializer<'de> for $node {
            type Error = Error;

            #[inline]
            fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
                self.open().visit(visitor)
            }

            numbers! {
                deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
                deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128
                deserialize_f32 deserialize_f64
            }

            fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
                match self.open() {
                    Opened::Bool(value) => visitor.visit_bool(value),
                    other => Err(other.invalid_type(&visitor)),
                }
            }

            fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
                match self.open() {
                    Opened::String(string) => visit_text(string, visitor),
                    other => Err(other.invalid_type(&visitor)),
                }
            }

            fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
                self.deserialize_string(visitor)
            }

            fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
                self.deserialize_string(visitor)
            }

            fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
                self.deserialize_string(visitor)
            }

            fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
                match self.open() {
                    Opened::String(string) => visit_text(string, visitor),
                    Opened::Array(elements) => visit_elements(elements, visitor),
                    other => Err(other.invalid_type(&visitor)),
                }
            }

            fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
                self.deserialize_byte_buf(visitor)
            }

            #[inline]
            fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
                match self {
                    Value::Null => visitor.visit_none(),
                    _ => visitor.visit_some(self),
                }
            }

            fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
                match self.open() {
                    Opened::Null => visitor.visit_unit(),
                    other => Err(other.invalid_type(&visitor)),
                }
            }

            fn deserialize_unit_struct<V: Visitor<'de>>(
                self,
                _name: &'static str,
                visitor: V,
            ) -> Result<V::Value> {
                self.deserialize_unit(visitor)
            }

            #[inline]
            fn deserialize_newtype_struct<V: Visitor<'de>>(
                self,
                name: &'static str,
                visitor: V,
            ) -> Result<V::Value> {
                match name {
                    RAW_TOKEN => visitor.visit_map(TextAccess::raw(self.to_string().into())),
                    _ => visitor.visit_newtype_struct(self),
                }
            }

            fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
                match self.open() {
                    Opened::Array(elements) => visit_elements(elements, visitor),
                    other => Err(other.invalid_type(&visitor)),
                }
            }

            fn deserialize_tuple<V: Visitor<'de>>(
                self,
                _len: usize,
                visitor: V,
            ) -> Result<V::Value> {
                self.deserialize_seq(visitor)
            }

            fn deserialize_tuple_struct<V: Visitor<'de>>(
                self,
                _name: &'static str,
                _len: usize,
                visitor: V,
            ) -> Result<V::Value> {
                self.deserialize_seq(visitor)
            }

            fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
                match self.open() {
                    Opened::Object(members) => visit_members::<Self, V>(members, visitor),
                    other => Err(other.invalid_type(&visitor)),
                }
            }

            fn deserialize_struct<V: Visitor<'de>>(
                self,
                _name: &'static str,
                _fields: &'static [&'static str],
                visitor: V,
            ) -> Result<V::Value> {
                match self.open() {
                    Opened::Array(elements) => visit_elements(elements, visitor),
                    Opened::Object(members) => visit_members::<Self, V>(members, visitor),
                    other => Err(other.invalid_type(&visitor)),
                }
            }

            fn deserialize_enum<V: Visitor<'de>>(
                self,
                _name: &'static str,
                _variants: &'static [&'static str],
                visitor: V,
            ) -> Result<V::Value> {
                match self.open() {
                    Opened::Object(members) => visit_variant::<Self, V>(members, visitor),
                    Opened::String(name) => {
                        visitor.visit_enum(Variant::<Self> { name, value: None })
                    }
                    other => Err(other.invalid_type(&"string or map")),
                }
            }

            fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
                visitor.visit_unit()
            }
        }

        impl<'de> IntoDeserializer<'de, Error> for $node {
            type Deserializer = Self;

            fn into_deserializer(self) -> Self {
                self
            }
        }
    )*};
}

node_deserializer!(Value &'de Value);

macro_rules! map_deserializer {
    ($($map:ty => $node:ty;)*) => {$(
        impl<'de> Deserializer<'de> for $map {
            type Error = Error;

            fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
                visit_members::<$node, V>(self.into_iter(), visitor)
            }

            fn deserialize_enum<V: Visitor<'de>>(
                self,
                _name: &'static str,
                _variants: &'static [&'static str],
                visitor: V,
            ) -> Result<V::Value> {
                visit_variant::<$node, V>(self.into_iter(), visitor)
            }

            fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
                visitor.visit_unit()
            }

            forward_to_deserialize_any! {
                bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
                option unit unit_struct newtype_struct seq tuple tuple_struct map struct identifier
            }
        }

        impl<'de> IntoDeserializer<'de, Error> for $map {
            type Deserializer = Self;

            fn into_deserializer(self) -> Self {
                self
            }
        }
    )*};
}

map_deserializer! {
    Map<String, Value> => Value;
    &'de Map<String, Value> => &'de Value;
}

struct Elements<I>(I);

impl<'de, N: Node<'de>, I: ExactSizeIterator<Item = N>> SeqAccess<'de> for Elements<I> {
    type Error = Error;

    #[inline]
    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>> {
        match self.0.next() {
            Some(value) => seed.deserialize(value).map(Some),
            None => Ok(None),
        }
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.0.len())
    }
}

struct Members<'de, N: Node<'de>> {
    members: N::Members,
    /// The value of the member whose name has been given.
    value: Option<N>,
}

impl<'de, N: Node<'de>> MapAccess<'de> for Members<'de, N> {
    type Error = Error;

    #[inline]
    fn next_key_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>> {
        let Some((name, value)) = self.members.next() else {
            return Ok(None);
        };
        self.value = Some(value);
        seed.deserialize(KeyDeserializer(name.into())).map(Some)
    }

    #[inline]
    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value> {
        match self.value.take() {
            Some(value) => seed.deserialize(value),
            None => Err(Error::custom("value is missing")),
        }
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.members.len())
    }
}

/// An enum's variant, and what it holds.
struct Variant<'de, N> {
    name: Cow<'de, str>,
    value: Option<N>,
}

impl<'de, N: Node<'de>> EnumAccess<'de> for Variant<'de, N> {
    type Error = Error;
    type Variant = Content<N>;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Content<N>)> {
        let name = seed.deserialize(CowStrDeserializer::new(self.name))?;
        Ok((name, Content(self.value)))
    }
}

/// What an enum's variant holds; nothing if it was a string.
struct Content<N>(Option<N>);

impl<N> Content<N> {
    fn open<'de>(self, expected: &str) -> Result<Opened<'de, N>>
    where
        N: Node<'de>,
    {
        let value = self.0.map(N::open);
        value.ok_or_else(|| Error::invalid_type(Unexpected::UnitVariant, &expected))
    }
}

impl<'de, N: Node<'de>> VariantAccess<'de> for Content<N> {
    type Error = Error;

    fn unit_variant(self) -> Result<()> {
        self.0.map_or(Ok(()), Deserialize::deserialize)
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value> {
        match self.0 {
            Some(value) => seed.deserialize(value),
            None => Err(Error::invalid_type(Unexpected::UnitVariant, &"newtype variant")),
        }
    }

    fn tuple_variant<V: Visitor<'de>>(self, _len: usize, visitor: V) -> Result<V::Value> {
        match self.open("tuple variant")? {
            Opened::Array(elements) if elements.len() == 0 => visitor.visit_unit(),
            Opened::Array(elements) => visit_elements(elements, visitor),
            other => Err(other.invalid_type(&"tuple variant")),
        }
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        match self.open("struct variant")? {
            Opened::Object(members) => visit_members::<N, V>(members, visitor),
            other => Err(other.invalid_type(&"struct variant")),
        }
    }
}
