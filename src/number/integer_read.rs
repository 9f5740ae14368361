//! Words of text from a slice, never past its end, and integers of 128 bits.
//!
//! Safe code: the last bytes are read by loads that overlap, not one by one, so a number that ends
//! with the input is as fast as one in its middle.

use super::decimal::{digit_run, parse_digits};
use super::tables::SMALL_POWERS;

/// The eight bytes from `at` on; zeros, which are no digits, where the slice has ended. `last` are
/// the slice's last eight bytes.
#[inline(always)]
pub(super) fn word(bytes: &[u8], last: &[u8; 8], at: usize) -> u64 {
    match bytes.get(at..).and_then(<[u8]>::first_chunk) {
        Some(chunk) => u64::from_le_bytes(*chunk),
        None => {
            let past = at.saturating_add(8) - bytes.len();
            u64::from_le_bytes(*last).checked_shr(8 * past.min(8) as u32).unwrap_or(0)
        }
    }
}

/// A slice of fewer than eight bytes as a word, zeros after its end.
pub(super) fn short_word(bytes: &[u8]) -> u64 {
    debug_assert!(bytes.len() <= 8);
    let bits = 8 * bytes.len() as u32;
    if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        let (first, last) = (u32::from_le_bytes(*first), u32::from_le_bytes(*last));
        return u64::from(first) | u64::from(last) << (bits - 32);
    }
    if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        let (first, last) = (u16::from_le_bytes(*first), u16::from_le_bytes(*last));
        return u64::from(first) | u64::from(last) << (bits - 16);
    }
    bytes.first().copied().unwrap_or(0).into()
}

/// The eight bytes from `at` on; zeros where the slice, of any length, has ended.
#[inline]
pub(super) fn any_word(bytes: &[u8], at: usize) -> u64 {
    match bytes.last_chunk() {
        Some(last) => word(bytes, last, at),
        None => short_word(bytes.get(at..).unwrap_or_default()),
    }
}

/// Where the digits from `at` on end.
#[inline]
pub(super) fn end_of_digits(bytes: &[u8], mut at: usize) -> usize {
    loop {
        let run = digit_run(any_word(bytes, at));
        at += run as usize;
        if run < 8 {
            return at;
        }
    }
}

/// Reads the integer without sign at the beginning of `bytes`: its value and the length of its
/// text. `None` if there is none, if it has a leading zero, or if it is too big.
pub fn read_u128(bytes: &[u8]) -> Option<(u128, usize)> {
    let end = end_of_digits(bytes, 0);
    if end == 0 || (bytes[0] == b'0' && end > 1) {
        return None;
    }
    let mut value = 0_u128;
    let mut at = 0;
    while at < end {
        let count = (end - at).min(8);
        let digits = parse_digits(any_word(bytes, at), count as u32);
        value = value.checked_mul(SMALL_POWERS[count].into())?.checked_add(digits.into())?;
        at += count;
    }
    Some((value, end))
}
