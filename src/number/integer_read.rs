//! Words of text from a slice, never past its end, and integers.
//!
//! Safe code: the last bytes are read by loads that overlap, not one by one, so a number that ends
//! with the input is as fast as one in its middle.

use super::decimal::{digit_run, parse_digits, parse_eight_digits, parse_up_to_eight_digits};
use super::tables::SMALL_POWERS;
use crate::simd::{digits_from, leading_digits};

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

/// Sixteen bytes before `at` and 40 from there on, if the input has them.
#[inline(always)]
pub(super) fn around(input: &[u8], at: usize) -> Option<&[u8; 56]> {
    input.get(at.checked_sub(16)?..)?.first_chunk()
}

/// The digits at `at`, which is not beyond the input's end: the number they are, and how many there are, up to 16.
/// `None` if the input does not have 16 bytes before, and 32 in all.
#[inline(always)]
pub(super) fn digits_at(input: &[u8], at: usize) -> Option<(u64, usize)> {
    let (value, run) = match input.get(at.checked_sub(16)?..)?.first_chunk() {
        Some(window) => leading_digits(window),
        None => digits_from(input.last_chunk()?, 32 - (input.len() - at)),
    };
    Some((value, run as usize))
}

/// What [`read_integer_digits`] returns for the digits behind the first 16 bytes.
#[inline(always)]
pub(super) fn read_integer(window: &[u8; 56]) -> (u64, usize, u8) {
    let (value, run) = leading_digits(window.first_chunk().unwrap_or(&[0; 32]));
    if run < 16 {
        return (value, run as usize, window[16 + run as usize]);
    }
    read_third(value, any_word(window, 32))
}

/// The eight bytes at a place of a window; zeros where it ends before them.
#[inline(always)]
pub(super) fn word_in<const LENGTH: usize>(window: &[u8; LENGTH], at: usize) -> u64 {
    match window.get(at..).and_then(<[u8]>::first_chunk) {
        Some(word) => u64::from_le_bytes(*word),
        None => 0,
    }
}

/// The value of the digits at the beginning, their number and the byte after them. Value and number are 0, and
/// a point follows, if there are more than 19. `word` gives the eight bytes at a distance of 0, 8 or 16.
#[inline(always)]
pub(super) fn read_integer_digits(word: impl Fn(usize) -> u64) -> (u64, usize, u8) {
    let first = word(0);
    let run = digit_run(first);
    if run < 8 {
        return (parse_digits(first, run), run as usize, (first >> (8 * run)) as u8);
    }
    let high = parse_eight_digits(first);
    let second = word(8);
    let run = digit_run(second);
    if run < 8 {
        let value = high * SMALL_POWERS[run as usize] + parse_digits(second, run);
        return (value, 8 + run as usize, (second >> (8 * run)) as u8);
    }
    read_third(high * 100_000_000 + parse_eight_digits(second), word(16))
}

/// What [`read_integer_digits`] returns for sixteen digits of this value and what follows.
#[inline(always)]
fn read_third(value: u64, third: u64) -> (u64, usize, u8) {
    let run = digit_run(third);
    if run > 3 {
        // As if more followed: a fraction, an exponent or just more digits.
        return (0, 0, b'.');
    }
    let value = value * SMALL_POWERS[run as usize] + parse_digits(third, run);
    (value, 16 + run as usize, (third >> (8 * run)) as u8)
}

/// The value of an integer's digits, if it fits.
pub(super) fn integer_magnitude(digits: &[u8]) -> Option<u64> {
    if digits.len() > 20 {
        return None;
    }
    let mut value = 0_u64;
    let mut at = 0;
    while at < digits.len() {
        let count = (digits.len() - at).min(8);
        let part = parse_up_to_eight_digits(any_word(digits, at), count as u32);
        value = value.checked_mul(SMALL_POWERS[count])?.checked_add(part)?;
        at += count;
    }
    Some(value)
}
