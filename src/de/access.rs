//! What a visitor is handed for an array, an object, an enum.

use super::Deserializer;
use super::key::Key;
use super::rows::FEW;
use super::value_visit::Batch;
use crate::error::{Error, ErrorCode, Result};
use crate::index::Lead;
use crate::index::source::Read;
use crate::simd::CAPACITY;
use crate::simd::known::{cast, used};
use core::any::type_name;
use serde_core::de::{self, DeserializeSeed, Unexpected, Visitor};

/// How many tokens are looked at to give a list its room. More are not worth the time: it grows by doubling.
pub(super) const FOR_LISTS: usize = 32;

/// The elements of an array whose bracket was consumed.
pub(super) struct ArrayAccess<'a, R> {
    de: &'a mut Deserializer<R>,
    /// No element was asked for yet. The parser knows it, too.
    first: bool,
    /// How many tokens are looked at for a hint.
    hints: usize,
}

impl<'a, R> ArrayAccess<'a, R> {
    /// For the visitor `V`.
    #[inline(always)]
    pub(super) fn new<V>(de: &'a mut Deserializer<R>) -> Self {
        de.parser.before_first = true;
        // A hash table that grows does all of its work anew.
        let hints = match () {
            () if is_of_vec::<V>() => FOR_LISTS,
            () if is_of_hash::<V>(" for std::collections::hash::set::HashSet<") => CAPACITY,
            () => 0,
        };
        ArrayAccess { de, first: true, hints }
    }
}

/// Whether `V` is the visitor of `Vec`, which takes a hint for no more than that. Others may take it at its word
/// (arrays of a length of their own refuse any other), or show it.
#[inline(always)]
pub(super) fn is_of_vec<V>() -> bool {
    is_visitor_of::<V>(" for alloc::vec::Vec<")
}

/// Whether `V` is the visitor of a hash table of the standard library, which does the same. Where the hasher is `RandomState`,
/// no order hangs on how much room there is.
#[inline(always)]
fn is_of_hash<V>(table: &str) -> bool {
    is_visitor_of::<V>(table) && type_name::<V>().ends_with("std::hash::random::RandomState>")
}

/// Whether `V` is serde's own visitor of a type, named as in `impl Deserialize for`. The comparison is of constants, so the
/// compiler makes it; compilers write the name in one way or the other.
#[inline(always)]
fn is_visitor_of<V>(name: &str) -> bool {
    let of =
        |start| type_name::<V>().strip_prefix(start).is_some_and(|rest| rest.starts_with(name));
    of("serde_core::de::impls::<impl serde_core::de::Deserialize<'_>")
        || of("serde_core::de::impls::<impl serde_core::de::Deserialize")
}

impl<'de, R: Read<'de>> de::SeqAccess<'de> for ArrayAccess<'_, R> {
    type Error = Error;

    #[inline]
    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>> {
        // Most types are told from it by their size, of which nothing is left when the compiler looks whether this is small.
        let mut seed = seed;
        if const { size_of::<T>() == size_of::<Batch<'_>>() && size_of::<T::Value>() == 1 } {
            match used::<Batch<'static>, T, _>(seed, |batch| self.together(batch)) {
                Ok(together) => return Ok(cast(together)),
                Err(other) => seed = other,
            }
        }
        // Known to the compiler, the loop over elements begins with a copy for the first one, and each value is moved twice
        // more than it need be, in overlapping pieces: an enum of 32 bytes took 9 ns longer. Small ones stay in registers.
        let first = match const { size_of::<T::Value>() <= 16 } {
            true => self.first,
            false => self.de.parser.before_first,
        };
        (self.first, self.de.parser.before_first) = (false, false);
        if self.de.parser.next_element(first)? {
            seed.deserialize(&mut *self.de).map(Some)
        } else {
            Ok(None)
        }
    }

    // Asked for before the first element, it saves a list of scalars from growing.
    #[inline]
    fn size_hint(&self) -> Option<usize> {
        match self.hints {
            0 => None,
            hints => self.de.parser.tokens.scalars_ahead(hints),
        }
    }
}

impl<'de, R: Read<'de>> ArrayAccess<'_, R> {
    /// Reads the elements that are next and can be read together; whether there were any.
    #[inline(always)]
    fn together(&mut self, mut batch: Batch<'_>) -> bool {
        let comma = usize::from(!self.first);
        if cfg!(feature = "arbitrary_precision")
            || !self.de.numbers_follow((!self.first).then_some(b','), FEW)
        {
            return false;
        }
        self.de.parser.tokens.advance(comma);
        if self.de.number_values(batch.elements()) {
            (self.first, self.de.parser.before_first) = (false, false);
            return true;
        }
        self.de.parser.tokens.step_back(comma);
        false
    }
}

/// The members of an object whose brace was consumed.
pub(super) struct ObjectAccess<'a, R> {
    pub(super) de: &'a mut Deserializer<R>,
    pub(super) lead: Lead,
    /// Whether the value of the last name was asked for. Outside of the parser it is mostly known to the compiler.
    pub(super) asked: &'a mut bool,
    /// Whether members are counted for a hint.
    pub(super) hints: bool,
}

impl<'a, R> ObjectAccess<'a, R> {
    /// For the visitor `V`.
    #[inline(always)]
    pub(super) fn new<V>(de: &'a mut Deserializer<R>, asked: &'a mut bool) -> Self {
        ObjectAccess {
            de,
            lead: Lead::BRACE,
            asked,
            hints: is_of_hash::<V>(" for std::collections::hash::map::HashMap<"),
        }
    }
}

impl<'de, R: Read<'de>> de::MapAccess<'de> for ObjectAccess<'_, R> {
    type Error = Error;

    #[inline]
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        let plain = self.de.parser.next_plain_name(self.lead);
        if plain.is_none() {
            // The end is part of the loop; what else it may be is a call.
            if !R::EXACT && self.de.parser.peek() == b'}'
                || !self.de.parser.next_member(self.lead.is_first())?
            {
                return Ok(None);
            }
        }
        self.lead = Lead::COMMA;
        *self.asked = false;
        let name = seed.deserialize(Key { de: &mut *self.de, plain })?;
        if plain.is_none() && !R::EXACT {
            self.de.parser.take_colon();
        }
        Ok(Some(name))
    }

    #[inline]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value> {
        *self.asked = true;
        self.de.parser.colon_was_there()?;
        seed.deserialize(&mut *self.de)
    }

    #[inline]
    fn size_hint(&self) -> Option<usize> {
        if self.hints { self.de.parser.tokens.members_ahead() } else { None }
    }
}

/// An enum as an object of one member, whose brace was consumed.
pub(super) struct Variant<'a, R> {
    de: &'a mut Deserializer<R>,
}

impl<'a, R> Variant<'a, R> {
    #[inline(always)]
    pub(super) fn new(de: &'a mut Deserializer<R>) -> Self {
        Variant { de }
    }
}

impl<'de, R: Read<'de>> de::EnumAccess<'de> for Variant<'_, R> {
    type Error = Error;
    type Variant = Self;

    #[inline]
    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self)> {
        if self.de.parser.peek() != b'"' {
            return Err(self.de.variant_start_error());
        }
        let name = match seed.deserialize(Key { de: &mut *self.de, plain: None }) {
            Ok(name) => name,
            Err(error) => return Err(self.de.parser.fix_position(error)),
        };
        self.de.parser.parse_colon()?;
        Ok((name, self))
    }
}

impl<'de, R: Read<'de>> Deserializer<R> {
    #[cold]
    #[inline(never)]
    fn variant_start_error(&mut self) -> Error {
        let code = match self.parser.peek() {
            b'}' => ErrorCode::ExpectedSomeValue,
            0 if self.parser.is_end() => ErrorCode::EofWhileParsingObject,
            _ => ErrorCode::KeyMustBeAString,
        };
        self.parser.peek_error(code)
    }
}

impl<'de, R: Read<'de>> de::VariantAccess<'de> for Variant<'_, R> {
    type Error = Error;

    #[inline]
    fn unit_variant(self) -> Result<()> {
        de::Deserialize::deserialize(self.de)
    }

    #[inline]
    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value> {
        seed.deserialize(self.de)
    }

    #[inline]
    fn tuple_variant<V: Visitor<'de>>(self, _len: usize, visitor: V) -> Result<V::Value> {
        de::Deserializer::deserialize_seq(self.de, visitor)
    }

    #[inline]
    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        de::Deserializer::deserialize_struct(self.de, "", fields, visitor)
    }
}

/// An enum as a string: a variant without content.
pub(super) struct UnitVariant<'a, R> {
    de: &'a mut Deserializer<R>,
}

impl<'a, R> UnitVariant<'a, R> {
    #[inline(always)]
    pub(super) fn new(de: &'a mut Deserializer<R>) -> Self {
        UnitVariant { de }
    }
}

impl<'de, R: Read<'de>> de::EnumAccess<'de> for UnitVariant<'_, R> {
    type Error = Error;
    type Variant = Self;

    #[inline]
    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self)> {
        let name = seed.deserialize(&mut *self.de)?;
        Ok((name, self))
    }
}

impl<'de, R: Read<'de>> de::VariantAccess<'de> for UnitVariant<'_, R> {
    type Error = Error;

    #[inline]
    fn unit_variant(self) -> Result<()> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, _seed: T) -> Result<T::Value> {
        Err(not_unit("newtype variant"))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _len: usize, _visitor: V) -> Result<V::Value> {
        Err(not_unit("tuple variant"))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _fields: &'static [&'static str],
        _visitor: V,
    ) -> Result<V::Value> {
        Err(not_unit("struct variant"))
    }
}

/// A variant that has content came as a string.
#[cold]
fn not_unit(expected: &str) -> Error {
    de::Error::invalid_type(Unexpected::UnitVariant, &expected)
}
