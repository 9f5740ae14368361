//! Words of text from a slice, never past its end, and integers of 128 bits.
//!
//! Safe code: the last bytes are read by loads that overlap, not one by one, so a number that ends
//! with the input is as fast as one in its middle.

use super::decimal::{digit_run, parse_digits};
use super::tables::SMALL_POWERS;

/// The eight bytes from `at` on; zeros, which are no digits, where the slice has ended.
#[inline(always)]
pub(super) fn word(bytes: &[u8], at: usize) -> u64 {
    match bytes.get(at..).and_then(<[u8]>::first_chunk) {
        Some(chunk) => u64::from_le_bytes(*chunk),
        None => last_word(bytes, at),
    }
}

/// The same where fewer than eight bytes are left.
#[inline(never)]
fn last_word(bytes: &[u8], at: usize) -> u64 {
    let rest = bytes.get(at..).unwrap_or_default();
    let bits = 8 * rest.len() as u32;
    if let Some(chunk) = bytes.last_chunk() {
        return u64::from_le_bytes(*chunk).checked_shr(64 - bits).unwrap_or(0);
    }
    if let (Some(first), Some(last)) = (rest.first_chunk(), rest.last_chunk()) {
        let (first, last) = (u32::from_le_bytes(*first), u32::from_le_bytes(*last));
        return u64::from(first) | u64::from(last) << (bits - 32);
    }
    if let (Some(first), Some(last)) = (rest.first_chunk(), rest.last_chunk()) {
        let (first, last) = (u16::from_le_bytes(*first), u16::from_le_bytes(*last));
        return u64::from(first) | u64::from(last) << (bits - 16);
    }
    rest.first().copied().unwrap_or(0).into()
}

/// Where the digits from `at` on end.
#[inline]
pub(super) fn end_of_digits(bytes: &[u8], mut at: usize) -> usize {
    loop {
        let run = digit_run(word(bytes, at));
        at += run as usize;
        if run < 8 {
            return at;
        }
    }
}

/// Reads the integer without sign at the beginning of `bytes`: its value and the length of its
/// text. `None` if there is none (`01` is `0`), or if it is too big.
pub fn read_u128(bytes: &[u8]) -> Option<(u128, usize)> {
    let end = match bytes.first()? {
        b'0' => 1,
        _ => end_of_digits(bytes, 0),
    };
    if end == 0 {
        return None;
    }
    let mut value = 0_u128;
    let mut at = 0;
    while at < end {
        let count = (end - at).min(8);
        let digits = parse_digits(word(bytes, at), count as u32);
        value = value.checked_mul(SMALL_POWERS[count].into())?.checked_add(digits.into())?;
        at += count;
    }
    Some((value, end))
}
