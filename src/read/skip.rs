//! Skipping a value: its grammar is checked as serde_json checks it, and nothing is built.
//!
//! Runs over the kinds of the tokens; bytes are touched for numbers, literals and strings with escapes
//! only. Nesting is a stack of bits, so that depth costs no call and has no limit: one word for the
//! innermost 63 levels, a heap buffer for the rest.
//!
//! A whole document goes faster: what is mostly numbers and literals is left to `simd::skip`, of all else `simd::check` looks
//! at 64 kinds at once. Both take it in one go or not at all; then, and for errors, it is gone through token by token.

use super::Parser;
use super::escape::escapes_exist;
use crate::error::{ErrorCode, Result};
use crate::index::Lead;
use crate::index::source::Read;
use crate::number;
use crate::read::position::Trace;
use crate::simd;
use alloc::vec::Vec;

/// No array or object.
const NOTHING_OPEN: u64 = 1;

/// The shortest text that samples say anything of.
const SAMPLED: usize = 320;

/// The shortest text whose literals are looked for, too.
const LONG: usize = 4096;

/// Whether most of a text's tokens are numbers and literals, by four samples of it: more than a quarter of their bytes are
/// digits, or there are commas and no strings.
fn mostly_scalars(bytes: &[u8]) -> bool {
    let step = bytes.len() / 4;
    let sample = |i| bytes.get(i * step + step / 2..).and_then(<[_]>::first_chunk);
    let digits = |i| u64::from(sample(i).map_or(0, simd::digit_mask16)) << (16 * i);
    (digits(0) | digits(1) | digits(2) | digits(3)).count_ones() > 17
        || bytes.len() >= LONG && (0..4).filter_map(sample).all(has_literals)
}

/// Whether this looks like a piece of an array of literals.
fn has_literals(sample: &[u8; 16]) -> bool {
    simd::escape_mask16(sample) == 0 && sample.iter().filter(|&&byte| byte == b',').count() > 1
}

/// Which containers are open: one bit a level, 1 for an object, the innermost lowest.
pub(super) struct Nesting {
    /// The innermost levels below a leading 1.
    bits: u64,
    outer: Vec<u64>,
}

impl Nesting {
    pub(super) fn new() -> Self {
        Nesting { bits: 1, outer: Vec::new() }
    }

    #[inline(always)]
    pub(super) fn push(&mut self, object: bool) {
        if self.bits >> 63 != 0 {
            self.spill();
        }
        self.bits = self.bits << 1 | u64::from(object);
    }

    #[cold]
    fn spill(&mut self) {
        self.outer.push(self.bits);
        self.bits = 1;
    }

    /// Leaves the innermost container; false if none is left.
    #[inline(always)]
    pub(super) fn pop(&mut self) -> bool {
        self.bits >>= 1;
        if self.bits == 1 { self.fetch() } else { true }
    }

    /// The levels of the word are used up: takes the next word, if there is one.
    #[cold]
    #[inline(never)]
    fn fetch(&mut self) -> bool {
        match self.outer.pop() {
            Some(bits) => {
                self.bits = bits;
                true
            }
            None => false,
        }
    }

    #[inline(always)]
    pub(super) fn in_object(&self) -> bool {
        self.bits & 1 != 0
    }

    /// What is open, for `simd::skip`; nothing where that is too much.
    #[inline(always)]
    fn word(&self) -> u64 {
        if self.outer.is_empty() { self.bits } else { NOTHING_OPEN }
    }

    /// Whether no container is open.
    #[inline(always)]
    pub(super) fn is_empty(&self) -> bool {
        self.bits == 1
    }
}

impl<'de, R: Read<'de>> Parser<R> {
    /// Skips the value that starts with the next token.
    ///
    /// # Errors
    /// It is not JSON. Numbers out of range, lone surrogates and bytes that are not UTF-8 are skipped.
    #[inline]
    pub(crate) fn skip(&mut self) -> Result<()> {
        let sampled = !R::EXACT && self.source.bytes().len() >= SAMPLED;
        match sampled && self.source.is_fresh() && self.skip_document() {
            true => Ok(()),
            false => self.skip_tokens(),
        }
    }

    /// The same, token by token. A function of its own, with the registers for itself.
    #[inline(never)]
    fn skip_tokens(&mut self) -> Result<()> {
        let mut nesting = Nesting::new();
        loop {
            // A value starts here.
            match self.peek() {
                b'"' => self.skip_string()?,
                b'{' => {
                    self.tokens.advance(1);
                    nesting.push(true);
                    if self.skip_name(true)? {
                        continue;
                    }
                    if !nesting.pop() {
                        return Ok(());
                    }
                }
                b'[' => {
                    self.tokens.advance(1);
                    nesting.push(false);
                    match self.peek() {
                        b']' => {
                            self.tokens.advance(1);
                            if !nesting.pop() {
                                return Ok(());
                            }
                        }
                        0 if self.tokens_ended() => {
                            return Err(self.peek_error(ErrorCode::EofWhileParsingList));
                        }
                        _ => continue,
                    }
                }
                b'-' | b'0'..=b'9' if nesting.in_object() => self.skip_number()?,
                b'-' | b'0'..=b'9' => {
                    if self.skip_numbers(&nesting)? {
                        return Ok(());
                    }
                }
                b't' => self.parse_literal(b"true")?,
                b'f' => self.parse_literal(b"false")?,
                b'n' => self.parse_literal(b"null")?,
                _ => return Err(self.value_error()),
            }
            if nesting.is_empty() {
                return Ok(());
            }
            // A value ended here: the next one, or the ends of containers.
            loop {
                let more =
                    if nesting.in_object() { self.skip_name(false)? } else { self.skip_comma()? };
                if more {
                    break;
                }
                if !nesting.pop() {
                    return Ok(());
                }
            }
        }
    }

    /// Skips the array or object that the input starts with, if all of it is right.
    #[inline(never)]
    fn skip_document(&mut self) -> bool {
        let bytes = self.source.bytes();
        if !mostly_scalars(bytes) {
            return self.skip_chunks();
        }
        match bytes.iter().position(|byte| !b" \t\n\r".contains(byte)) {
            Some(start) if matches!(bytes[start], b'{' | b'[') => {
                self.skip_at_once(start, NOTHING_OPEN)
            }
            _ => false,
        }
    }

    /// Skips the array or object that the input starts with by the kinds of its tokens, a chunk at a time. If something is not
    /// right, its start is next again, and nothing is skipped at once any more.
    fn skip_chunks(&mut self) -> bool {
        // Fewer are gone through before all is ready.
        if !matches!(self.peek(), b'{' | b'[') || !self.tokens.has(simd::CHUNK) {
            return false;
        }
        let mut grammar = simd::Grammar::new(NOTHING_OPEN);
        let mut masks = [simd::ScalarMasks::default(); simd::CHUNKS];
        let mut moved = false;
        loop {
            self.need(simd::CHUNK);
            let (pos, kinds) = self.tokens.known();
            let count = match kinds.len() {
                // All that there is.
                count @ ..simd::CHUNK => count,
                count => count - count % simd::CHUNK,
            };
            let Some(end) = simd::check(&mut grammar, &kinds[..count], &mut masks) else { break };
            let count = end.map_or(count, |end| end + 1);
            if !scalars_are_right(self.source.bytes(), &pos[..count], &kinds[..count], &masks) {
                break;
            }
            self.tokens.advance(count);
            moved = true;
            if end.is_some() {
                return true;
            }
        }
        self.careful = true;
        if moved {
            self.source.rewind(&mut self.tokens);
        }
        false
    }

    /// Skips the value at `start` and all that is `open` around it, if all of it is right. If not, which is an error or
    /// nested very deep, that is not tried a second time: the text in between would be looked at again and again.
    #[inline(never)]
    fn skip_at_once(&mut self, start: usize, open: u64) -> bool {
        if self.careful {
            return false;
        }
        let skipped = self.source.skip(&mut self.tokens, start, open);
        self.careful = !skipped;
        skipped
    }

    /// After an element: true with its comma consumed if another follows, false with the bracket.
    #[inline(always)]
    fn skip_comma(&mut self) -> Result<bool> {
        match self.peek() {
            b',' => {
                self.tokens.advance(1);
                Ok(true)
            }
            b']' => {
                self.tokens.advance(1);
                Ok(false)
            }
            0 if self.tokens_ended() => Err(self.peek_error(ErrorCode::EofWhileParsingList)),
            _ => Err(self.peek_error(ErrorCode::ExpectedListCommaOrEnd)),
        }
    }

    /// Before a member: true with its name and colon consumed, false with the object's end.
    #[inline(always)]
    fn skip_name(&mut self, first: bool) -> Result<bool> {
        let lead = Lead::new(first);
        if !R::EXACT && self.tokens.plain_name(lead).is_some() {
            self.tokens.advance(lead.length());
            return Ok(true);
        }
        self.skip_name_slow(first)
    }

    #[inline(never)]
    fn skip_name_slow(&mut self, first: bool) -> Result<bool> {
        match self.peek() {
            b'}' => {
                self.tokens.advance(1);
                return Ok(false);
            }
            0 if self.tokens_ended() => {
                return Err(self.peek_error(ErrorCode::EofWhileParsingObject));
            }
            b',' if !first => self.tokens.advance(1),
            _ if first => {}
            _ => return Err(self.peek_error(ErrorCode::ExpectedObjectCommaOrEnd)),
        }
        match self.peek() {
            b'"' => self.skip_string()?,
            0 if self.tokens_ended() => {
                return Err(self.peek_error(ErrorCode::EofWhileParsingObject));
            }
            _ => return Err(self.peek_error(ErrorCode::KeyMustBeAString)),
        }
        self.parse_colon()?;
        Ok(true)
    }

    #[inline(always)]
    fn skip_string(&mut self) -> Result<()> {
        if self.tokens.kind(1) == b'"' {
            self.tokens.advance(2);
            return Ok(());
        }
        self.skip_string_slow()
    }

    #[inline(never)]
    fn skip_string_slow(&mut self) -> Result<()> {
        self.need(2);
        let (start, end) = (self.tokens.pos(0) + 1, self.tokens.pos(1));
        let sound = match self.tokens.kind(1) {
            b'"' | simd::MARKED => true,
            simd::SUSPECT => escapes_exist(&self.source.bytes()[start..end]),
            _ => false,
        };
        if !sound {
            let mut byte_at = |pos| self.source.byte_at(pos);
            let checked = Trace::new(&mut byte_at, start, R::COUNTS_PEEKED).skip_string();
            if let Err(fault) = checked {
                return Err(self.fault(fault));
            }
        }
        self.tokens.advance(2);
        Ok(())
    }

    /// Skips the number that starts here, and if it is one of many in an array, those that follow it up to the
    /// last whose comma is not known to have a number behind it. (For pairs that would be a call in vain.) True if all that
    /// is open was skipped.
    #[inline(always)]
    fn skip_numbers(&mut self, nesting: &Nesting) -> Result<bool> {
        if !R::EXACT
            && self.tokens.kind(3) == b','
            && starts_number(self.tokens.kind(4))
            && self.skip_decimals(nesting.word())
        {
            return Ok(true);
        }
        self.skip_number().map(|()| false)
    }

    /// Skips those numbers; where they go on behind the window, all that is open, if that can be. True if it was.
    #[inline(never)]
    fn skip_decimals(&mut self, open: u64) -> bool {
        let (pos, kinds) = self.tokens.known();
        let count = count_decimals(self.source.bytes(), pos, kinds);
        self.tokens.advance(2 * count);
        if count < MANY || self.tokens.has(4) || open == NOTHING_OPEN {
            return false;
        }
        self.skip_at_once(self.tokens.pos(0), open)
    }

    #[inline(always)]
    fn skip_number(&mut self) -> Result<()> {
        let start = self.tokens.pos(0);
        match number::scan(self.source.bytes(), start) {
            Some(len) => {
                self.ends_number(start + len);
                self.tokens.advance(1);
                Ok(())
            }
            None => Err(self.skip_number_error()),
        }
    }

    #[cold]
    #[inline(never)]
    fn skip_number_error(&mut self) -> crate::Error {
        let start = self.tokens.pos(0);
        let mut byte_at = |pos| self.source.byte_at(pos);
        match Trace::new(&mut byte_at, start, R::COUNTS_PEEKED).skip_number() {
            Err(fault) => self.fault(fault),
            Ok(()) => self.peek_error(ErrorCode::InvalidNumber),
        }
    }
}

/// Whether what the `masks` have of these tokens are numbers and literals.
fn scalars_are_right(bytes: &[u8], pos: &[u32], kinds: &[u8], masks: &[simd::ScalarMasks]) -> bool {
    let chunks = pos.chunks(simd::CHUNK).zip(kinds.chunks(simd::CHUNK));
    for ((pos, kinds), masks) in chunks.zip(masks) {
        // One after the other: which of both comes next is hard to foresee. (Gathered over all chunks first, so that the
        // ends of these loops are foreseen too: a tenth slower.)
        let mut left = masks.literals;
        while left != 0 {
            let start = pos[left.trailing_zeros() as usize] as usize;
            left &= left - 1;
            if !is_literal(bytes, start) {
                return false;
            }
        }
        let mut left = masks.numbers;
        while left != 0 {
            let at = left.trailing_zeros() as usize;
            left &= left - 1;
            let start = pos[at] as usize;
            let end = match starts_number(kinds[at]) {
                true => number::scan(bytes, start).map(|length| start + length),
                false => None,
            };
            if !end.is_some_and(|end| is_delimited(bytes, end)) {
                return false;
            }
        }
    }
    true
}

/// Whether what ends before this place may end there. Not at the end of the input: what is around it has no end then.
#[inline(always)]
fn is_delimited(bytes: &[u8], end: usize) -> bool {
    bytes.get(end).is_some_and(|&byte| number::is_delimiter(byte))
}

/// Whether a literal starts at `start` and ends where it should.
#[inline(always)]
fn is_literal(bytes: &[u8], start: usize) -> bool {
    const fn word(text: &[u8; 8]) -> u64 {
        u64::from_le_bytes(*text)
    }
    let Some(rest) = bytes.get(start..) else { return false };
    let Some(text) = rest.first_chunk() else {
        let literals: [&[u8]; 3] = [b"true", b"false", b"null"];
        return literals
            .iter()
            .any(|text| rest.starts_with(text) && is_delimited(rest, text.len()));
    };
    let text = word(text);
    let (literal, length) = match text as u8 {
        b't' => (word(b"true\0\0\0\0"), 4),
        b'f' => (word(b"false\0\0\0"), 5),
        _ => (word(b"null\0\0\0\0"), 4),
    };
    (text ^ literal) << (64 - 8 * length) == 0 && number::is_delimiter((text >> (8 * length)) as u8)
}

/// So many numbers in a row, up to the end of the window, and most of what follows is taken for numbers.
const MANY: usize = 16;

#[inline(always)]
fn starts_number(kind: u8) -> bool {
    kind == b'-' || kind.is_ascii_digit()
}

/// How many decimal numbers, each with a comma and a number behind it, the tokens begin with. A loop of its own
/// over the window's slices: where it has come to is in a register then, not in memory from one token to the
/// next, and the registers are its own.
#[inline(always)]
fn count_decimals(bytes: &[u8], pos: &[u32], kinds: &[u8]) -> usize {
    let mut count = 0;
    let (pos, kinds) = (pos.as_chunks::<2>().0, kinds.as_chunks::<2>().0);
    let all = pos.iter().zip(kinds.windows(2));
    for (&[start, next], pair) in all {
        let &[[first, end], [after, _]] = pair else { break };
        let (start, next) = (start as usize, next as usize);
        // What ends where a token starts is delimited by it.
        let Some(window) = bytes.get(start..).and_then(<[_]>::first_chunk) else { break };
        if !number::is_decimal(window, first, next - start) || end != b',' || !starts_number(after)
        {
            break;
        }
        count += 1;
    }
    count
}
