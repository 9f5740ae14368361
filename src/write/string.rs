//! Strings: copies text and finds what must be escaped, in one pass.
//!
//! A string without escapes, nearly every one, is copied 16 bytes at a time, the last 16 overlapping
//! those before; shorter ones as two words that overlap, or three bytes. Nothing is read outside the
//! text. What it takes to write escapes is out of that way.
#![expect(unsafe_code, reason = "loads and stores of 1 to 16 bytes inside slices, by pointer")]

use core::ptr::NonNull;
use core::slice;

use super::buffer::{Pen, Place};
use crate::error::Result;
use crate::simd::{self, escape_mask16};

/// Bytes that [`copy_escaped`] may touch behind what it writes.
const SLACK: usize = 16;
/// Longest that one byte can become.
const ESCAPED: usize = 6;
/// Longest string that is written in one go.
const LONG: usize = 32 * 1024;

impl<'b> Pen<'b, '_> {
    /// Writes a string: quotes, and escapes where it needs them.
    #[inline]
    pub(crate) fn string(self, text: &str) -> Result<Place<'b>> {
        if text.len() >= WIDE {
            return self.long_string(text);
        }
        // SAFETY: it copies so.
        unsafe { self.quoted(text, |text, to| copy_plain(text, to)) }
    }

    /// Writes a string by `copy`.
    ///
    /// # Safety
    ///
    /// `copy` gets a text and a place that is writable for it. It returns `None` if it has initialised all of that and none of
    /// the text must be escaped; else how many bytes from the start it has initialised, of which none must be escaped.
    #[inline(always)]
    unsafe fn quoted(
        mut self,
        text: &str,
        copy: impl FnOnce(&[u8], *mut u8) -> Option<usize>,
    ) -> Result<Place<'b>> {
        if self.lacks(text.len() + 2) {
            return self.string_elsewhere(text);
        }
        // SAFETY: there is room for the quotes and the text, and for one byte more.
        unsafe {
            self.at().write(b'"');
            if let Some(plain) = copy(text.as_bytes(), self.at().as_ptr().add(1)) {
                return self.escaped_string(text.as_bytes(), plain);
            }
            self.at().add(text.len() + 1).write(b'"');
            self.advance(text.len() + 2);
            Ok(self.finish())
        }
    }

    /// Appends a member's name, in quotes, and `colon`: one piece, with nothing to hand over in between.
    // Not always: without optimization it would be a part of every frame of a deep value.
    #[inline]
    pub(crate) fn text_name(&mut self, name: &str, colon: &str) -> Result<()> {
        let length = name.len() + colon.len() + 2;
        if name.len() >= WIDE || self.lacks(length) {
            return self.other_name(name, colon);
        }
        // SAFETY: there is room for the quotes, the name and the colon; neither string overlaps it.
        unsafe {
            self.at().write(b'"');
            if copy_plain(name.as_bytes(), self.at().as_ptr().add(1)).is_some() {
                return self.other_name(name, colon);
            }
            let to = self.at().add(name.len() + 1);
            to.write(b'"');
            to.add(1).copy_from_nonoverlapping(NonNull::from(colon).cast(), colon.len());
            self.advance(length);
        }
        Ok(())
    }

    /// The same, of a name that is long or has something to escape, or where the output has to grow.
    #[cold]
    #[inline(never)]
    pub(super) fn other_name(&mut self, name: &str, colon: &str) -> Result<()> {
        self.value(|pen| pen.string(name))?;
        self.text(colon)
    }

    /// The same where the output has to grow.
    #[cold]
    #[inline(never)]
    fn string_elsewhere(mut self, text: &str) -> Result<Place<'b>> {
        self.reserve(text.len() + 2)?;
        self.string(text)
    }

    /// A string with something to escape.
    ///
    /// # Safety
    ///
    /// A quote and the first `plain` bytes of the text have been written, in room that was reserved.
    #[inline(never)]
    unsafe fn escaped_string(mut self, text: &[u8], plain: usize) -> Result<Place<'b>> {
        let plain = boundary(text, plain);
        // SAFETY: by the caller.
        unsafe { self.advance(1 + plain) };
        self.escaped_content(&text[plain..])?;
        self.verbatim("\"")
    }

    /// A string that is worth a call. (Cold, so that the others lie in a row.)
    #[cold]
    #[inline(never)]
    fn long_string(self, text: &str) -> Result<Place<'b>> {
        if text.len() > LONG {
            return self.endless_string(text);
        }
        // SAFETY: it copies so.
        unsafe { self.quoted(text, |text, to| copy_wide(text, to)) }
    }

    #[cold]
    #[inline(never)]
    fn endless_string(mut self, text: &str) -> Result<Place<'b>> {
        if !self.has_sink() {
            self.reserve(text.len() + 2)?;
        }
        self.text("\"")?;
        self.content(text)?;
        self.verbatim("\"")
    }

    /// Appends the content of a string, or a part of it, without quotes.
    pub(crate) fn content(&mut self, text: &str) -> Result<()> {
        for part in Parts::new(text.as_bytes(), LONG) {
            self.reserve(part.len())?;
            // SAFETY: there is room for the part.
            let plain = unsafe {
                let plain = match copy_wide(part, self.at().as_ptr()) {
                    Some(plain) => boundary(part, plain),
                    None => part.len(),
                };
                self.advance(plain);
                plain
            };
            if plain < part.len() {
                self.escaped_content(&part[plain..])?;
            }
        }
        Ok(())
    }

    /// The same, for a text that needs escapes. It is the rest of a `str`.
    fn escaped_content(&mut self, text: &[u8]) -> Result<()> {
        for part in Parts::new(text, 1024) {
            self.reserve(ESCAPED * part.len() + SLACK)?;
            // SAFETY: there is room for every byte of the part to become an escape, and the slack.
            unsafe {
                let length = copy_escaped(part, self.at().as_ptr());
                self.advance(length);
            }
        }
        Ok(())
    }
}

const fn must_escape(byte: u8) -> bool {
    byte < 0x20 || byte == b'"' || byte == b'\\'
}

/// Whether `text` needs no escapes. A plain loop: for literals the compiler runs it.
#[inline(always)]
pub(super) fn is_plain(text: &str) -> bool {
    let mut plain = true;
    for &byte in text.as_bytes() {
        plain &= !must_escape(byte);
    }
    plain
}

/// What a byte is written as; the last place holds the length.
type Written = [u8; 8];

const fn written(byte: u8) -> Written {
    let hex = b"0123456789abcdef";
    let letter = match byte {
        b'"' | b'\\' => byte,
        0x08 => b'b',
        b'\t' => b't',
        b'\n' => b'n',
        0x0C => b'f',
        b'\r' => b'r',
        0..0x20 => {
            let (high, low) = (hex[byte as usize >> 4], hex[byte as usize & 15]);
            return [b'\\', b'u', b'0', b'0', high, low, 0, 6];
        }
        _ => return [byte, 0, 0, 0, 0, 0, 0, 1],
    };
    [b'\\', letter, 0, 0, 0, 0, 0, 2]
}

/// Indexed by byte.
static WRITTEN: [Written; 256] = {
    let mut table = [[0; 8]; 256];
    let mut byte = 0;
    while byte < table.len() {
        table[byte] = written(byte as u8);
        assert!(must_escape(byte as u8) == (table[byte][7] > 1));
        assert!(table[byte][7] as usize <= ESCAPED);
        byte += 1;
    }
    table
};

/// # Safety
///
/// `from` is readable for as many bytes as `T` has.
#[inline(always)]
unsafe fn load<T>(from: *const u8) -> T {
    // SAFETY: readable, by the caller; only used for types that any bytes are a value of.
    unsafe { from.cast::<T>().read_unaligned() }
}

/// # Safety
///
/// `to` is writable for as many bytes as `T` has.
#[inline(always)]
unsafe fn store<T>(to: *mut u8, value: T) {
    // SAFETY: writable, by the caller.
    unsafe { to.cast::<T>().write_unaligned(value) }
}

/// Copies `text` to `to` until it finds something to escape. `None` if there is nothing; else how many bytes before
/// that, at least, have been copied.
///
/// # Safety
///
/// `to` is writable for the length of `text`, and does not overlap it.
#[inline(always)]
unsafe fn copy_plain(text: &[u8], to: *mut u8) -> Option<usize> {
    let (from, length) = (text.as_ptr(), text.len());
    // SAFETY: every load is at an offset from which as many bytes as are loaded lie within the text,
    // as each branch has made sure; every store is at the same offset.
    unsafe {
        if length < 16 {
            return copy_short(from, length, to).then_some(0);
        }
        let last = length - 16;
        let mut at = 0;
        while at < last {
            let chunk: [u8; 16] = load(from.add(at));
            store(to.add(at), chunk);
            if escape_mask16(&chunk) != 0 {
                return Some(at);
            }
            at += 16;
        }
        let chunk: [u8; 16] = load(from.add(last));
        store(to.add(last), chunk);
        (escape_mask16(&chunk) != 0).then_some(at - usize::from(at > last) * 16)
    }
}

/// Copies the `length < 16` bytes at `from` to `to`. True if some must be escaped.
///
/// # Safety
///
/// `length` bytes at `from` are readable, as many at `to` writable, and they do not overlap.
#[inline(always)]
unsafe fn copy_short(from: *const u8, length: usize, to: *mut u8) -> bool {
    debug_assert!(length < 16);
    // Loads that overlap; their bytes are looked at once, however many there are.
    // SAFETY: each load and each store lies within `length`.
    let (first, last): (u64, u64) = unsafe {
        if length >= 8 {
            let (head, tail): (u64, u64) = (load(from), load(from.add(length - 8)));
            store(to, head);
            store(to.add(length - 8), tail);
            (head, tail)
        } else if length >= 4 {
            let (head, tail): (u32, u32) = (load(from), load(from.add(length - 4)));
            store(to, head);
            store(to.add(length - 4), tail);
            let both = u64::from(head) | u64::from(tail) << 32;
            (both, both)
        } else if length > 0 {
            let (half, end) = (length / 2, length - 1);
            let (head, middle, tail): (u8, u8, u8) =
                (load(from), load(from.add(half)), load(from.add(end)));
            store(to, head);
            store(to.add(half), middle);
            store(to.add(end), tail);
            let all = u64::from_le_bytes([head, middle, tail, tail, b' ', b' ', b' ', b' ']);
            (all, all)
        } else {
            return false;
        }
    };
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&first.to_ne_bytes());
    bytes[8..].copy_from_slice(&last.to_ne_bytes());
    escape_mask16(&bytes) != 0
}

/// From this length on, a call of what this CPU copies fastest is worth it.
const WIDE: usize = 128;

/// As [`copy_plain`], by the widest vectors there are.
///
/// # Safety
///
/// As there.
unsafe fn copy_wide(text: &[u8], to: *mut u8) -> Option<usize> {
    // SAFETY: by the caller.
    unsafe {
        match text.len() {
            ..WIDE => copy_plain(text, to),
            length => {
                let plain = simd::copy_plain(text, slice::from_raw_parts_mut(to.cast(), length));
                (plain < length).then_some(plain)
            }
        }
    }
}

/// The `length < 8` bytes at `from`, and behind them bytes that need no escape.
///
/// # Safety
///
/// `length` bytes at `from` are readable, and `length` is below 8.
#[inline(always)]
unsafe fn load_short(from: *const u8, length: usize) -> u64 {
    const SPACES: u64 = 0x2020_2020_2020_2020;
    debug_assert!(length < 8);
    let filler = SPACES << (8 * length as u32);
    // SAFETY: each load lies within `length`.
    let word = unsafe {
        if length >= 4 {
            let (head, tail): (u32, u32) = (load(from), load(from.add(length - 4)));
            u64::from(u32::from_le(head))
                | u64::from(u32::from_le(tail)) << (8 * (length - 4) as u32)
        } else if length > 0 {
            let byte = |at: usize| u64::from(*from.add(at)) << (8 * at as u32);
            byte(0) | byte(length / 2) | byte(length - 1)
        } else {
            0
        }
    };
    (word | filler).to_le()
}

/// The `length < 16` bytes at `from`, and behind them anything.
///
/// # Safety
///
/// `length` bytes at `from` are readable, and `length` is below 16.
#[inline(always)]
unsafe fn load_partial(from: *const u8, length: usize) -> [u8; 16] {
    debug_assert!(length < 16);
    // SAFETY: each load lies within `length`.
    let word = unsafe {
        if length >= 8 {
            let (head, tail): (u64, u64) = (load(from), load(from.add(length - 8)));
            let tail = u128::from(u64::from_le(tail)) << (8 * (length - 8) as u32);
            u128::from(u64::from_le(head)) | tail
        } else {
            u128::from(u64::from_le(load_short(from, length)))
        }
    };
    word.to_le_bytes()
}

/// Copies `text` to `to` with escapes, and returns the length of what it has become.
///
/// # Safety
///
/// `to` is writable for [`ESCAPED`] times the length of `text` and [`SLACK`] bytes more, and does not
/// overlap `text`.
unsafe fn copy_escaped(text: &[u8], to: *mut u8) -> usize {
    let (from, length) = (text.as_ptr(), text.len());
    let (mut at, mut out) = (0, 0);
    loop {
        // SAFETY: writable, by the caller: what lies before `at` has become no more than 6 bytes each.
        let (read, written) = unsafe {
            let room = ESCAPED * (length - at) + SLACK;
            simd::escape(&text[at..], slice::from_raw_parts_mut(to.add(out).cast(), room))
        };
        (at, out) = (at + read, out + written);
        if at == length {
            return out;
        }
        if read == 0 {
            break;
        }
    }
    // SAFETY: each step looks at no more bytes than are left; with escapes, loads reach once as far
    // again only where that is left too. Each store begins behind at most 6 bytes for each byte that
    // lies before `at`, and is no longer than what is left of the text, or the slack.
    unsafe {
        while length - at >= 64 {
            debug_assert!(out <= ESCAPED * at);
            let chunks: [[u8; 16]; 2] = load(from.add(at));
            store(to.add(out), chunks);
            let mask = escape_mask16(&chunks[0]) | escape_mask16(&chunks[1]) << 16;
            out += match mask {
                0 => 32,
                _ => insert_escapes::<32>(from.add(at), to.add(out), mask),
            };
            at += 32;
        }
        while length - at >= 32 {
            debug_assert!(out <= ESCAPED * at);
            let chunk: [u8; 16] = load(from.add(at));
            store(to.add(out), chunk);
            let mask = escape_mask16(&chunk);
            out += match mask {
                0 => 16,
                _ => insert_escapes::<16>(from.add(at), to.add(out), mask),
            };
            at += 16;
        }
        while at < length {
            debug_assert!(out <= ESCAPED * at);
            let left = length - at;
            let (chunk, valid) = match left {
                16.. => (load::<[u8; 16]>(from.add(at)), 16),
                _ => (load_partial(from.add(at), left), left),
            };
            store(to.add(out), chunk);
            if escape_mask16(&chunk) & ((1 << valid) - 1) == 0 {
                out += valid;
            } else {
                for i in 0..valid {
                    out += store_written(*from.add(at + i), to.add(out));
                }
            }
            at += valid;
        }
    }
    debug_assert!(at == length && out <= ESCAPED * length);
    out
}

/// Goes over `N` bytes that have been copied from `from` to `to` again and escapes those in `mask`.
/// Returns the length of what they have become.
///
/// # Safety
///
/// Twice `N` bytes at `from` are readable; `to` is writable for [`ESCAPED`] times `N` bytes, and `N`
/// more.
#[inline(always)]
unsafe fn insert_escapes<const N: usize>(from: *const u8, to: *mut u8, mut mask: u32) -> usize {
    let (mut done, mut out) = (0, 0);
    debug_assert!(u64::from(mask) < 1 << N);
    // SAFETY: `done` is at most `N`, and `out` at most 6 times `done`.
    unsafe {
        // From so many escapes, going byte by byte is faster.
        if mask.count_ones() as usize > N / 3 {
            for i in 0..N {
                out += store_written(*from.add(i), to.add(out));
            }
            return out;
        }
        while mask != 0 {
            let escape = mask.trailing_zeros() as usize;
            out += escape - done;
            out += store_written(*from.add(escape), to.add(out));
            done = escape + 1;
            store(to.add(out), load::<[u8; N]>(from.add(done)));
            mask &= mask - 1;
            debug_assert!(done <= N && out <= ESCAPED * done);
        }
        out + N - done
    }
}

/// Writes what `byte` is written as, and returns its length.
///
/// # Safety
///
/// 8 bytes at `to` are writable.
#[inline(always)]
unsafe fn store_written(byte: u8, to: *mut u8) -> usize {
    let written = WRITTEN[usize::from(byte)];
    // SAFETY: by the caller.
    unsafe { store(to, written) };
    usize::from(written[7])
}

/// The end of the last whole character of `text`, which is UTF-8, that ends at `limit` or before.
#[inline]
fn boundary(text: &[u8], limit: usize) -> usize {
    let mut end = limit.min(text.len());
    while end > 0 && end < text.len() && text[end] & 0xC0 == 0x80 {
        end -= 1;
    }
    end
}

/// UTF-8 in parts of a limited length, none of which ends inside a character.
struct Parts<'t> {
    rest: &'t [u8],
    limit: usize,
}

impl<'t> Parts<'t> {
    /// `limit` is at least 4.
    pub(super) fn new(rest: &'t [u8], limit: usize) -> Self {
        Parts { rest, limit }
    }
}

impl<'t> Iterator for Parts<'t> {
    type Item = &'t [u8];

    #[inline]
    fn next(&mut self) -> Option<&'t [u8]> {
        if self.rest.is_empty() {
            return None;
        }
        let (part, rest) = self.rest.split_at(boundary(self.rest, self.limit));
        self.rest = rest;
        Some(part)
    }
}
