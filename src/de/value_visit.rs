//! Reading a [`Value`] or a [`Map`] from any deserializer.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::str::FromStr;

use serde_core::de::{
    Deserialize, DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor,
    value::{I128Deserializer, U128Deserializer},
};

use crate::error::Error;
use crate::value::map::Gathered;
use crate::value::{Map, NAME_TOKEN, Number, RAW_TOKEN, Value};

impl<'de> Deserialize<'de> for Value {
    #[inline]
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(ValueVisitor(&mut Scratch::default()))
    }
}

/// What has been read of the containers that are open, one after the other: each takes its part off
/// the end when it closes, into an allocation of just the right size.
#[derive(Default)]
struct Scratch {
    elements: Vec<Value>,
    members: Gathered,
}

/// Elements up to which an array is worth a copy into an allocation of just the right size.
const FEW: usize = 64;

/// Reads a value that is, or is part of, the one that the scratch is for.
struct ValueVisitor<'s>(&'s mut Scratch);

impl<'de> DeserializeSeed<'de> for ValueVisitor<'_> {
    type Value = Value;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ValueVisitor<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any valid JSON value")
    }

    #[inline]
    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    #[inline]
    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_i128<E: serde_core::de::Error>(self, value: i128) -> Result<Value, E> {
        Number::deserialize(I128Deserializer::new(value)).map(Value::Number)
    }

    #[inline]
    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u128<E: serde_core::de::Error>(self, value: u128) -> Result<Value, E> {
        Number::deserialize(U128Deserializer::new(value)).map(Value::Number)
    }

    #[inline]
    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    #[inline]
    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.into()))
    }

    #[inline]
    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    #[inline]
    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    #[inline]
    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        Value::deserialize(deserializer)
    }

    #[inline]
    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    #[inline]
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let start = self.0.elements.len();
        while self.0.elements.len() < start + FEW {
            match seq.next_element_seed(ValueVisitor(self.0))? {
                Some(element) => self.0.elements.push(element),
                None => return Ok(Value::Array(self.0.elements.drain(start..).collect())),
            }
        }
        let mut elements = Vec::with_capacity(4 * FEW);
        elements.extend(self.0.elements.drain(start..));
        while let Some(element) = seq.next_element_seed(ValueVisitor(self.0))? {
            elements.push(element);
        }
        Ok(Value::Array(elements))
    }

    // Not inline: elements that are scalars, the most of all, should not pay for its frame.
    #[inline(never)]
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        match map.next_key_seed(FirstName)? {
            None => Ok(Value::Object(Map::new())),
            Some(First::Name(name)) => self.0.read_members(name, map).map(Value::Object),
            #[cfg(feature = "arbitrary_precision")]
            Some(First::Number) => {
                let super::value_number_text::NumberText(number) = map.next_value()?;
                Ok(Value::Number(number))
            }
            Some(First::Raw) => {
                let text: String = map.next_value()?;
                crate::de::from_str(&text).map_err(A::Error::custom)
            }
        }
    }
}

impl Scratch {
    /// The rest of an object whose first name has been read.
    #[inline]
    fn read_members<'de, A: MapAccess<'de>>(
        &mut self,
        first: String,
        mut map: A,
    ) -> Result<Map<String, Value>, A::Error> {
        let start = self.members.open();
        let value = map.next_value_seed(ValueVisitor(self))?;
        self.members.push(first, value);
        while let Some(name) = map.next_key()? {
            let value = map.next_value_seed(ValueVisitor(self))?;
            self.members.push(name, value);
        }
        Ok(self.members.close(start))
    }
}

/// What the first name of a map says that the map is.
enum First {
    /// An object, with the name.
    Name(String),
    /// A number as a map of one member.
    #[cfg(feature = "arbitrary_precision")]
    Number,
    /// A `RawValue` as a map of one member.
    Raw,
}

struct FirstName;

impl FirstName {
    #[inline]
    fn special(name: &str) -> Option<First> {
        match name {
            #[cfg(feature = "arbitrary_precision")]
            crate::value::NUMBER_TOKEN => Some(First::Number),
            RAW_TOKEN if cfg!(feature = "raw_value") => Some(First::Raw),
            _ => None,
        }
    }
}

impl<'de> DeserializeSeed<'de> for FirstName {
    type Value = First;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<First, D::Error> {
        if cfg!(any(feature = "arbitrary_precision", feature = "raw_value")) {
            deserializer.deserialize_newtype_struct(NAME_TOKEN, self)
        } else {
            deserializer.deserialize_str(self)
        }
    }
}

impl<'de> Visitor<'de> for FirstName {
    type Value = First;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string key")
    }

    /// The name of an object's member, whatever it is.
    #[inline]
    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<First, D::Error> {
        String::deserialize(deserializer).map(First::Name)
    }

    /// From a deserializer that does not know the token.
    fn visit_newtype_struct<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<First, D::Error> {
        deserializer.deserialize_str(self)
    }

    fn visit_str<E>(self, name: &str) -> Result<First, E> {
        Ok(FirstName::special(name).unwrap_or_else(|| First::Name(name.into())))
    }

    fn visit_string<E>(self, name: String) -> Result<First, E> {
        Ok(FirstName::special(&name).unwrap_or(First::Name(name)))
    }
}

impl FromStr for Value {
    type Err = Error;

    /// [`from_str`](crate::from_str), of any JSON value.
    fn from_str(s: &str) -> Result<Value, Error> {
        crate::de::from_str(s)
    }
}

impl<'de> Deserialize<'de> for Map<String, Value> {
    #[inline]
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MapVisitor)
    }
}

struct MapVisitor;

impl<'de> Visitor<'de> for MapVisitor {
    type Value = Map<String, Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map")
    }

    #[inline]
    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Map::new())
    }

    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        match map.next_key()? {
            None => Ok(Map::new()),
            Some(first) => Scratch::default().read_members(first, map),
        }
    }
}

impl FromStr for Map<String, Value> {
    type Err = Error;

    /// [`from_str`](crate::from_str), of an object.
    fn from_str(s: &str) -> Result<Self, Error> {
        crate::de::from_str(s)
    }
}
