//! Where bytes come from: a slice, a `str`, a reader; and the one trait that the parser knows of them.

use super::Tokens;
use super::exact::{State, Step};
use crate::error::{Error, ErrorCode};

/// Bytes or text that live as long as the input, or only until the parser goes on.
pub enum Reference<'de, 's, T: ?Sized + 'static> {
    /// Part of the input itself.
    Borrowed(&'de T),
    /// Part of a buffer that the next read overwrites.
    Copied(&'s T),
}

impl<T: ?Sized> core::ops::Deref for Reference<'_, '_, T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        match self {
            Reference::Borrowed(t) | Reference::Copied(t) => t,
        }
    }
}

pub mod private {
    pub trait Sealed {}
}

/// A place in the input, as serde_json counts: lines from 1, columns in bytes since the newline.
#[derive(Clone, Copy)]
pub struct Place {
    pub(crate) line: usize,
    pub(crate) column: usize,
    pub(crate) offset: usize,
}

impl Place {
    /// The place after `bytes` where they follow `self`.
    pub(crate) fn after(self, bytes: &[u8]) -> Place {
        // Counted in bytes, which vectors do sixteen at a time; a chunk is too short to overflow one.
        let count = |chunk: &[u8]| chunk.iter().map(|&b| u8::from(b == b'\n')).sum::<u8>();
        let newlines = bytes.chunks(240).map(|chunk| usize::from(count(chunk))).sum::<usize>();
        let column = match newlines {
            0 => self.column + bytes.len(),
            _ => bytes.iter().rev().take_while(|&&b| b != b'\n').count(),
        };
        Place { line: self.line + newlines, column, offset: self.offset + bytes.len() }
    }
}

pub(crate) const START: Place = Place { line: 1, column: 0, offset: 0 };

/// A source of JSON text for [`Deserializer`](crate::de::Deserializer).
///
/// Sealed: implemented for [`SliceRead`], [`StrRead`], `IoRead` and mutable references to them.
pub trait Read<'de>: private::Sealed {
    /// Never ask this source for a token that the grammar does not need yet.
    #[doc(hidden)]
    const EXACT: bool;

    /// Errors count a byte that was looked at as read (serde_json's `IoRead` does).
    #[doc(hidden)]
    const COUNTS_PEEKED: bool;

    /// The bytes that token positions refer to.
    #[doc(hidden)]
    fn bytes(&self) -> &[u8];

    /// Gets at least `need` tokens from the next one on, or ends them.
    #[doc(hidden)]
    fn refill(&mut self, tokens: &mut Tokens, need: usize);

    /// As `refill`, but asks for no byte that the next `need` tokens do not need.
    #[doc(hidden)]
    fn refill_exact(&mut self, tokens: &mut Tokens, need: usize);

    /// Whether nothing was read yet.
    #[doc(hidden)]
    fn is_fresh(&self) -> bool {
        false
    }

    /// Goes back to the start. Only for a source that was fresh once.
    #[doc(hidden)]
    fn rewind(&mut self, tokens: &mut Tokens) {
        let _ = tokens;
    }

    /// Skips the value at `pos` and all that is `open` around it (see `simd::skip`), and lets go of all tokens before its
    /// end. If it is not what it should be, or the source cannot do this, nothing has happened.
    #[doc(hidden)]
    fn skip(&mut self, tokens: &mut Tokens, pos: usize, open: u64) -> bool {
        let _ = (tokens, pos, open);
        false
    }

    /// Part of the current bytes.
    #[doc(hidden)]
    fn lend<'s>(&'s self, start: usize, end: usize) -> Reference<'de, 's, [u8]>;

    /// Whether all bytes seen so far are known to be UTF-8.
    #[doc(hidden)]
    fn is_utf8(&mut self) -> bool;

    /// Where the current bytes start.
    #[doc(hidden)]
    fn origin(&self) -> Place;

    /// The offset in the input after the last byte that was consumed, where the parser consumed up to
    /// `consumed` of the current bytes.
    #[doc(hidden)]
    fn byte_offset(&self, consumed: usize) -> usize {
        self.origin().offset + consumed
    }

    /// How many of the current bytes were looked at for tokens, if they are one by one.
    #[doc(hidden)]
    fn scanned(&self) -> usize {
        usize::MAX
    }

    /// An end of the input is not the last one: the source may be asked again.
    #[doc(hidden)]
    fn resume(&mut self) {}

    /// The byte at `pos`, read if need be; no byte behind it is asked for.
    #[doc(hidden)]
    fn byte_at(&mut self, pos: usize) -> Option<u8> {
        self.bytes().get(pos).copied()
    }

    /// Keeps the bytes from `pos` on until `take_held`.
    #[doc(hidden)]
    fn hold(&mut self, pos: usize);

    /// The bytes from where `hold` said to `end`, and where they start in the current bytes.
    #[doc(hidden)]
    fn held(&self, end: usize) -> (&[u8], usize);

    /// The bytes from where `hold` said to `end`.
    #[doc(hidden)]
    fn take_held(&mut self, end: usize) -> Reference<'de, '_, [u8]>;

    /// The failure of the underlying reader, once.
    #[doc(hidden)]
    fn take_failure(&mut self) -> Option<Error> {
        None
    }
}

/// What is known of a slice's encoding.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Utf8 {
    // Not 0: the compiler would clear it together with the numbers before it, by stores that overlap, and the next load
    // of one of them would wait for both.
    Invalid = 1,
    Unknown,
    /// All that was passed is valid, but for a character that goes on behind it.
    Begun,
    /// All that was passed is valid.
    Passed,
    /// All of it is valid, to its end.
    Valid,
}

/// JSON input source that reads from a slice of bytes.
pub struct SliceRead<'a> {
    slice: &'a [u8],
    /// What token positions refer to: `slice` from `base` on, at most 4 GiB of it.
    window: &'a [u8],
    base: usize,
    /// Where indexing goes on, in `window`.
    next: usize,
    utf8: Utf8,
    /// What lies before this place of `slice` is known to be UTF-8; more is where all that was passed is.
    checked: usize,
    /// Where `hold` was called, in `slice`.
    held: usize,
    exact: State,
}

/// The most bytes that 32-bit positions reach.
const REACH: usize = u32::MAX as usize;
/// Positions are made relative to a later base once they are this large.
const REBASE: usize = 1 << 30;

impl<'a> SliceRead<'a> {
    /// Reads from `slice`.
    #[inline(always)]
    pub fn new(slice: &'a [u8]) -> Self {
        let window = slice.get(..REACH).unwrap_or(slice);
        SliceRead {
            slice,
            window,
            base: 0,
            next: 0,
            utf8: Utf8::Passed,
            checked: 0,
            held: 0,
            exact: State::Between,
        }
    }

    /// Part of the whole input.
    pub(crate) fn slice_from(&self, start: usize, end: usize) -> &'a [u8] {
        &self.slice[start..end]
    }

    /// Looks at what was passed and not yet known. A window at a time, while it is near, and only those that are not
    /// ASCII: at the first such one the whole text was looked at before, which took citm_catalog 5 % of its time.
    #[cold]
    #[inline(never)]
    fn validate(&mut self) -> bool {
        if self.utf8 == Utf8::Unknown {
            let end = self.base + self.next;
            let passed = &self.slice[self.checked..end];
            // A window may end within a character, which belongs to the next one then.
            let (begun, valid) = match unfinished(passed) {
                _ if end == self.slice.len() => (0, Utf8::Valid),
                0 => (0, Utf8::Passed),
                begun => (begun, Utf8::Begun),
            };
            let text = &passed[..passed.len() - begun];
            self.checked += text.len();
            let whole = simdutf8::basic::from_utf8(text);
            self.utf8 = if whole.is_ok() { valid } else { Utf8::Invalid };
        }
        self.utf8 != Utf8::Invalid
    }

    /// Before more bytes are passed.
    #[inline(always)]
    fn pass(&mut self) {
        if self.utf8 == Utf8::Passed {
            self.checked = self.base + self.next;
        } else if self.utf8 == Utf8::Begun {
            self.utf8 = Utf8::Unknown;
        }
    }

    /// After bytes were passed that are not known to be ASCII.
    #[inline(always)]
    fn passed_any(&mut self) {
        if self.utf8 == Utf8::Passed {
            self.utf8 = Utf8::Unknown;
        }
    }

    #[cold]
    fn rebase(&mut self, tokens: &mut Tokens) {
        // Of kind 0 is only the one that stands for the input's start: nothing is behind to look back at,
        // but what comes next may be the quote of a string that is still open.
        let by = match tokens.kind_at(0) {
            0 if tokens.has(1) => tokens.pos(0),
            0 => self.next,
            _ => tokens.pos_at(0),
        };
        tokens.rebase(by);
        self.next -= by;
        self.set_base(self.base + by);
    }

    fn set_base(&mut self, base: usize) {
        self.base = base;
        let rest = &self.slice[base..];
        self.window = rest.get(..REACH).unwrap_or(rest);
    }
}

impl private::Sealed for SliceRead<'_> {}

impl<'a> Read<'a> for SliceRead<'a> {
    const EXACT: bool = false;
    const COUNTS_PEEKED: bool = false;

    #[inline(always)]
    fn bytes(&self) -> &[u8] {
        self.window
    }

    #[inline(never)]
    fn refill(&mut self, tokens: &mut Tokens, need: usize) {
        // As `self.is_fresh()` it would be asked of `&mut SliceRead`, which never is.
        if SliceRead::is_fresh(self) && is_lone_scalar(self.window) {
            tokens.push(0, self.window[0]);
            tokens.end(self.window.len());
            self.next = self.window.len();
            return;
        }
        tokens.compact();
        self.pass();
        while !tokens.has(need) && !tokens.ended {
            if self.next >= REBASE {
                self.rebase(tokens);
            }
            let last = self.base + self.window.len() == self.slice.len();
            let from = self.next;
            let ascii;
            (self.next, ascii) = tokens.fill(self.window, from, last);
            if !ascii {
                self.passed_any();
            }
            if self.next == from || self.next >= self.slice.len() - self.base {
                tokens.end(self.window.len());
            }
        }
    }

    fn refill_exact(&mut self, tokens: &mut Tokens, need: usize) {
        self.pass();
        tokens.compact();
        while !tokens.has(need) && !tokens.ended {
            loop {
                let Some(&byte) = self.window.get(self.next) else {
                    tokens.end(self.window.len());
                    break;
                };
                let step = self.exact.step(byte, self.next, tokens);
                self.next += usize::from(step != Step::CompleteBefore);
                if step != Step::More {
                    break;
                }
            }
        }
        self.passed_any();
    }

    #[inline(always)]
    fn is_fresh(&self) -> bool {
        self.base == 0 && self.next == 0
    }

    #[cold]
    fn rewind(&mut self, tokens: &mut Tokens) {
        tokens.restart(0, 0);
        self.set_base(0);
        self.next = 0;
        self.checked = 0;
    }

    #[inline(never)]
    fn skip(&mut self, tokens: &mut Tokens, pos: usize, open: u64) -> bool {
        let Some(end) = crate::simd::skip(self.slice, self.base + pos, open) else { return false };
        self.pass();
        let last = end - 1;
        if last - self.base >= REBASE {
            self.set_base(last);
        }
        self.next = end - self.base;
        tokens.restart(last - self.base, self.slice[last]);
        // Tokens may have been known beyond it.
        self.checked = self.checked.min(end);
        self.passed_any();
        true
    }

    #[inline(always)]
    fn lend<'s>(&'s self, start: usize, end: usize) -> Reference<'a, 's, [u8]> {
        Reference::Borrowed(&self.window[start..end])
    }

    #[inline(always)]
    fn is_utf8(&mut self) -> bool {
        self.utf8 >= Utf8::Begun || self.validate()
    }

    fn scanned(&self) -> usize {
        self.next
    }

    fn hold(&mut self, pos: usize) {
        self.held = self.base + pos;
    }

    fn held(&self, end: usize) -> (&[u8], usize) {
        // The start is of use for errors only; a text of gigabytes may have left it behind.
        (&self.slice[self.held..self.base + end], self.held.saturating_sub(self.base))
    }

    fn take_held(&mut self, end: usize) -> Reference<'a, '_, [u8]> {
        Reference::Borrowed(&self.slice[self.held..self.base + end])
    }

    fn origin(&self) -> Place {
        START.after(&self.slice[..self.base])
    }

    fn byte_offset(&self, consumed: usize) -> usize {
        self.base + consumed
    }
}

/// The longest input that is looked at byte by byte: as long as a number of 64 bits with its sign.
const LONE: usize = 20;

/// Whether a short input is all of what one token is made of that begins as a number or literal, well-formed or not, and whitespace
/// behind it: stage 1 would take longer to find just that.
#[inline]
fn is_lone_scalar(input: &[u8]) -> bool {
    if input.len() > LONE || !matches!(input.first(), Some(b'-' | b'0'..=b'9' | b't' | b'f' | b'n'))
    {
        return false;
    }
    let mut rest = input;
    while let [byte, more @ ..] = rest {
        if !(byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'+')) {
            return rest.iter().all(|&byte| crate::simd::is_space(byte));
        }
        rest = more;
    }
    true
}

/// How many bytes a character has that begins at the end of `text` and may go on behind it; 0 if there is none.
fn unfinished(text: &[u8]) -> usize {
    let tail = &text[text.len().saturating_sub(4)..];
    match tail.iter().rposition(|byte| !(0x80..0xC0).contains(byte)) {
        Some(at) if !tail[at].is_ascii() => tail.len() - at,
        _ => 0,
    }
}

/// JSON input source that reads from a string.
pub struct StrRead<'a> {
    delegate: SliceRead<'a>,
}

impl<'a> StrRead<'a> {
    /// Reads from `s`, whose encoding needs no check.
    #[inline(always)]
    pub fn new(s: &'a str) -> Self {
        let mut delegate = SliceRead::new(s.as_bytes());
        delegate.utf8 = Utf8::Valid;
        StrRead { delegate }
    }

    /// The same source as a slice that is known to be UTF-8: one type less to compile for.
    #[inline(always)]
    pub(crate) fn into_slice(self) -> SliceRead<'a> {
        self.delegate
    }
}

impl private::Sealed for StrRead<'_> {}

impl<'a> Read<'a> for StrRead<'a> {
    const EXACT: bool = false;
    const COUNTS_PEEKED: bool = false;

    #[inline(always)]
    fn bytes(&self) -> &[u8] {
        self.delegate.window
    }

    #[inline]
    fn refill(&mut self, tokens: &mut Tokens, need: usize) {
        self.delegate.refill(tokens, need);
    }

    fn refill_exact(&mut self, tokens: &mut Tokens, need: usize) {
        self.delegate.refill_exact(tokens, need);
    }

    #[inline(always)]
    fn is_fresh(&self) -> bool {
        self.delegate.is_fresh()
    }

    fn rewind(&mut self, tokens: &mut Tokens) {
        self.delegate.rewind(tokens);
    }

    fn skip(&mut self, tokens: &mut Tokens, pos: usize, open: u64) -> bool {
        self.delegate.skip(tokens, pos, open)
    }

    #[inline(always)]
    fn lend<'s>(&'s self, start: usize, end: usize) -> Reference<'a, 's, [u8]> {
        self.delegate.lend(start, end)
    }

    #[inline(always)]
    fn is_utf8(&mut self) -> bool {
        true
    }

    fn scanned(&self) -> usize {
        self.delegate.scanned()
    }

    fn hold(&mut self, pos: usize) {
        self.delegate.hold(pos);
    }

    fn held(&self, end: usize) -> (&[u8], usize) {
        self.delegate.held(end)
    }

    fn take_held(&mut self, end: usize) -> Reference<'a, '_, [u8]> {
        self.delegate.take_held(end)
    }

    fn origin(&self) -> Place {
        self.delegate.origin()
    }

    fn byte_offset(&self, consumed: usize) -> usize {
        self.delegate.byte_offset(consumed)
    }
}

impl<R: private::Sealed> private::Sealed for &mut R {}

/// A source that may be read on when this parser is gone: it is read exactly.
impl<'de, R: Read<'de>> Read<'de> for &mut R {
    const EXACT: bool = true;
    const COUNTS_PEEKED: bool = R::COUNTS_PEEKED;

    fn bytes(&self) -> &[u8] {
        R::bytes(self)
    }

    fn refill(&mut self, tokens: &mut Tokens, need: usize) {
        R::refill_exact(self, tokens, need);
    }

    fn refill_exact(&mut self, tokens: &mut Tokens, need: usize) {
        R::refill_exact(self, tokens, need);
    }

    fn lend<'s>(&'s self, start: usize, end: usize) -> Reference<'de, 's, [u8]> {
        R::lend(self, start, end)
    }

    fn is_utf8(&mut self) -> bool {
        R::is_utf8(self)
    }

    fn scanned(&self) -> usize {
        R::scanned(self)
    }

    fn resume(&mut self) {
        R::resume(self);
    }

    fn byte_at(&mut self, pos: usize) -> Option<u8> {
        R::byte_at(self, pos)
    }

    fn hold(&mut self, pos: usize) {
        R::hold(self, pos);
    }

    fn held(&self, end: usize) -> (&[u8], usize) {
        R::held(self, end)
    }

    fn take_held(&mut self, end: usize) -> Reference<'de, '_, [u8]> {
        R::take_held(self, end)
    }

    fn origin(&self) -> Place {
        R::origin(self)
    }

    fn byte_offset(&self, consumed: usize) -> usize {
        R::byte_offset(self, consumed)
    }

    fn take_failure(&mut self) -> Option<Error> {
        R::take_failure(self)
    }
}

/// Sources that keep answering `None` after the first one.
pub trait Fused: private::Sealed {}
impl Fused for SliceRead<'_> {}
impl Fused for StrRead<'_> {}

/// An error of `code` at `place`, behind the byte that it is about; if the input ended too early, at its end.
#[cold]
pub(crate) fn error_at(code: ErrorCode, place: Place) -> Error {
    let early = matches!(
        code,
        ErrorCode::EofWhileParsingList
            | ErrorCode::EofWhileParsingObject
            | ErrorCode::EofWhileParsingString
            | ErrorCode::EofWhileParsingValue
    );
    let offset = if early { place.offset } else { place.offset.saturating_sub(1) };
    Error::syntax(code, place.line, place.column, offset)
}
