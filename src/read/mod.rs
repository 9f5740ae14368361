//! The core parser: JSON values from the window of tokens, without serde.
//!
//! `Parser` is the engine of the public [`Reader`] and of serde's `Deserializer`. It is written once
//! over the token buffer; sources differ only in how they refill it. What it refuses it looks at again
//! with `position::Trace`, so that messages and positions are serde_json's, and the way that succeeds
//! pays nothing for them.

mod escape;
mod places;
pub(crate) mod position;
mod reader;
mod scalars;
mod skip;
mod string;

pub use self::reader::{Kind, Reader};
#[cfg(feature = "raw_value")]
pub use self::string::RawValue;
pub(crate) use self::string::{Span, unescape};
pub(crate) use crate::index::source::{Read, Reference};

use crate::error::{Error, ErrorCode, Result};
use crate::index::Tokens;
use crate::index::exact::is_in_numbers;
use crate::number::is_delimiter;
use alloc::vec::Vec;

/// How deep arrays and objects may nest, plus one.
pub(crate) const DEPTH: u8 = 128;

/// The parser: a source, its window of tokens, and a buffer for strings with escapes.
pub(crate) struct Parser<R> {
    pub(crate) source: R,
    pub(crate) tokens: Tokens,
    pub(crate) scratch: Vec<u8>,
    pub(crate) remaining_depth: u8,
    /// An error was given a place, whether or not it was handed on.
    pub(crate) erred: bool,
    /// Skipping at once has failed.
    careful: bool,
    /// No element of the innermost array was asked for yet.
    pub(crate) before_first: bool,
    /// Where a colon is missing behind a name, in the current bytes.
    missing_colon: Option<u32>,
    /// Depth has no limit.
    #[cfg(feature = "unbounded_depth")]
    pub(crate) unbounded: bool,
}

impl<R> Parser<R> {
    #[inline(always)]
    pub(crate) fn new(source: R) -> Self {
        Parser {
            source,
            tokens: Tokens::new(),
            scratch: Vec::new(),
            remaining_depth: DEPTH,
            erred: false,
            careful: false,
            before_first: false,
            missing_colon: None,
            #[cfg(feature = "unbounded_depth")]
            unbounded: false,
        }
    }
}

impl<'de, R: Read<'de>> Parser<R> {
    /// The kind of the next token, 0 at the end of input.
    #[inline(always)]
    pub(crate) fn peek(&mut self) -> u8 {
        match self.tokens.next_kind() {
            Some(kind) => kind,
            None => self.peek_slow(),
        }
    }

    #[cold]
    #[inline(never)]
    fn peek_slow(&mut self) -> u8 {
        self.refill(1);
        self.tokens.kind(0)
    }

    /// Makes `count` tokens known, or the end before them.
    #[inline(always)]
    pub(crate) fn need(&mut self, count: usize) {
        if !self.tokens.has(count) {
            self.refill(count);
        }
    }

    #[cold]
    #[inline(never)]
    fn refill(&mut self, count: usize) {
        self.source.refill(&mut self.tokens, count);
    }

    /// Whether the text before `end` may be followed by what is there. Where it may not, the rest of
    /// the scalar becomes a token of its own, as it is to serde_json.
    #[inline(always)]
    fn ends_scalar(&mut self, end: usize) {
        if R::EXACT {
            return;
        }
        match self.source.bytes().get(end) {
            Some(&byte) if !is_delimiter(byte) => self.split_scalar(end, byte),
            _ => {}
        }
    }

    /// As `ends_scalar`, for a number. A source that reads exactly takes all of it for one token; what a type leaves over
    /// is a token too.
    #[inline(always)]
    fn ends_number(&mut self, end: usize) {
        if !R::EXACT {
            return self.ends_scalar(end);
        }
        match self.source.bytes().get(end) {
            Some(&byte) if is_in_numbers(byte) && end < self.source.scanned() => {
                self.split_scalar(end, byte);
            }
            _ => {}
        }
    }

    #[cold]
    #[inline(never)]
    fn split_scalar(&mut self, end: usize, byte: u8) {
        if !self.tokens.has(2) || self.tokens.pos(1) != end {
            self.tokens.insert(1, end, byte);
        }
    }

    /// # Errors
    /// Anything but whitespace is left.
    #[inline]
    pub(crate) fn end(&mut self) -> Result<()> {
        match self.at_end()? {
            true => Ok(()),
            false => Err(self.peek_error(ErrorCode::TrailingCharacters)),
        }
    }

    /// Whether nothing but whitespace is left.
    ///
    /// # Errors
    /// The reader failed there.
    #[inline]
    pub(crate) fn at_end(&mut self) -> Result<bool> {
        if self.peek() != 0 || !self.tokens_ended() {
            return Ok(false);
        }
        match self.take_failure() {
            Some(error) => Err(error),
            None => Ok(true),
        }
    }

    /// The failure of the underlying reader, once; a source that reads exactly may be asked again.
    #[cold]
    pub(crate) fn take_failure(&mut self) -> Option<Error> {
        let failure = self.source.take_failure();
        if failure.is_some() {
            self.resume();
        }
        failure
    }

    /// Forgets that the input has ended, if it may go on.
    pub(crate) fn resume(&mut self) {
        if R::EXACT {
            self.source.resume();
            self.tokens.resume();
        }
    }

    /// Consumes the bracket of a container, one level deeper.
    ///
    /// # Errors
    /// That is too deep.
    #[inline(always)]
    pub(crate) fn enter(&mut self) -> Result<()> {
        if self.remaining_depth == 1 && !self.is_unbounded() {
            return Err(self.peek_error(ErrorCode::RecursionLimitExceeded));
        }
        self.remaining_depth = self.remaining_depth.wrapping_sub(1);
        self.tokens.advance(1);
        Ok(())
    }

    /// Back up from what `enter` entered.
    #[inline(always)]
    pub(crate) fn leave(&mut self) {
        self.remaining_depth = self.remaining_depth.wrapping_add(1);
    }

    #[inline(always)]
    fn is_unbounded(&self) -> bool {
        #[cfg(feature = "unbounded_depth")]
        return self.unbounded;
        #[cfg(not(feature = "unbounded_depth"))]
        false
    }

    // Whether another element or member follows. The bracket or comma before it is consumed here; the
    // fast path reads it together with what follows, the careful one step by step.

    /// Whether an element follows; `first`: the bracket is the last token consumed.
    ///
    /// # Errors
    /// Neither element nor end of the array follows.
    #[inline(always)]
    pub(crate) fn next_element(&mut self, first: bool) -> Result<bool> {
        if !R::EXACT
            && let Some([kind, next]) = self.tokens.next_kinds()
        {
            // One of these bits is set in each byte that a value may start with, and in neither `]` nor 0.
            const STARTS: u8 = !b']';
            match (kind, first) {
                (b']', _) => return Ok(false),
                (b',', false) if next & STARTS != 0 => {
                    self.tokens.advance(1);
                    return Ok(true);
                }
                (kind, true) if kind != 0 => return Ok(true),
                _ => {}
            }
        }
        self.next_element_slow(first)
    }

    #[cold]
    #[inline(never)]
    fn next_element_slow(&mut self, first: bool) -> Result<bool> {
        match self.peek() {
            b']' => Ok(false),
            0 if self.tokens_ended() => Err(self.peek_error(ErrorCode::EofWhileParsingList)),
            _ if first => Ok(true),
            b',' => {
                self.tokens.advance(1);
                match self.peek() {
                    b']' => Err(self.peek_error(ErrorCode::TrailingComma)),
                    0 if self.tokens_ended() => {
                        Err(self.peek_error(ErrorCode::EofWhileParsingValue))
                    }
                    _ => Ok(true),
                }
            }
            _ => Err(self.peek_error(ErrorCode::ExpectedListCommaOrEnd)),
        }
    }

    /// Whether a member follows: the next token is then the quote of its name.
    ///
    /// # Errors
    /// Neither member nor end of the object follows.
    #[inline(never)]
    pub(crate) fn next_member(&mut self, first: bool) -> Result<bool> {
        match self.peek() {
            b'}' => Ok(false),
            0 if self.tokens_ended() => Err(self.peek_error(ErrorCode::EofWhileParsingObject)),
            b'"' if first => Ok(true),
            _ if first => Err(self.peek_error(ErrorCode::KeyMustBeAString)),
            b',' => {
                self.tokens.advance(1);
                match self.peek() {
                    b'"' => Ok(true),
                    b'}' => Err(self.peek_error(ErrorCode::TrailingComma)),
                    0 if self.tokens_ended() => {
                        Err(self.peek_error(ErrorCode::EofWhileParsingValue))
                    }
                    _ => Err(self.peek_error(ErrorCode::KeyMustBeAString)),
                }
            }
            _ => Err(self.peek_error(ErrorCode::ExpectedObjectCommaOrEnd)),
        }
    }

    /// Consumes the colon.
    ///
    /// # Errors
    /// There is none.
    pub(crate) fn parse_colon(&mut self) -> Result<()> {
        match self.peek() {
            b':' => {
                self.tokens.advance(1);
                Ok(())
            }
            _ => Err(self.colon_error()),
        }
    }

    #[cold]
    fn colon_error(&mut self) -> Error {
        let code = match self.tokens.kind(0) {
            0 if self.tokens_ended() => ErrorCode::EofWhileParsingObject,
            _ => ErrorCode::ExpectedColon,
        };
        self.peek_error(code)
    }

    /// Consumes the colon behind a name that was read, or remembers that there is none.
    #[inline]
    pub(crate) fn take_colon(&mut self) {
        match self.peek() {
            b':' => self.tokens.advance(1),
            _ => self.missing_colon = Some(self.tokens.pos(0) as u32),
        }
    }

    /// Before a value is read that a member's visitor asks for.
    ///
    /// # Errors
    /// There was no colon behind the name.
    #[inline(always)]
    pub(crate) fn colon_was_there(&mut self) -> Result<()> {
        if R::EXACT {
            return self.parse_colon();
        }
        match self.missing_colon {
            Some(pos) => self.colon_is_missing(pos),
            None => Ok(()),
        }
    }

    /// Whether the kind 0 at hand is the end of input, not a NUL byte in it.
    #[inline]
    fn tokens_ended(&self) -> bool {
        self.tokens.pos(0) >= self.source.bytes().len()
    }

    /// Whether the end of input is next.
    pub(crate) fn is_end(&mut self) -> bool {
        self.peek() == 0 && self.tokens_ended()
    }

    /// Consumes the `]` of an array whose elements were all asked for.
    ///
    /// # Errors
    /// More elements follow, or no end.
    #[inline]
    pub(crate) fn end_array(&mut self) -> Result<()> {
        match self.peek() {
            b']' => {
                self.tokens.advance(1);
                Ok(())
            }
            _ => Err(self.end_array_error()),
        }
    }

    #[cold]
    #[inline(never)]
    fn end_array_error(&mut self) -> Error {
        let code = match self.peek() {
            b',' => {
                self.tokens.advance(1);
                match self.peek() {
                    b']' => ErrorCode::TrailingComma,
                    _ => ErrorCode::TrailingCharacters,
                }
            }
            0 if self.tokens_ended() => ErrorCode::EofWhileParsingList,
            _ => ErrorCode::TrailingCharacters,
        };
        self.peek_error(code)
    }

    /// Consumes the `}` of an object whose members were all asked for; `asked`: so was the value of the last name. Only
    /// then has serde_json taken its colon.
    ///
    /// # Errors
    /// More members follow, or no end.
    #[inline]
    pub(crate) fn end_object(&mut self, asked: bool) -> Result<()> {
        match self.peek() {
            // A visitor may leave when it has a name.
            b'}' if R::EXACT || asked || self.tokens.last_kind() != b':' => {
                self.tokens.advance(1);
                Ok(())
            }
            _ => Err(self.end_object_error(asked)),
        }
    }

    #[cold]
    #[inline(never)]
    fn end_object_error(&mut self, asked: bool) -> Error {
        self.gives_colon_back(asked);
        let code = match self.peek() {
            b',' => ErrorCode::TrailingComma,
            0 if self.tokens_ended() => ErrorCode::EofWhileParsingObject,
            _ => ErrorCode::TrailingCharacters,
        };
        self.peek_error(code)
    }
}
