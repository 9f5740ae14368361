//! Numbers and literals: the ways that most of them go, and all the rest out of line.

use super::Parser;
use crate::error::{Error, ErrorCode, Result};
use crate::index::source::Read;
use crate::number::{self, Parsed, is_delimiter};
use crate::read::position::Trace;

impl<'de, R: Read<'de>> Parser<R> {
    /// The number that is the next token, consumed, if it is an integer without sign up to where the token behind it stands:
    /// the commonest there is.
    #[inline(always)]
    pub(crate) fn plain_integer(&mut self) -> Option<u64> {
        self.plain(number::read_plain_integer)
    }

    /// The same of 128 bits, with a sign if it may be `signed`.
    #[inline]
    pub(crate) fn plain_wide(&mut self, signed: bool) -> Option<i128> {
        self.plain(|input, start, end| {
            let negative = signed && input.get(start) == Some(&b'-');
            let magnitude = number::read_plain_wide(input, start + usize::from(negative), end)?;
            // It has fewer than 127 bits.
            let magnitude = magnitude.cast_signed();
            Some(if negative { -magnitude } else { magnitude })
        })
    }

    /// The number that `read` finds between the places of two tokens, consumed.
    #[inline(always)]
    fn plain<T>(&mut self, read: impl FnOnce(&[u8], usize, usize) -> Option<T>) -> Option<T> {
        if R::EXACT {
            return None;
        }
        let [start, end] = self.tokens.next_places()?;
        let value = read(self.source.bytes(), start, end)?;
        self.tokens.advance(1);
        Some(value)
    }

    /// The number that starts with the next token, consumed, if it is one of the usual ones;
    /// [`Self::parse_number`] reads any, and finds out what is wrong.
    #[inline(always)]
    pub(crate) fn common_number(&mut self) -> Option<Parsed> {
        let (start, kind) = self.tokens.next()?;
        if kind == 0 {
            return None;
        }
        // Consumed before it is read, so that less is kept over the call.
        self.tokens.advance(1);
        let number = number::read_common(self.source.bytes(), start);
        if number.is_none() {
            self.tokens.step_back(1);
        }
        number
    }

    /// The same for floats; with `WHOLE`, integers are floats too.
    #[inline(always)]
    pub(crate) fn common_float<const SINGLE: bool, const WHOLE: bool>(&mut self) -> Option<f64> {
        let (start, kind) = self.tokens.next()?;
        if kind == 0 {
            return None;
        }
        let end = if R::EXACT { start } else { self.tokens.pos(1) };
        self.tokens.advance(1);
        let value = number::read_plain_float::<SINGLE, WHOLE>(self.source.bytes(), start, end);
        if value.is_nan() {
            self.tokens.step_back(1);
            return None;
        }
        Some(value)
    }

    /// The number that starts here.
    ///
    /// # Errors
    /// It is malformed or out of range.
    #[inline]
    pub(crate) fn parse_number<const SINGLE: bool>(&mut self) -> Result<Parsed> {
        let number = match SINGLE {
            true => self.common_float::<true, false>().map(Parsed::F64),
            false => self.plain(number::read_plain_number),
        };
        match number {
            Some(number) => Ok(number),
            None => self.parse_any_number::<SINGLE>(),
        }
    }

    #[inline(never)]
    fn parse_any_number<const SINGLE: bool>(&mut self) -> Result<Parsed> {
        if !SINGLE && let Some(number) = self.common_number() {
            return Ok(number);
        }
        let start = self.tokens.pos(0);
        if let Some((number, len)) =
            self.source.bytes().get(start..).and_then(number::read::<SINGLE>)
        {
            self.ends_number(start + len);
            self.tokens.advance(1);
            return Ok(number);
        }
        Err(self.number_error())
    }

    /// The grammar and length of the number that starts here; consumes it.
    ///
    /// # Errors
    /// It is malformed.
    #[inline]
    pub(crate) fn parse_number_text(&mut self) -> Result<(usize, usize)> {
        let start = self.tokens.pos(0);
        if let Some(len) = number::scan(self.source.bytes(), start) {
            self.ends_number(start + len);
            self.tokens.advance(1);
            return Ok((start, start + len));
        }
        Err(self.number_error())
    }

    #[cold]
    #[inline(never)]
    fn number_error(&mut self) -> Error {
        let start = self.tokens.pos(0);
        let mut byte_at = |pos| self.source.byte_at(pos);
        let fault = Trace::new(&mut byte_at, start, R::COUNTS_PEEKED).number();
        // All of it was read: who does not mind goes on behind it.
        let whole = matches!(fault.0, ErrorCode::NumberOutOfRange);
        let error = self.fault(fault);
        self.tokens.advance(usize::from(whole));
        error
    }

    /// A 128-bit integer's digits, sign included, as serde_json reads them: whatever starts here.
    ///
    /// # Errors
    /// No integer starts here, or it has a leading zero.
    pub(crate) fn parse_integer128(&mut self, signed: bool) -> Result<(usize, usize)> {
        let kind = self.peek();
        if kind == 0 && self.tokens_ended() {
            return Err(self.peek_error(ErrorCode::EofWhileParsingValue));
        }
        if kind == b'-' && !signed {
            return Err(self.peek_error(ErrorCode::NumberOutOfRange));
        }
        let start = self.tokens.pos(0);
        let digits = start + usize::from(kind == b'-');
        let mut byte_at = |pos| self.source.byte_at(pos);
        match Trace::new(&mut byte_at, digits, R::COUNTS_PEEKED).integer128() {
            Ok(end) => {
                self.ends_number(end);
                self.tokens.advance(1);
                Ok((start, end))
            }
            Err(fault) => Err(self.fault(fault)),
        }
    }

    /// Consumes the literal `word` if it is the next token, and the byte behind it is known and ends it.
    #[inline(always)]
    pub(crate) fn common_literal(&mut self, word: &'static [u8]) -> bool {
        let Some((start, kind)) = self.tokens.next() else { return false };
        if R::EXACT || kind != word[0] {
            return false;
        }
        let bytes = self.source.bytes();
        let found = match bytes.get(start..start + word.len() + 1) {
            Some([found @ .., next]) => found == word && is_delimiter(*next),
            _ => false,
        };
        if found {
            self.tokens.advance(1);
        }
        found
    }

    /// The truth value that is next, consumed, if it is far enough from the input's end and what follows ends it.
    #[inline(always)]
    pub(crate) fn common_bool(&mut self) -> Option<bool> {
        const WORDS: [u64; 2] =
            [u64::from_le_bytes(*b"false\0\0\0"), u64::from_le_bytes(*b"true\0\0\0\0")];
        if R::EXACT {
            return None;
        }
        let (start, kind) = self.tokens.next()?;
        let text = u64::from_le_bytes(*self.source.bytes().get(start..)?.first_chunk()?);
        // Which of the two it is cannot be foreseen, so nothing branches on that.
        let value = kind == b't';
        let length = 5 - u32::from(value);
        let others = (text ^ WORDS[usize::from(value)]) << (64 - 8 * length);
        if others != 0 || !is_delimiter((text >> (8 * length)) as u8) {
            return None;
        }
        self.tokens.advance(1);
        Some(value)
    }

    /// Consumes a `null` if one is next.
    ///
    /// # Errors
    /// The letters behind an `n` are others.
    #[inline(always)]
    pub(crate) fn next_null(&mut self) -> Result<bool> {
        if self.common_literal(b"null") {
            return Ok(true);
        }
        match self.tokens.next_kind() {
            Some(kind) if kind != b'n' => Ok(false),
            _ => self.rare_null(),
        }
    }

    /// The same at the end of what is known of the input, or an error.
    #[cold]
    #[inline(never)]
    fn rare_null(&mut self) -> Result<bool> {
        match self.peek() {
            b'n' => self.parse_literal(b"null").map(|()| true),
            _ => Ok(false),
        }
    }

    /// Consumes the literal `word`, whose first letter the next token has.
    ///
    /// # Errors
    /// The letters are others.
    #[inline(always)]
    pub(crate) fn parse_literal(&mut self, word: &'static [u8]) -> Result<()> {
        let start = self.tokens.pos(0);
        let end = start + word.len();
        if self.source.bytes().get(start..end) == Some(word) {
            self.ends_scalar(end);
            self.tokens.advance(1);
            return Ok(());
        }
        Err(self.literal_error(word))
    }

    /// The boolean that starts here with `first`, `t` or `f`.
    ///
    /// # Errors
    /// The letters are others.
    #[inline(always)]
    pub(crate) fn parse_bool(&mut self, first: u8) -> Result<bool> {
        match first {
            b't' => self.parse_literal(b"true").map(|()| true),
            _ => self.parse_literal(b"false").map(|()| false),
        }
    }

    #[cold]
    #[inline(never)]
    fn literal_error(&mut self, word: &'static [u8]) -> Error {
        let start = self.tokens.pos(0);
        let mut byte_at = |pos| self.source.byte_at(pos);
        match Trace::new(&mut byte_at, start, R::COUNTS_PEEKED).literal(word) {
            Err(fault) => self.fault(fault),
            Ok(()) => self.peek_error(ErrorCode::ExpectedSomeIdent),
        }
    }
}
