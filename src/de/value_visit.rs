//! Reading a [`Value`] or a [`Map`] from any deserializer.

use alloc::string::String;
use alloc::vec::Vec;
#[cfg(feature = "std")]
use core::cell::Cell;
use core::fmt;
use core::mem;
use core::str::FromStr;

use serde_core::de::{
    Deserialize, DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor,
    value::{I128Deserializer, U128Deserializer},
};

use crate::error::Error;
use crate::simd::known::Borrowing;
use crate::value::map::{Gathered, gather, take_from};
use crate::value::{Map, NAME_TOKEN, Number, RAW_TOKEN, Value};

impl<'de> Deserialize<'de> for Value {
    #[inline]
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
        ValueVisitor(Root).deserialize(deserializer)
    }
}

/// What has been read of the containers that are open, one after the other: each takes its part off
/// the end when it closes, into an allocation of just the right size.
#[derive(Default)]
pub(super) struct Scratch {
    elements: Vec<Value>,
    members: Gathered,
}

/// Elements, and members, that a kept scratch has room for.
const SMALL: usize = 1024;

/// Where a value goes that has been read. It is put there by the visitor itself: on its way out
/// through the deserializer's results it would be copied several times, and read back before it has
/// been written. And it is made there, by a function: a value that is made first waits in memory for
/// its place, which may panic, and is read back in other pieces than it was written in.
trait Place: Sized {
    type Out;

    fn put(self, make: impl FnOnce() -> Value) -> Self::Out;

    /// Puts a container there, whose elements and members `read` keeps in a scratch until it has all of them.
    fn contain<E>(
        self,
        read: impl FnOnce(&mut Scratch) -> Result<Value, E>,
    ) -> Result<Self::Out, E>;
}

/// The value that was asked for. A scalar needs no scratch.
struct Root;

/// The next element of the innermost array.
struct Element<'s>(&'s mut Scratch);

/// A member of the innermost object.
struct Member<'s>(&'s mut Scratch, usize);

impl Place for Root {
    type Out = Value;

    #[inline(always)]
    fn put(self, make: impl FnOnce() -> Value) -> Value {
        make()
    }

    #[inline(always)]
    fn contain<E>(self, read: impl FnOnce(&mut Scratch) -> Result<Value, E>) -> Result<Value, E> {
        Scratch::lend(read)
    }
}

impl Place for Element<'_> {
    type Out = ();

    #[inline(always)]
    fn put(self, make: impl FnOnce() -> Value) {
        gather(&mut self.0.elements, make);
    }

    #[inline(always)]
    fn contain<E>(self, read: impl FnOnce(&mut Scratch) -> Result<Value, E>) -> Result<(), E> {
        let value = self.0.nested(read)?;
        self.put(|| value);
        Ok(())
    }
}

impl Place for Member<'_> {
    type Out = ();

    #[inline(always)]
    fn put(self, make: impl FnOnce() -> Value) {
        self.0.members.set(self.1, make);
    }

    #[inline(always)]
    fn contain<E>(self, read: impl FnOnce(&mut Scratch) -> Result<Value, E>) -> Result<(), E> {
        let value = self.0.nested(read)?;
        self.put(|| value);
        Ok(())
    }
}

/// Reads a value for a place.
struct ValueVisitor<P>(P);

impl<P: Place> ValueVisitor<P> {
    #[inline(always)]
    fn put<E>(self, make: impl FnOnce() -> Value) -> Result<P::Out, E> {
        Ok(self.0.put(make))
    }
}

impl<'de, P: Place> DeserializeSeed<'de> for ValueVisitor<P> {
    type Value = P::Out;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<P::Out, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, P: Place> Visitor<'de> for ValueVisitor<P> {
    type Value = P::Out;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any valid JSON value")
    }

    #[inline]
    fn visit_bool<E>(self, value: bool) -> Result<P::Out, E> {
        self.put(|| Value::Bool(value))
    }

    #[inline]
    fn visit_i64<E>(self, value: i64) -> Result<P::Out, E> {
        self.put(|| Value::Number(value.into()))
    }

    fn visit_i128<E: serde_core::de::Error>(self, value: i128) -> Result<P::Out, E> {
        let number = Number::deserialize(I128Deserializer::new(value))?;
        self.put(|| Value::Number(number))
    }

    #[inline]
    fn visit_u64<E>(self, value: u64) -> Result<P::Out, E> {
        self.put(|| Value::Number(value.into()))
    }

    fn visit_u128<E: serde_core::de::Error>(self, value: u128) -> Result<P::Out, E> {
        let number = Number::deserialize(U128Deserializer::new(value))?;
        self.put(|| Value::Number(number))
    }

    #[inline]
    fn visit_f64<E>(self, value: f64) -> Result<P::Out, E> {
        self.put(|| value.into())
    }

    #[inline]
    fn visit_str<E>(self, value: &str) -> Result<P::Out, E> {
        let string = value.into();
        self.put(|| Value::String(string))
    }

    #[inline]
    fn visit_string<E>(self, value: String) -> Result<P::Out, E> {
        self.put(|| Value::String(value))
    }

    #[inline]
    fn visit_none<E>(self) -> Result<P::Out, E> {
        self.put(|| Value::Null)
    }

    #[inline]
    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<P::Out, D::Error> {
        self.deserialize(deserializer)
    }

    #[inline]
    fn visit_unit<E>(self) -> Result<P::Out, E> {
        self.put(|| Value::Null)
    }

    // Neither of the two is inline: scalars, the most of all values, should not pay for their frames.

    #[inline(never)]
    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<P::Out, A::Error> {
        self.0.contain(|scratch| scratch.read_elements(seq).map(Value::Array))
    }

    #[inline(never)]
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<P::Out, A::Error> {
        self.0.contain(|scratch| scratch.read_map(map))
    }
}

#[cfg(feature = "std")]
std::thread_local! {
    /// The scratch of the last value that this thread has read. To grow a new one asks for a kilobyte sooner or
    /// later, and glibc then looks through all that was freed: up to half of the time of a small document.
    static KEPT: Cell<Scratch> =
        const { Cell::new(Scratch { elements: Vec::new(), members: Gathered::NEW }) };
}

impl Scratch {
    /// Reads with a scratch, which is kept for the next value if it is not large.
    #[cfg(feature = "std")]
    #[inline]
    fn lend<T, E>(read: impl FnOnce(&mut Scratch) -> Result<T, E>) -> Result<T, E> {
        // In a thread that ends there is none to be had.
        let mut scratch = KEPT.try_with(Cell::take).unwrap_or_default();
        let value = read(&mut scratch)?;
        if scratch.can_be_kept() {
            // A value inside of this one's has left its scratch there, if any.
            let _ = KEPT.try_with(|kept| kept.set(scratch));
        }
        Ok(value)
    }

    #[cfg(not(feature = "std"))]
    #[inline]
    fn lend<T, E>(read: impl FnOnce(&mut Scratch) -> Result<T, E>) -> Result<T, E> {
        read(&mut Scratch::default())
    }

    /// Whether it holds nothing, and has room for no more than a thread may keep: 90 KB, and the orders of some
    /// objects, which are a few KB where objects are not all of a thousand members.
    #[cfg(feature = "std")]
    #[inline]
    fn can_be_kept(&self) -> bool {
        self.elements.is_empty()
            && self.members.open() == 0
            && self.elements.capacity() <= SMALL
            && self.members.capacity() <= SMALL
    }

    /// How many elements and members there are.
    #[inline]
    fn filled(&self) -> [usize; 2] {
        [self.elements.len(), self.members.open()]
    }

    /// A container inside of the one that is being read.
    #[inline(always)]
    fn nested<E>(
        &mut self,
        read: impl FnOnce(&mut Scratch) -> Result<Value, E>,
    ) -> Result<Value, E> {
        let start = self.filled();
        match read(self) {
            Ok(value) => Ok(value),
            Err(error) => self.fail(start, error),
        }
    }

    /// Gives up what has been read since then: not every caller hands an error on.
    #[cold]
    fn fail<T, E>(&mut self, [elements, members]: [usize; 2], error: E) -> Result<T, E> {
        self.elements.truncate(elements);
        self.members.truncate(members);
        Err(error)
    }

    #[inline]
    fn read_elements<'de, A: SeqAccess<'de>>(
        &mut self,
        mut seq: A,
    ) -> Result<Vec<Value>, A::Error> {
        let start = self.elements.len();
        let mut singles = FEW_SINGLES;
        'elements: while let Some(together) = seq.next_element_seed(Batch(self))? {
            if together {
                singles = FEW_SINGLES;
                continue;
            }
            for _ in 0..singles {
                if seq.next_element_seed(ValueVisitor(Element(self)))?.is_none() {
                    break 'elements;
                }
            }
            singles = (2 * singles).min(MANY_SINGLES);
        }
        // More than the scratch may keep are not worth a copy, if they are all there is.
        if start == 0 && self.elements.len() > SMALL {
            return Ok(mem::take(&mut self.elements));
        }
        Ok(take_from(&mut self.elements, start))
    }

    #[inline]
    fn read_map<'de, A: MapAccess<'de>>(&mut self, mut map: A) -> Result<Value, A::Error> {
        let start = self.members.open();
        Ok(match map.next_key_seed(FirstName(&mut self.members))? {
            None => Value::Object(Map::new()),
            Some(First::Name) => Value::Object(self.read_members(start, map)?),
            #[cfg(feature = "arbitrary_precision")]
            Some(First::Number) => {
                let super::value_number_text::NumberText(number) = map.next_value()?;
                Value::Number(number)
            }
            Some(First::Raw) => {
                let text: String = map.next_value()?;
                crate::de::from_str(&text).map_err(A::Error::custom)?
            }
        })
    }

    /// The rest of an object whose first name has been read, and is the member `start`.
    #[inline]
    fn read_members<'de, A: MapAccess<'de>>(
        &mut self,
        start: usize,
        mut map: A,
    ) -> Result<Map<String, Value>, A::Error> {
        let mut at = start;
        loop {
            map.next_value_seed(ValueVisitor(Member(self, at)))?;
            match map.next_key_seed(Name(&mut self.members))? {
                Some(next) => at = next,
                None => return Ok(self.members.close(start)),
            }
        }
    }
}

/// How many elements are read one by one before it is tried again to read some together: more than most short arrays
/// have, and twice as many each time that it is tried in vain, up to so many.
const FEW_SINGLES: usize = 7;
const MANY_SINGLES: usize = 56;

/// Reads elements of an array that can be read together, and says whether there were any: this crate's deserializer.
/// Others read one.
pub(super) struct Batch<'s>(&'s mut Scratch);

impl Batch<'_> {
    /// Where they go.
    pub(super) fn elements(&mut self) -> &mut Vec<Value> {
        &mut self.0.elements
    }
}

impl Borrowing for Batch<'static> {
    type Of<'a> = Batch<'a>;
}

impl<'de> DeserializeSeed<'de> for Batch<'_> {
    type Value = bool;

    #[inline(never)]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        ValueVisitor(Element(self.0)).deserialize(deserializer)?;
        Ok(false)
    }
}

/// Adds a member of a name.
struct Name<'s>(&'s mut Gathered);

impl<'de> DeserializeSeed<'de> for Name<'_> {
    type Value = usize;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_string(self)
    }
}

impl Visitor<'_> for Name<'_> {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    #[inline]
    fn visit_str<E>(self, name: &str) -> Result<usize, E> {
        Ok(self.0.push(name.into()))
    }

    #[inline]
    fn visit_string<E>(self, name: String) -> Result<usize, E> {
        Ok(self.0.push(name))
    }
}

/// What the first name of a map says that the map is.
enum First {
    /// An object; the name is its first member's.
    Name,
    /// A number as a map of one member.
    #[cfg(feature = "arbitrary_precision")]
    Number,
    /// A `RawValue` as a map of one member.
    Raw,
}

struct FirstName<'s>(&'s mut Gathered);

impl FirstName<'_> {
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

impl<'de> DeserializeSeed<'de> for FirstName<'_> {
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

impl<'de> Visitor<'de> for FirstName<'_> {
    type Value = First;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string key")
    }

    /// The name of an object's member, whatever it is.
    #[inline]
    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<First, D::Error> {
        Name(self.0).deserialize(deserializer).map(|_| First::Name)
    }

    /// From a deserializer that does not know the token.
    fn visit_newtype_struct<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<First, D::Error> {
        deserializer.deserialize_str(self)
    }

    fn visit_str<E>(self, name: &str) -> Result<First, E> {
        Ok(FirstName::special(name).unwrap_or_else(|| {
            self.0.push(name.into());
            First::Name
        }))
    }

    fn visit_string<E>(self, name: String) -> Result<First, E> {
        Ok(FirstName::special(&name).unwrap_or_else(|| {
            self.0.push(name);
            First::Name
        }))
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
        Scratch::lend(|scratch| match map.next_key_seed(Name(&mut scratch.members))? {
            None => Ok(Map::new()),
            Some(first) => scratch.read_members(first, map),
        })
    }
}

impl FromStr for Map<String, Value> {
    type Err = Error;

    /// [`from_str`](crate::from_str), of an object.
    fn from_str(s: &str) -> Result<Self, Error> {
        crate::de::from_str(s)
    }
}
