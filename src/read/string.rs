//! Strings with escapes: from the input's bytes to the text they stand for.
//!
//! Runs between escapes are copied 32 bytes at a time; an escape is looked up in a table. The
//! caller established that the bytes are those between a string's quotes (stage 1 did), so that no
//! unescaped quote is among them; control bytes and bad escapes are found here, and reported only as
//! "not valid": `position::Trace` finds out what and where. Also the making of a `RawValue`, which is a
//! value's text as it stands.
#![expect(
    unsafe_code,
    reason = "writes runs into reserved capacity, makes str of checked bytes, and casts str to its wrapper"
)]

use super::escape::{ESCAPED, STEP, special_mask, unescape_bytes, unicode};
use super::{Parser, Reference};
use crate::error::{Error, ErrorCode};
use crate::index::Lead;
use crate::index::source::{Read, error_at};
use crate::read::position::Trace;
use crate::simd::{self, MARKED, SUSPECT};
#[cfg(feature = "raw_value")]
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::str;

/// Bytes that `Text::take` may look at behind where it is to stop: the block it starts before that, and
/// a run's copy that starts in it.
const AHEAD: usize = 2 * STEP;

/// A run of bytes without an escape that may be longer still.
const PLAIN: usize = 16 * STEP;

/// Unescaped text in the making.
///
/// Invariant: `scratch` has room for as many bytes as were taken so far, and for `AHEAD` more.
struct Text<'s> {
    scratch: &'s mut Vec<u8>,
}

impl Text<'_> {
    /// Appends `run` bytes, of which `wide` begins with.
    ///
    /// # Safety
    ///
    /// `run` is at most `STEP`, and all that was appended stands for as many bytes of the input as were taken, or more.
    #[inline(always)]
    unsafe fn push(&mut self, wide: &[u8; STEP], run: usize) {
        debug_assert!(run <= STEP && self.scratch.capacity() - self.scratch.len() >= STEP);
        // SAFETY: there is room for STEP bytes (invariant of Text, and the caller's promise), and the first
        // `run <= STEP` of them are set here.
        unsafe {
            let end = self.scratch.as_mut_ptr().add(self.scratch.len());
            end.cast::<[u8; STEP]>().write_unaligned(*wide);
            self.scratch.set_len(self.scratch.len() + run);
        }
    }

    /// Takes the bytes of `raw` from `at`, a block at a time until `stop` is reached or a run of bytes without an escape has become
    /// `PLAIN`; `raw` goes on for `AHEAD` bytes there. Returns where it came to, which is farther only if an escape is, `None` if an
    /// escape or byte is not allowed.
    ///
    /// A block is looked at once, however many escapes it has: where the next one is follows from the
    /// block's mask, not from bytes that have to be loaded first.
    #[inline]
    fn take(&mut self, raw: &[u8], mut at: usize, stop: usize) -> Option<usize> {
        let mut run = 0;
        while at < stop && run < PLAIN {
            let block = raw.get(at..)?.first_chunk::<STEP>()?;
            let length = STEP.min(stop - at);
            let mut mask = special_mask(block) & u32::MAX >> (STEP - length);
            if mask == 0 {
                // SAFETY: a block of the input stands for itself.
                unsafe { self.push(block, length) };
                at += length;
                run += length;
                continue;
            }
            run = 0;
            let mut from = at;
            while mask != 0 {
                let escape = at + mask.trailing_zeros() as usize;
                // SAFETY: what comes before the escape in its block stands for itself.
                unsafe { self.push(raw.get(from..)?.first_chunk()?, escape - from) };
                let (&backslash, &kind) = (raw.get(escape)?, raw.get(escape + 1)?);
                if backslash != b'\\' {
                    return None;
                }
                if kind == b'u' {
                    from = self.take_units(raw, escape)?;
                } else {
                    let byte = ESCAPED[usize::from(kind)];
                    if byte == 0 {
                        return None;
                    }
                    self.scratch.push(byte);
                    from = escape + 2;
                }
                // What was taken is no escape's start, a second backslash among it.
                let done = from - at;
                mask = if done < STEP { mask >> done << done } else { 0 };
            }
            let end = at + length;
            if from < end {
                // SAFETY: what comes behind the last escape of its block stands for itself.
                unsafe { self.push(raw.get(from..)?.first_chunk()?, end - from) };
                at = end;
            } else {
                at = from;
            }
        }
        Some(at)
    }

    /// Takes the `\u` at `at`, and those that follow it without anything in between: texts that were written in ASCII have many.
    #[inline(always)]
    fn take_units(&mut self, raw: &[u8], mut at: usize) -> Option<usize> {
        loop {
            let (char, taken) = unicode(raw.get(at + 2..)?)?;
            // SAFETY: four bytes of text at most stand for six or more.
            unsafe { self.push_char(char) };
            at += 2 + taken;
            if raw.get(at..at + 2) != Some(b"\\u") {
                return Some(at);
            }
        }
    }

    /// Appends a character, by one store of four bytes: made in memory byte by byte, it could not be loaded before it is there.
    ///
    /// # Safety
    ///
    /// As for `push`.
    #[inline(always)]
    unsafe fn push_char(&mut self, char: char) {
        let code = u32::from(char);
        let next = |shift: u32| code >> shift & 0x3F;
        let (bytes, len) = match code {
            0..0x80 => (code, 1),
            0x80..0x800 => (0x80C0 | code >> 6 | next(0) << 8, 2),
            0x800..0x1_0000 => (0x80_80E0 | code >> 12 | next(6) << 8 | next(0) << 16, 3),
            _ => (0x8080_80F0 | code >> 18 | next(12) << 8 | next(6) << 16 | next(0) << 24, 4),
        };
        debug_assert!(self.scratch.capacity() - self.scratch.len() >= STEP);
        // SAFETY: there is room for STEP bytes (invariant of Text, and the caller's promise), and the first `len` of four are
        // set here.
        unsafe {
            let end = self.scratch.as_mut_ptr().add(self.scratch.len());
            end.cast::<[u8; 4]>().write_unaligned(bytes.to_le_bytes());
            self.scratch.set_len(self.scratch.len() + len);
        }
    }

    /// Takes the last bytes, no more than `AHEAD`. False if an escape or byte is not allowed.
    fn take_rest(&mut self, rest: &[u8]) -> bool {
        // With spaces behind it: an escape that they complete does not exist.
        let mut padded = [b' '; 2 * AHEAD];
        padded[..rest.len()].copy_from_slice(rest);
        self.take(&padded, 0, rest.len()) == Some(rest.len())
    }

    /// Takes more of a long run of bytes without an escape, as far as the CPU's kernel finds none. Returns how many.
    #[inline]
    fn take_run(&mut self, raw: &[u8]) -> usize {
        if raw.len() < PLAIN {
            return 0;
        }
        let copied = simd::copy_plain(raw, self.scratch.spare_capacity_mut());
        debug_assert!(copied <= self.scratch.capacity() - self.scratch.len());
        // SAFETY: as many places of the spare capacity are initialised (promise of `simd::copy_plain`).
        unsafe { self.scratch.set_len(self.scratch.len() + copied) };
        copied
    }
}

/// Replaces `scratch` by the text that the bytes of `input` between these two places, a string's quotes, stand for. Returns how
/// many bytes it has, `None` if an escape or byte is not allowed.
pub(crate) fn unescape(
    input: &[u8],
    start: usize,
    end: usize,
    scratch: &mut Vec<u8>,
) -> Option<usize> {
    scratch.clear();
    scratch.reserve((end - start + 2 * AHEAD).max(FIRST));
    let mut at = start;
    loop {
        // The CPU's kernel takes what it can, and stops at a `\u`.
        let (read, written) = match begins_with_unit(input, at) {
            true => (0, 0),
            false => simd::unescape(&input[at..end], scratch.spare_capacity_mut()),
        };
        debug_assert!(written <= read && written <= scratch.capacity() - scratch.len());
        // SAFETY: as many places of the spare capacity are initialised (promise of `simd::unescape`).
        unsafe { scratch.set_len(scratch.len() + written) };
        at += read;
        let mut text = Text { scratch };
        // What is behind the string is looked at, too.
        let last = end.min(input.len().saturating_sub(AHEAD));
        if at < last {
            // Where it has not come far there will be more of these: the loop goes on alone.
            let stop = if read < FAR { last } else { last.min(at + STEP) };
            match text.take(input, at, stop) {
                Some(to) if to < stop => at = to + text.take_run(&input[to..end]),
                Some(to) if to <= end => at = to,
                _ => return None,
            }
        }
        if at == end {
            return Some(text.scratch.len());
        }
        if at >= last {
            return text.take_rest(&input[at..end]).then_some(text.scratch.len());
        }
    }
}

/// Whether the first escape, soon to come, is a `\u`, at which the kernel would stop.
#[inline(always)]
fn begins_with_unit(input: &[u8], at: usize) -> bool {
    input.get(at..).and_then(<[u8]>::first_chunk::<STEP>).is_some_and(|step| {
        let escape = special_mask(step).trailing_zeros() as usize;
        input.get(at + escape + 1) == Some(&b'u')
    })
}

/// What a scratch holds at least: a message's strings, one after the other, without growing.
const FIRST: usize = 500;

/// Bytes without `\u` after which it pays to call the kernel again.
const FAR: usize = 2 * STEP;

/// `bytes` as text; debug builds make sure that they are.
///
/// # Safety
///
/// They are UTF-8.
#[inline(always)]
unsafe fn known_utf8(bytes: &[u8]) -> &str {
    debug_assert!(str::from_utf8(bytes).is_ok());
    // SAFETY: by the caller.
    unsafe { str::from_utf8_unchecked(bytes) }
}

/// A copy of `text`: one allocation of its size, and for short texts two moves of fixed size, not a call.
#[inline(always)]
fn own(text: &str) -> String {
    let len = text.len();
    // By another allocation: behind a single one, for all lengths, phones' records are read 3 % slower.
    if !(1..=32).contains(&len) {
        return String::from(text);
    }
    let mut copy = Vec::<u8>::with_capacity(len);
    debug_assert!(copy.capacity() >= len);
    let (from, to) = (text.as_ptr(), copy.as_mut_ptr());
    // SAFETY: `text` and the capacity have `len` bytes, at least as many as are moved at once, and at most twice as many
    // (or three, which are moved one by one); the copy is then initialised, and UTF-8 as `text` is.
    unsafe {
        // The commonest lengths by the fewest branches.
        if len >= 8 {
            match len {
                ..=16 => copy_ends::<8>(from, to, len),
                _ => copy_ends::<16>(from, to, len),
            }
        } else if len >= 4 {
            copy_ends::<4>(from, to, len);
        } else {
            copy_ends::<1>(from, to, len);
            to.add(len / 2).write(from.add(len / 2).read());
        }
        copy.set_len(len);
        String::from_utf8_unchecked(copy)
    }
}

/// Copies the first and the last `N` of `len` bytes: all of them, if they are up to `2 * N`.
///
/// # Safety
/// `from` can be read and `to` written for `len` bytes, `N` at least.
#[inline(always)]
unsafe fn copy_ends<const N: usize>(from: *const u8, to: *mut u8, len: usize) {
    // SAFETY: both moves are within the `len` bytes (caller).
    unsafe {
        let (head, tail) =
            (from.cast::<[u8; N]>().read(), from.add(len - N).cast::<[u8; N]>().read());
        to.cast::<[u8; N]>().write(head);
        to.add(len - N).cast::<[u8; N]>().write(tail);
    }
}

/// Text between two quotes of a source that is UTF-8 as far as its tokens go: whoever has one need not ask again.
#[derive(Clone, Copy)]
pub(crate) struct Span {
    start: usize,
    end: usize,
}

impl Span {
    /// Where the text starts.
    pub(crate) fn start(self) -> usize {
        self.start
    }
}

/// The text of one valid JSON value, without whitespace around it.
///
/// Reading one costs a skip over the value; the text is borrowed from the input (`&RawValue`) or
/// copied (`Box<RawValue>`). Writing one copies it.
///
/// ```
/// use fastjson_api::value::RawValue;
///
/// let raw: Vec<&RawValue> = fastjson_api::from_str(r#"[ {"a" : 1}, 2.50 ]"#)?;
/// assert_eq!(raw[0].get(), r#"{"a" : 1}"#);
/// assert_eq!(fastjson_api::to_string(&raw)?, r#"[{"a" : 1},2.50]"#);
/// # Ok::<(), fastjson_api::Error>(())
/// ```
#[cfg(feature = "raw_value")]
#[repr(transparent)]
pub struct RawValue {
    pub(crate) json: str,
}

#[cfg(feature = "raw_value")]
impl RawValue {
    /// Takes text that is known to be one JSON value without whitespace around it.
    pub(crate) const fn from_borrowed(json: &str) -> &RawValue {
        // SAFETY: RawValue is `repr(transparent)` over `str`: same layout, same length metadata, and
        // no invariant of its own on which memory safety rests.
        unsafe { &*(core::ptr::from_ref(json) as *const RawValue) }
    }

    /// Takes text that is known to be one JSON value without whitespace around it.
    pub(crate) fn from_owned(json: Box<str>) -> Box<RawValue> {
        // SAFETY: as in `from_borrowed`; the box gives up its pointer and gets it back under a type
        // of the same layout.
        unsafe { Box::from_raw(Box::into_raw(json) as *mut RawValue) }
    }

    /// The text.
    pub(crate) fn into_text(self: Box<Self>) -> Box<str> {
        // SAFETY: the reverse of `from_owned`, for the same reason.
        unsafe { Box::from_raw(Box::into_raw(self) as *mut str) }
    }

    /// Takes a string that must be one JSON value without whitespace around it, unchecked (in debug
    /// builds it is checked).
    ///
    /// # Safety
    ///
    /// * `json` must be one well-formed JSON value, with no whitespace before or after it. Otherwise
    ///   documents written with it are not JSON, on which unsafe code elsewhere may rely.
    ///
    /// ```
    /// use fastjson_api::value::RawValue;
    ///
    /// // SAFETY: one well-formed JSON value, no whitespace around it.
    /// let raw = unsafe { RawValue::from_string_unchecked("[1, 2]".to_owned()) };
    /// assert_eq!(raw.get(), "[1, 2]");
    /// ```
    pub unsafe fn from_string_unchecked(json: String) -> Box<Self> {
        debug_assert!(
            super::Reader::from_str(&json).raw().is_ok_and(|raw| raw.len() == json.len()),
            "from_string_unchecked: input is not a single well-formed JSON value \
             with no leading or trailing whitespace",
        );
        Self::from_owned(json.into_boxed_str())
    }
}

impl<'de, R: Read<'de>> Parser<R> {
    /// The string that is the next token, consumed, if it is plain: as most are.
    #[inline(always)]
    pub(crate) fn common_str(&mut self) -> Option<Reference<'de, '_, str>> {
        let (start, end) = self.tokens.plain_string()?;
        if !self.source.is_utf8() {
            return None;
        }
        self.tokens.advance(2);
        Some(self.valid_str(Span { start, end }))
    }

    /// The same as text of its own.
    #[inline(always)]
    pub(crate) fn common_string(&mut self) -> Option<String> {
        self.common_str().map(|text| match text {
            Reference::Borrowed(text) | Reference::Copied(text) => own(text),
        })
    }

    /// The string that starts here, as text.
    ///
    /// # Errors
    /// A control byte, a bad escape or lone surrogate, invalid UTF-8, or no closing quote.
    #[inline(always)]
    pub(crate) fn parse_str(&mut self) -> Result<Reference<'de, '_, str>, Error> {
        match self.tokens.plain_string() {
            Some((start, end)) if self.source.is_utf8() => {
                self.tokens.advance(2);
                Ok(self.valid_str(Span { start, end }))
            }
            _ => self.parse_str_slow(),
        }
    }

    /// A member name with its colon, if all of it is plain and known: the fast path of objects.
    #[inline(always)]
    pub(crate) fn next_plain_name(&mut self, lead: Lead) -> Option<Span> {
        if R::EXACT {
            return None;
        }
        let (start, end) = self.tokens.plain_name(lead)?;
        if !self.source.is_utf8() {
            return None;
        }
        self.tokens.advance(lead.length());
        Some(Span { start, end })
    }

    /// The text itself, while the tokens that it was made from are there.
    #[inline(always)]
    pub(crate) fn valid_str(&self, span: Span) -> Reference<'de, '_, str> {
        // SAFETY: the source was found to be UTF-8 as far as its tokens go (`Span`), and positions are those of two
        // quotes, which are characters of their own: what is between them is whole characters.
        unsafe {
            match self.source.lend(span.start, span.end) {
                Reference::Borrowed(s) => Reference::Borrowed(known_utf8(s)),
                Reference::Copied(s) => Reference::Copied(known_utf8(s)),
            }
        }
    }

    #[inline(never)]
    fn parse_str_slow(&mut self) -> Result<Reference<'de, '_, str>, Error> {
        self.need(2);
        let (start, end) = (self.tokens.pos(0) + 1, self.tokens.pos(1));
        match self.tokens.kind(1) {
            b'"' => {
                if self.source.is_utf8() {
                    self.tokens.advance(2);
                    return Ok(self.valid_str(Span { start, end }));
                }
                let text = str::from_utf8(&self.source.bytes()[start..end]);
                let valid = text.map_err(|error| end - start - error.valid_up_to());
                self.tokens.advance(2);
                if let Err(behind) = valid {
                    return Err(self.utf8_error(end, behind));
                }
                // Just found to be valid.
                Ok(self.valid_str(Span { start, end }))
            }
            MARKED | SUSPECT => {
                let text = unescape(self.source.bytes(), start, end, &mut self.scratch);
                let Some(length) = text else { return Err(self.string_error(true)) };
                self.tokens.advance(2);
                if !self.source.is_utf8()
                    && let Err(error) = str::from_utf8(&self.scratch)
                {
                    return Err(self.utf8_error(end, length - error.valid_up_to()));
                }
                // Its length is in a register. Loaded at once with where it is, it would wait for the store of either.
                let text = self.scratch.get(..length).unwrap_or_default();
                // SAFETY: escapes give whole characters and stand between whole characters, so the
                // text is UTF-8 if the source is; else it was checked just now.
                Ok(Reference::Copied(unsafe { known_utf8(text) }))
            }
            _ => Err(self.string_error(true)),
        }
    }

    /// The string that starts here, as bytes: not checked for UTF-8, control bytes allowed.
    ///
    /// # Errors
    /// A bad escape, or no closing quote.
    pub(crate) fn parse_bytes(&mut self) -> Result<Reference<'de, '_, [u8]>, Error> {
        self.need(2);
        let (start, end) = (self.tokens.pos(0) + 1, self.tokens.pos(1));
        match self.tokens.kind(1) {
            b'"' => {
                self.tokens.advance(2);
                Ok(self.source.lend(start, end))
            }
            MARKED | SUSPECT => {
                let raw = &self.source.bytes()[start..end];
                if !raw.contains(&b'\\') {
                    self.tokens.advance(2);
                    return Ok(self.source.lend(start, end));
                }
                if !unescape_bytes(raw, &mut self.scratch) {
                    return Err(self.string_error(false));
                }
                self.tokens.advance(2);
                Ok(Reference::Copied(&self.scratch))
            }
            _ => Err(self.string_error(false)),
        }
    }

    /// Skips the value that starts with the next token, and gives its text.
    ///
    /// # Errors
    /// It is not JSON, or not UTF-8.
    pub(crate) fn parse_raw(&mut self) -> Result<Reference<'de, '_, str>, Error> {
        self.need(1);
        self.source.hold(self.tokens.pos(0));
        self.skip()?;
        let end = self.end_of_last(false);
        let valid = self.source.is_utf8();
        if !valid {
            let (raw, start) = self.source.held(end);
            if let Err(error) = str::from_utf8(raw) {
                let place = start + error.valid_up_to() + 1;
                return Err(error_at(ErrorCode::InvalidUnicodeCodePoint, self.place(place)));
            }
        }
        let raw = self.source.take_held(end);
        // SAFETY: the text lies between two tokens of a source that is UTF-8, or was checked just now.
        unsafe {
            Ok(match raw {
                Reference::Borrowed(s) => Reference::Borrowed(known_utf8(s)),
                Reference::Copied(s) => Reference::Copied(known_utf8(s)),
            })
        }
    }

    /// What is wrong with the string that starts here.
    #[cold]
    #[inline(never)]
    fn string_error(&mut self, strict: bool) -> Error {
        let start = self.tokens.pos(0) + 1;
        let mut byte_at = |pos| self.source.byte_at(pos);
        let mut trace = Trace::new(&mut byte_at, start, R::COUNTS_PEEKED);
        let fault = match trace.string(strict) {
            Err(fault) => fault,
            // Unreachable while the fast path and the trace agree; an error all the same.
            Ok(()) => trace.here(ErrorCode::InvalidEscape),
        };
        self.fault(fault)
    }

    /// Invalid UTF-8 in a string whose closing quote is at `end`, `behind` bytes of it from the fault on.
    #[cold]
    #[inline(never)]
    pub(crate) fn utf8_error(&mut self, end: usize, behind: usize) -> Error {
        let mut place = self.place(end + 1);
        place.column = place.column.saturating_sub(behind);
        place.offset = place.offset.saturating_sub(behind);
        error_at(ErrorCode::InvalidUnicodeCodePoint, place)
    }
}
