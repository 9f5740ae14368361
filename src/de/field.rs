//! The members of an object that is read into a struct: names that come in the order of the struct's fields are found
//! by their place.
//!
//! A derived field type compares a name with every field of its length, behind a jump by length. But the deserializer
//! is told the names of all fields, in order, and documents mostly have them in that order: a name is compared with
//! the one that is expected, and the field type is made from its number, which is how formats without names do it.

use core::fmt::{self, Display};
use core::marker::PhantomData;
use core::mem::{self, discriminant};

use serde_core::de::{self, Deserialize, DeserializeSeed, MapAccess, Visitor};
use serde_core::forward_to_deserialize_any;

use super::Deserializer;
use super::access::ObjectAccess;
use super::key::Key;
use crate::error::{Error, Result};
use crate::index::Lead;
use crate::index::source::Read;
use crate::read::{Reference, Span};

/// So many fields may be absent from a document and the one behind them is still found by its place.
const AHEAD: usize = 8;

/// The members of an object whose brace was consumed, for a struct of these fields.
pub(super) struct StructAccess<'a, R> {
    members: ObjectAccess<'a, R>,
    fields: &'static [&'static str],
    /// The number of the field that is expected next; more than any when none is.
    next: usize,
}

impl<'a, R> StructAccess<'a, R> {
    #[inline(always)]
    pub(super) fn new(
        de: &'a mut Deserializer<R>,
        asked: &'a mut bool,
        fields: &'static [&'static str],
    ) -> Self {
        StructAccess { members: ObjectAccess::new::<()>(de, asked), fields, next: 0 }
    }
}

impl<'de, R: Read<'de>> MapAccess<'de> for StructAccess<'_, R> {
    type Error = Error;

    #[inline]
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        self.members.next_key_seed(seed)
    }

    // Called at one place of a derived impl. What is common is part of the loop there, the rest is one call.
    #[inline(always)]
    fn next_key<K: Deserialize<'de>>(&mut self) -> Result<Option<K>> {
        if !is_derived_field::<K>() {
            return self.next_key_seed(PhantomData);
        }
        let members = &mut self.members;
        let lead = mem::replace(&mut members.lead, Lead::COMMA);
        let parser = &mut members.de.parser;
        let Some(span) = parser.next_plain_name(lead) else {
            if !R::EXACT && parser.peek() == b'}' {
                return Ok(None);
            }
            // A copy, so that the flag itself need not be in memory.
            let mut asked = *members.asked;
            let name = rare_name(&mut *members.de, lead, &mut asked);
            *members.asked = asked;
            return name;
        };
        *members.asked = false;
        let (Reference::Borrowed(name) | Reference::Copied(name)) = parser.valid_str(span);
        let fields = self.fields;
        if self.next <= fields.len() {
            let number = match fields.get(self.next) {
                Some(expected) if same(expected, name) => self.next,
                _ => other(fields, self.next, name),
            };
            if let Some(field) = numbered(number, fields.len()) {
                self.next = number + 1;
                return Ok(Some(field));
            }
        }
        let field = named(&mut *members.de, span)?;
        // A field after all: the document has another order, and none is to be expected.
        if is_field(&field) {
            self.next = usize::MAX;
        }
        Ok(Some(field))
    }

    #[inline(always)]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value> {
        self.members.next_value_seed(seed)
    }
}

/// A name with escapes, at the end of what is known of the input, or none.
#[cold]
#[inline(never)]
fn rare_name<'de, K: Deserialize<'de>, R: Read<'de>>(
    de: &mut Deserializer<R>,
    lead: Lead,
    asked: &mut bool,
) -> Result<Option<K>> {
    ObjectAccess { de, lead, asked, hints: false }.next_key()
}

/// The number of the field with this name if it is one of those behind the one that is expected, round the end; else
/// more than any.
#[inline(never)]
fn other(fields: &'static [&'static str], next: usize, name: &str) -> usize {
    let mut number = next;
    for _ in 0..AHEAD.min(fields.len()) {
        number = if number + 1 < fields.len() { number + 1 } else { 0 };
        if same(fields[number], name) {
            return number;
        }
    }
    usize::MAX
}

/// A name that is left to the field type.
#[inline(never)]
fn named<'de, K: Deserialize<'de>, R: Read<'de>>(
    de: &mut Deserializer<R>,
    span: Span,
) -> Result<K> {
    K::deserialize(Key { de, plain: Some(span) })
}

/// Whether it is not what stands for names that are no field's.
#[inline(always)]
fn is_field<'de, K: Deserialize<'de>>(field: &K) -> bool {
    match K::deserialize(Number(u64::MAX)) {
        Ok(none) => discriminant(field) != discriminant::<K>(&none),
        Err(NoField) => true,
    }
}

/// Equality of short names without a call.
#[inline(always)]
fn same(field: &str, name: &str) -> bool {
    let (field, name) = (field.as_bytes(), name.as_bytes());
    if field.len() != name.len() {
        return false;
    }
    // The commonest lengths by the fewest branches.
    if field.len() >= 8 {
        match field.len() {
            ..17 => ends::<8>(field) == ends::<8>(name),
            17..33 => ends::<16>(field) == ends::<16>(name),
            _ => field == name,
        }
    } else if field.len() >= 4 {
        ends::<4>(field) == ends::<4>(name)
    } else {
        match field.len() {
            2.. => ends::<2>(field) == ends::<2>(name),
            _ => field.first() == name.first(),
        }
    }
}

/// The first and the last bytes; nothing if there are fewer.
#[inline(always)]
fn ends<const N: usize>(text: &[u8]) -> Option<(&[u8; N], &[u8; N])> {
    Some((text.first_chunk()?, text.last_chunk()?))
}

/// Whether `K` is the field type of a derived `Deserialize`.
#[inline(always)]
fn is_derived_field<K>() -> bool {
    core::any::type_name::<K>().ends_with("::__Field")
}

/// The field of this number, if the type counts its fields as `fields` does.
///
/// Names that are aliases stand among the names of fields but have no number of their own: then there are fewer
/// numbers than names, and none is trusted. All of it folds to a comparison or two.
#[inline(always)]
fn numbered<'de, K: Deserialize<'de>>(number: usize, fields: usize) -> Option<K> {
    let last: K = K::deserialize(Number(fields.wrapping_sub(1) as u64)).ok()?;
    if number >= fields || !is_field(&last) {
        return None;
    }
    K::deserialize(Number(number as u64)).ok()
}

/// A field's number as a deserializer.
struct Number(u64);

impl<'de> de::Deserializer<'de> for Number {
    type Error = NoField;

    #[inline(always)]
    fn deserialize_any<V: Visitor<'de>>(
        self,
        visitor: V,
    ) -> core::result::Result<V::Value, NoField> {
        visitor.visit_u64(self.0)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

/// No field has the number: of no size, so that a refusal costs nothing.
#[derive(Debug)]
struct NoField;

impl Display for NoField {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("no field of this number")
    }
}

impl de::StdError for NoField {}

impl de::Error for NoField {
    #[inline(always)]
    fn custom<T: Display>(_message: T) -> Self {
        NoField
    }

    #[inline(always)]
    fn invalid_value(_unexpected: de::Unexpected<'_>, _expected: &dyn de::Expected) -> Self {
        NoField
    }
}
