//! RFC 8259's grammar of numbers: where their text and its parts end.

use super::integer_read::end_of_digits;
use crate::simd::digit_mask16;

/// Whether a number or literal may end before this byte.
#[inline(always)]
pub fn is_delimiter(byte: u8) -> bool {
    static TABLE: [bool; 256] = {
        let mut table = [false; 256];
        let all = *b" \t\n\r,:[]{}\"";
        let mut i = 0;
        while i < all.len() {
            table[all[i] as usize] = true;
            i += 1;
        }
        table
    };
    TABLE[usize::from(byte)]
}

/// The length of the text of the longest number at `start`, however big. `None` if what is there is malformed (`1.`,
/// `01`).
///
/// The digits of 32 bytes are found at once; where each run of them ends is counted in the mask, so that
/// numbers of changing length cost no branch that is hard to foresee.
#[inline]
pub fn scan(input: &[u8], start: usize) -> Option<usize> {
    let bytes = input.get(start..)?;
    match bytes.first_chunk() {
        Some(window) => scan_window(window, 0, bytes),
        None => scan_last(input, bytes),
    }
}

/// The same near the input's end.
#[inline(never)]
fn scan_last(input: &[u8], bytes: &[u8]) -> Option<usize> {
    match input.last_chunk() {
        Some(window) if !bytes.is_empty() => scan_window(window, window.len() - bytes.len(), bytes),
        _ => scan_any(bytes),
    }
}

/// [`scan`] in a window whose first `before` bytes stand before the number; `bytes` starts with the number.
#[inline(always)]
fn scan_window(window: &[u8; 32], before: usize, bytes: &[u8]) -> Option<usize> {
    // Behind the window comes the end of the input, or enough of it was seen.
    let byte = |at: usize| window.get(before + at).copied().unwrap_or(0);
    // The first byte is a digit or the sign: bytes that are no digits behind it end the parts, one by one.
    let mut others = other_mask32(window) >> before & !1;
    let start = usize::from(byte(0) == b'-');
    let mut end = others.trailing_zeros() as usize;
    if end > 24 || end == start || (byte(start) == b'0' && end - start > 1) {
        return scan_any(bytes);
    }
    if byte(end) == b'.' {
        let point = end;
        others &= others - 1;
        end = others.trailing_zeros() as usize;
        if end > 26 || end == point + 1 {
            return scan_any(bytes);
        }
    }
    if byte(end) | 0x20 == b'e' {
        return scan_any(bytes);
    }
    Some(end)
}

/// Whether the first `length` bytes of `window` are a number without exponent; `first` is the first of them, and
/// a digit or a sign. For those that are, nothing branches on their shape, which is hard to foresee.
#[inline(always)]
pub fn is_decimal(window: &[u8; 32], first: u8, length: usize) -> bool {
    if !(1..32).contains(&length) {
        return false;
    }
    // Bytes behind the first that are no digits: none, or a point.
    let others = other_mask32(window) as u32 & ((1 << length) - 2);
    let whole_end = (others | 1 << length).trailing_zeros() as usize;
    let start = usize::from(first == b'-');
    let no_other = others & others.wrapping_sub(1) == 0;
    let point = (window[whole_end] == b'.') & (whole_end + 1 < length);
    let no_leading_zero = (window[start] != b'0') | (whole_end == start + 1);
    no_other & ((whole_end == length) | point) & (whole_end > start) & no_leading_zero
}

/// Bit `i` is set if byte `i` is not a digit, and all bits behind the window are.
#[inline(always)]
fn other_mask32(window: &[u8; 32]) -> u64 {
    let [low, high] = [&window.as_chunks::<16>().0[0], &window.as_chunks::<16>().0[1]];
    !u64::from(digit_mask16(low) | digit_mask16(high) << 16)
}

#[inline(never)]
fn scan_any(bytes: &[u8]) -> Option<usize> {
    Some(parts(bytes)?.end)
}

/// Where the parts of a number's text end.
pub(super) struct Parts {
    pub(super) start: usize,
    pub(super) whole_end: usize,
    /// The same as `whole_end` without fraction.
    pub(super) fraction_end: usize,
    pub(super) end: usize,
}

pub(super) fn parts(bytes: &[u8]) -> Option<Parts> {
    let start = usize::from(*bytes.first()? == b'-');
    let whole_end = match bytes.get(start)? {
        // There can be only one leading zero.
        b'0' if bytes.get(start + 1).is_some_and(u8::is_ascii_digit) => return None,
        b'0' => start + 1,
        _ => end_of_digits(bytes, start),
    };
    if whole_end == start {
        return None;
    }
    let mut fraction_end = whole_end;
    if bytes.get(whole_end) == Some(&b'.') {
        fraction_end = end_of_digits(bytes, whole_end + 1);
        if fraction_end == whole_end + 1 {
            return None;
        }
    }
    let mut end = fraction_end;
    if let Some(b'e' | b'E') = bytes.get(end) {
        let signed = matches!(bytes.get(end + 1), Some(b'+' | b'-'));
        let digits = end + 1 + usize::from(signed);
        end = end_of_digits(bytes, digits);
        if end == digits {
            return None;
        }
    }
    Some(Parts { start, whole_end, fraction_end, end })
}
