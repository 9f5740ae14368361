//! The name of an object's member as a deserializer: text, or a number or boolean in quotes.

use super::Deserializer;
use super::value_key::PlainName;
use crate::error::{Error, ErrorCode, Result};
use crate::index::source::Read;
use crate::number::{self, Parsed};
use crate::read::position::Trace;
use crate::read::{Parser, Reference, Span};
use crate::value::{NAME_TOKEN, RAW_TOKEN};
use core::str;
use serde_core::de::{self, Unexpected, Visitor};
use serde_core::forward_to_deserialize_any;

/// A member's name.
pub(super) struct Key<'a, R> {
    pub(super) de: &'a mut Deserializer<R>,
    /// The name's bytes if the fast path consumed it and its colon; else its quote is the next token.
    pub(super) plain: Option<Span>,
}

/// A 128-bit integer; `None` if it has more bits.
pub(super) fn integer128<'de, R: Read<'de>, T: str::FromStr + TryFrom<i128>>(
    parser: &mut Parser<R>,
    signed: bool,
) -> Result<Option<T>> {
    if let Some(value) = parser.plain_wide(signed) {
        return Ok(value.try_into().ok());
    }
    let (start, end) = parser.parse_integer128(signed)?;
    Ok(str::from_utf8(&parser.source.bytes()[start..end]).ok().and_then(|text| text.parse().ok()))
}

impl<'de, R: Read<'de>> Key<'_, R> {
    /// Where the name's content starts; its end too if it is known.
    fn content(&mut self) -> usize {
        match self.plain {
            Some(span) => span.start(),
            None => {
                // The closing quote must be known, or that there is none.
                self.de.parser.need(2);
                self.de.parser.tokens.pos(0) + 1
            }
        }
    }

    /// Consumes a name of which `end` is where a number ended, if that is its end.
    fn finish(self, end: usize) -> Result<()> {
        let parser = &mut self.de.parser;
        if parser.source.bytes().get(end) != Some(&b'"') {
            let index = (end + 1).min(parser.source.bytes().len());
            return Err(parser.fault((ErrorCode::ExpectedDoubleQuote, index)));
        }
        if self.plain.is_none() {
            parser.tokens.advance(2);
        }
        Ok(())
    }

    /// The content must start a number.
    fn numeric(&mut self, start: usize) -> Result<()> {
        let parser = &mut self.de.parser;
        match parser.source.bytes().get(start) {
            Some(b'0'..=b'9' | b'-') => Ok(()),
            byte => {
                let index = start + usize::from(R::COUNTS_PEEKED && byte.is_some());
                Err(parser.fault((ErrorCode::ExpectedNumericKey, index)))
            }
        }
    }

    fn number<const SINGLE: bool, V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value> {
        let start = self.content();
        self.numeric(start)?;
        let parser = &mut self.de.parser;
        let Some((number, len)) = number::read::<SINGLE>(&parser.source.bytes()[start..]) else {
            let mut byte_at = |pos| parser.source.byte_at(pos);
            let fault = Trace::new(&mut byte_at, start, R::COUNTS_PEEKED).number();
            return Err(parser.fault(fault));
        };
        let value = match number {
            Parsed::U64(value) => visitor.visit_u64(value),
            Parsed::I64(value) => visitor.visit_i64(value),
            Parsed::F64(value) => visitor.visit_f64(value),
        };
        let value = self.placed(value, start + len)?;
        self.finish(start + len)?;
        Ok(value)
    }

    fn integer128<T: str::FromStr, V: Visitor<'de>>(
        mut self,
        signed: bool,
        visit: impl FnOnce(T) -> Result<V::Value>,
    ) -> Result<V::Value> {
        let start = self.content();
        self.numeric(start)?;
        let parser = &mut self.de.parser;
        let minus = parser.source.bytes()[start] == b'-';
        if minus && !signed {
            return Err(parser.fault((ErrorCode::NumberOutOfRange, start + 1)));
        }
        let digits = start + usize::from(minus);
        let mut byte_at = |pos| parser.source.byte_at(pos);
        let end = match Trace::new(&mut byte_at, digits, R::COUNTS_PEEKED).integer128() {
            Ok(end) => end,
            Err(fault) => return Err(parser.fault(fault)),
        };
        let digits = str::from_utf8(&parser.source.bytes()[start..end]).ok();
        let value = match digits.and_then(|digits| digits.parse().ok()) {
            Some(value) => visit(value),
            None => Err(Error::code(ErrorCode::NumberOutOfRange)),
        };
        let value = self.placed(value, end)?;
        self.finish(end)?;
        Ok(value)
    }

    /// Places an error behind the number that ended at `end`, where one byte more was looked at.
    fn placed<T>(&mut self, result: Result<T>, end: usize) -> Result<T> {
        result.map_err(
            #[cold]
            |error| {
                let parser = &mut self.de.parser;
                let more = R::COUNTS_PEEKED && end < parser.source.bytes().len();
                parser.fix_at(error, end + usize::from(more))
            },
        )
    }

    /// A name that is neither `true` nor `false`, as serde_json comes to say so: it has taken the first
    /// byte when it finds that out.
    #[cold]
    #[inline(never)]
    fn not_boolean(mut self, expected: &dyn de::Expected) -> Error {
        let start = self.content();
        let parser = &mut self.de.parser;
        let word: &[u8] = match parser.source.bytes().get(start) {
            Some(b't') => b"true\"",
            Some(b'f') => b"false\"",
            Some(_) => b"",
            None => return parser.fault((ErrorCode::EofWhileParsingValue, start)),
        };
        let mut byte_at = |pos| parser.source.byte_at(pos);
        let mut trace = Trace::new(&mut byte_at, start, R::COUNTS_PEEKED);
        if !word.is_empty() {
            return match trace.literal(word) {
                Err(fault) => parser.fault(fault),
                Ok(()) => parser.fault((ErrorCode::ExpectedSomeIdent, start)),
            };
        }
        trace.index = start + 1;
        if let Err(fault) = trace.string(true) {
            return parser.fault(fault);
        }
        let end = trace.index;
        let mut text = alloc::vec::Vec::new();
        crate::read::unescape(parser.source.bytes(), start + 1, end - 1, &mut text);
        match str::from_utf8(&text) {
            Ok(text) => {
                let error = de::Error::invalid_type(Unexpected::Str(text), expected);
                parser.fix_at(error, end)
            }
            // The first byte of a character may be the one that was taken.
            Err(error) => parser.utf8_error(end - 1, text.len() - error.valid_up_to()),
        }
    }

    /// Gives a name that the fast path consumed back, reads it as a value, and takes its colon again.
    #[cold]
    fn read_value<T>(self, read: impl FnOnce(&mut Deserializer<R>) -> Result<T>) -> Result<T> {
        if self.plain.is_none() {
            return read(self.de);
        }
        // Quote, quote, colon: just consumed, so still in the window.
        self.de.parser.tokens.step_back(3);
        let value = read(self.de)?;
        self.de.parser.parse_colon()?;
        Ok(value)
    }
}

impl<'de, R: Read<'de>> de::Deserializer<'de> for Key<'_, R> {
    type Error = Error;

    #[inline]
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        let text = match self.plain {
            Some(span) => self.de.parser.valid_str(span),
            None => self.de.parser.parse_str()?,
        };
        match text {
            Reference::Borrowed(text) => visitor.visit_borrowed_str(text),
            Reference::Copied(text) => visitor.visit_str(text),
        }
    }

    fn deserialize_i8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.number::<false, V>(visitor)
    }

    fn deserialize_i16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.number::<false, V>(visitor)
    }

    fn deserialize_i32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.number::<false, V>(visitor)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.number::<false, V>(visitor)
    }

    fn deserialize_u8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.number::<false, V>(visitor)
    }

    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.number::<false, V>(visitor)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.number::<false, V>(visitor)
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.number::<false, V>(visitor)
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.number::<true, V>(visitor)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.number::<false, V>(visitor)
    }

    fn deserialize_i128<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.integer128::<i128, V>(true, |value| visitor.visit_i128(value))
    }

    fn deserialize_u128<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.integer128::<u128, V>(false, |value| visitor.visit_u128(value))
    }

    fn deserialize_bool<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value> {
        let start = self.content();
        let rest = self.de.parser.source.bytes().get(start..).unwrap_or_default();
        let (value, end) = if rest.starts_with(b"true\"") {
            (visitor.visit_bool(true), start + 5)
        } else if rest.starts_with(b"false\"") {
            (visitor.visit_bool(false), start + 6)
        } else {
            return Err(self.not_boolean(&visitor));
        };
        if self.plain.is_none() {
            self.de.parser.tokens.advance(2);
        }
        value.map_err(
            #[cold]
            |error| self.de.parser.fix_at(error, end),
        )
    }

    #[inline]
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        // A name is never null.
        visitor.visit_some(self)
    }

    #[inline]
    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value> {
        if name == RAW_TOKEN {
            return self.read_value(|de| de.raw(visitor));
        }
        if name == NAME_TOKEN {
            return self.deserialize_str(PlainName(visitor));
        }
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        self.read_value(|de| de.deserialize_enum(name, variants, visitor))
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.read_value(|de| de.deserialize_bytes(visitor))
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.read_value(|de| de.deserialize_bytes(visitor))
    }

    forward_to_deserialize_any! {
        char str string unit unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}
