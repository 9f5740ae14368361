//! A deserializer that makes an end of an error, as lenient ones do, gets nothing of the value that failed.

use fastjson_api::{Value, json};
use serde::Deserialize;
use serde::de::value::{Error, MapDeserializer, SeqDeserializer};
use serde::de::{DeserializeSeed, Deserializer, Error as _, IntoDeserializer, SeqAccess, Visitor};
use serde_json::Value as Real;

/// What there is to read.
#[derive(Clone, Copy)]
enum Part {
    /// `{"list": List}`
    Whole,
    /// `[[1], Cut]`, but the error in the last is taken for the end.
    List,
    /// `{"a": [1], "b": Failure}`
    Cut,
    /// `[1]`
    One,
    Failure,
}

impl<'de> Deserializer<'de> for Part {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Part::Whole => {
                visitor.visit_map(MapDeserializer::new([("list", Part::List)].into_iter()))
            }
            Part::List => visitor.visit_seq(Lenient([Part::One, Part::Cut].to_vec().into_iter())),
            Part::Cut => {
                let members = [("a", Part::One), ("b", Part::Failure)];
                visitor.visit_map(MapDeserializer::new(members.into_iter()))
            }
            Part::One => visitor.visit_seq(SeqDeserializer::new([1_u8].into_iter())),
            Part::Failure => Err(Error::custom("cut short")),
        }
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
        option unit unit_struct newtype_struct seq tuple tuple_struct map struct enum
        identifier ignored_any
    }
}

impl IntoDeserializer<'_, Error> for Part {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

struct Lenient(std::vec::IntoIter<Part>);

impl<'de> SeqAccess<'de> for Lenient {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        Ok(self.0.next().and_then(|part| seed.deserialize(part).ok()))
    }
}

#[test]
fn what_failed_leaves_nothing() {
    let ours = Value::deserialize(Part::Whole).unwrap();
    assert_eq!(super::real(&ours), Real::deserialize(Part::Whole).unwrap());
    assert_eq!(ours, json!({"list": [[1]]}));
}
