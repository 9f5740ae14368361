//! Numbers for serde's visitors.

use super::Deserializer;
use crate::error::Result;
use crate::index::source::Read;
use crate::number::Parsed;
#[cfg(feature = "arbitrary_precision")]
use {super::value_text::TextAccess, serde_core::de::Error as _};

use serde_core::de::{Expected, Visitor};

impl<'de, R: Read<'de>> Deserializer<R> {
    /// A number for a visitor that expects an integer.
    #[inline(always)]
    pub(super) fn number<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value> {
        match self.parser.plain_integer() {
            Some(value) => {
                let value = visitor.visit_u64(value);
                self.placed(value)
            }
            None => self.other_number(visitor),
        }
    }

    /// The same for those with a sign, or whitespace behind them.
    #[inline(never)]
    fn other_number<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value> {
        match self.parser.common_number() {
            Some(number) => {
                let value = visit(number, visitor);
                self.placed(value)
            }
            None => self.rare_number::<false, V>(visitor),
        }
    }

    /// A number for a visitor that expects a float.
    #[inline(always)]
    pub(super) fn float<const SINGLE: bool, V: Visitor<'de>>(
        &mut self,
        visitor: V,
    ) -> Result<V::Value> {
        let float = match is_of_float::<V>(SINGLE) {
            true => self.parser.common_float::<SINGLE, true>(),
            false => self.parser.common_float::<SINGLE, false>(),
        };
        match float {
            Some(value) => {
                let value = visitor.visit_f64(value);
                self.placed(value)
            }
            None => self.rare_number::<SINGLE, V>(visitor),
        }
    }

    /// All the rest is one call, so that the way to success is small enough to be part of a loop.
    #[cold]
    #[inline(never)]
    fn rare_number<const SINGLE: bool, V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value> {
        let number = self.any_number_or_else::<SINGLE>(&visitor)?;
        let value = visit(number, visitor);
        self.placed(value)
    }

    /// What the fast paths did not find: a number, or an error in its place.
    #[inline(never)]
    fn any_number_or_else<const SINGLE: bool>(
        &mut self,
        expected: &dyn Expected,
    ) -> Result<Parsed> {
        match self.parser.peek() {
            b'-' | b'0'..=b'9' => self.parser.parse_number::<SINGLE>(),
            _ => Err(self.invalid_type(expected)),
        }
    }

    /// A number for a visitor that takes anything.
    #[inline(always)]
    pub(super) fn any_number<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value> {
        #[cfg(feature = "arbitrary_precision")]
        return self.number_as_text(visitor);
        #[cfg(not(feature = "arbitrary_precision"))]
        visit(self.parser.parse_number::<false>()?, visitor)
    }

    #[cfg(feature = "arbitrary_precision")]
    fn number_as_text<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value> {
        let (start, end) = self.parser.parse_number_text()?;
        let text = self.parser.source.lend(start, end);
        // A number is ASCII; one that were not would be refused as text, not taken for granted.
        let text = core::str::from_utf8(&text).map_err(crate::Error::custom)?;
        if !text.starts_with('-') {
            if let Ok(value) = text.parse() {
                return visitor.visit_u64(value);
            }
        } else if text != "-0"
            && let Ok(value) = text.parse()
        {
            return visitor.visit_i64(value);
        }
        visitor.visit_map(TextAccess::number(crate::value::normalize(text)))
    }
}

#[inline(always)]
fn visit<'de, V: Visitor<'de>>(number: Parsed, visitor: V) -> Result<V::Value> {
    match number {
        Parsed::U64(value) => visitor.visit_u64(value),
        Parsed::I64(value) => visitor.visit_i64(value),
        Parsed::F64(value) => visitor.visit_f64(value),
    }
}

/// Whether `V` is the visitor of `f64`, or of `f32` if `single`, which makes the same of an integer and of the
/// float that it is. Others may tell these apart, as does either if a deserializer in between asks for the
/// other's type: it rounds the integer itself. The comparison is of constants, so the compiler makes it; between
/// both ends of the name is what compilers write differently.
#[inline(always)]
fn is_of_float<V>(single: bool) -> bool {
    let name = core::any::type_name::<V>();
    name.starts_with("serde_core::de::impls::")
        && name.ends_with(match single {
            true => " for f32>::deserialize::PrimitiveVisitor",
            false => " for f64>::deserialize::PrimitiveVisitor",
        })
}
