//! Copies text and finds what must be escaped, in one pass.
//!
//! A string without escapes, nearly every one, is copied 16 bytes at a time, the last 16 overlapping
//! those before; shorter ones as two words that overlap. Nothing is read outside the text. What it
//! takes to write escapes is out of that way.
#![expect(unsafe_code, reason = "loads and stores of 4, 8 and 16 bytes inside slices, by pointer")]

use core::slice;

use crate::simd::{self, escape_mask16};

/// Bytes that the functions here may touch behind what they write.
pub(super) const SLACK: usize = 16;
/// Longest that one byte can become.
pub(super) const ESCAPED: usize = 6;

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

/// Whether none of the bytes of `word` must be escaped.
#[inline(always)]
fn word_is_plain(word: u64) -> bool {
    const ONES: u64 = 0x0101_0101_0101_0101;
    // In each byte: below 0x20, or zero after the xor. A borrow only comes from a byte that is found.
    let control = word.wrapping_sub(ONES * 0x20);
    let quote = (word ^ (ONES * b'"' as u64)).wrapping_sub(ONES);
    let backslash = (word ^ (ONES * b'\\' as u64)).wrapping_sub(ONES);
    (control | quote | backslash) & !word & (ONES * 0x80) == 0
}

/// Copies `text` to `to` until it finds something to escape. Returns how many bytes need no escapes and
/// have been copied: all of them, or some of those before the first that must be escaped.
///
/// # Safety
///
/// `to` is writable for the length of `text` and [`SLACK`] bytes more, and does not overlap `text`.
#[inline(always)]
pub(super) unsafe fn copy_plain(text: &[u8], to: *mut u8) -> usize {
    let (from, length) = (text.as_ptr(), text.len());
    // SAFETY: every load is at an offset from which as many bytes as are loaded lie within the text,
    // as each branch has made sure; every store is at the same offset.
    unsafe {
        let plain = if length >= 16 {
            let last = length - 16;
            let mut at = 0;
            while at < last {
                let chunk: [u8; 16] = load(from.add(at));
                store(to.add(at), chunk);
                if escape_mask16(&chunk) != 0 {
                    return at;
                }
                at += 16;
            }
            let chunk: [u8; 16] = load(from.add(last));
            store(to.add(last), chunk);
            if escape_mask16(&chunk) != 0 {
                return at - usize::from(at > last) * 16;
            }
            true
        } else if length >= 8 {
            let (head, tail): ([u8; 8], [u8; 8]) = (load(from), load(from.add(length - 8)));
            store(to, head);
            store(to.add(length - 8), tail);
            let mut both = [0; 16];
            both[..8].copy_from_slice(&head);
            both[8..].copy_from_slice(&tail);
            escape_mask16(&both) == 0
        } else {
            let word = load_short(from, length);
            store(to, word);
            word_is_plain(word)
        };
        if plain { length } else { 0 }
    }
}

/// From this length on, a call of what this CPU copies fastest is worth it.
pub(super) const WIDE: usize = 128;

/// As [`copy_plain`], by the widest vectors there are.
///
/// # Safety
///
/// As there.
pub(super) unsafe fn copy_wide(text: &[u8], to: *mut u8) -> usize {
    // SAFETY: by the caller.
    unsafe {
        match text.len() {
            ..WIDE => copy_plain(text, to),
            length => simd::copy_plain(text, slice::from_raw_parts_mut(to.cast(), length)),
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
pub(super) unsafe fn copy_escaped(text: &[u8], to: *mut u8) -> usize {
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
pub(super) fn boundary(text: &[u8], limit: usize) -> usize {
    let mut end = limit.min(text.len());
    while end > 0 && end < text.len() && text[end] & 0xC0 == 0x80 {
        end -= 1;
    }
    end
}

/// UTF-8 in parts of a limited length, none of which ends inside a character.
pub(super) struct Parts<'t> {
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
