//! Copies text and finds what must be escaped, in one pass.
//!
//! A string without escapes, nearly every one, is copied 16 bytes at a time, the last 16 overlapping
//! those before; shorter ones as two words that overlap. Nothing is read outside the text. What it
//! takes to write escapes is out of that way.
#![expect(unsafe_code, reason = "loads and stores of 4, 8 and 16 bytes inside slices, by pointer")]

use crate::simd::escape_mask16;

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

/// What an escaped byte is written as; the last place holds the length.
type Escape = [u8; 8];

const fn escape(byte: u8) -> Escape {
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
        _ => return [0; 8],
    };
    [b'\\', letter, 0, 0, 0, 0, 0, 2]
}

/// Indexed by byte.
static ESCAPES: [Escape; 256] = {
    let mut table = [[0; 8]; 256];
    let mut byte = 0;
    while byte < table.len() {
        table[byte] = escape(byte as u8);
        assert!(must_escape(byte as u8) == (table[byte][7] != 0));
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
    let quote = (word ^ ONES * b'"' as u64).wrapping_sub(ONES);
    let backslash = (word ^ ONES * b'\\' as u64).wrapping_sub(ONES);
    (control | quote | backslash) & !word & (ONES * 0x80) == 0
}

/// Copies `text` to `to` and returns whether it needs no escapes; if it does, what is at `to` is of no
/// use.
///
/// # Safety
///
/// `to` is writable for the length of `text` and [`SLACK`] bytes more, and does not overlap `text`.
#[inline(always)]
pub(super) unsafe fn copy_plain(text: &[u8], to: *mut u8) -> bool {
    let (from, length) = (text.as_ptr(), text.len());
    // SAFETY: every load is at an offset from which as many bytes as are loaded lie within the text,
    // as each branch has made sure; every store is at the same offset.
    unsafe {
        if length >= 16 {
            let last = length - 16;
            let mut at = 0;
            while at < last {
                let chunk: [u8; 16] = load(from.add(at));
                store(to.add(at), chunk);
                if escape_mask16(&chunk) != 0 {
                    return false;
                }
                at += 16;
            }
            let chunk: [u8; 16] = load(from.add(last));
            store(to.add(last), chunk);
            escape_mask16(&chunk) == 0
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
    let (mut at, mut written) = (0, 0);
    // SAFETY: loads end within the text: the first loop asks for 16 bytes, the second for what is left.
    // Of the output at most 6 bytes have been written for each byte consumed, and each store of 16
    // is at that place: within the room, whose slack is 16 bytes. An escape stores 8 bytes while at
    // least the byte that it stands for is not yet counted.
    unsafe {
        loop {
            let left = length - at;
            let (chunk, valid) = match left {
                16.. => (load::<[u8; 16]>(from.add(at)), 16),
                1.. => (load_partial(from.add(at), left), left),
                0 => return written,
            };
            store(to.add(written), chunk);
            let mask = escape_mask16(&chunk) & ((1 << valid) - 1);
            if mask == 0 {
                at += valid;
                written += valid;
                continue;
            }
            let plain = mask.trailing_zeros() as usize;
            let escape = ESCAPES[usize::from(*from.add(at + plain))];
            store(to.add(written + plain), escape);
            at += plain + 1;
            written += plain + usize::from(escape[7]);
        }
    }
}

/// A text in parts of a limited length, none of which ends inside a character.
pub(super) struct Parts<'t> {
    rest: &'t str,
    limit: usize,
}

impl<'t> Parts<'t> {
    /// `limit` is at least 4.
    pub(super) fn new(text: &'t str, limit: usize) -> Self {
        Parts { rest: text, limit }
    }
}

impl<'t> Iterator for Parts<'t> {
    type Item = &'t str;

    #[inline]
    fn next(&mut self) -> Option<&'t str> {
        if self.rest.is_empty() {
            return None;
        }
        let mut end = self.rest.len();
        if end > self.limit {
            end = self.limit;
            while !self.rest.is_char_boundary(end) {
                end -= 1;
            }
        }
        let (part, rest) = self.rest.split_at(end);
        self.rest = rest;
        Some(part)
    }
}
