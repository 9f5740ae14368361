//! Text to numbers where the place of the token behind is known, of those that `plain_read.rs` leaves: with an exponent,
//! integers of twenty digits, and fractions of more digits than a mantissa has.
//!
//! An exponent's letter is one of the last bytes, and before it stands a number as without one. Of many digits the first 19
//! are looked at: if they, rounded down and up, make the same float, so does what lies between.

use super::decimal::parse_digits;
use super::integer_read::{any_word, digits_at, end_of_digits};
use super::plain_read::{
    first_number, four_digits, long_decimal, plain_number, read_plain_integer, read_run,
    sign_and_length,
};
use super::scale::{scale, scale_exact, scale_near};
use super::tables::SMALL_POWERS;
use crate::simd::last_digits;

/// The float whose text goes from `start` to `end`, the place of what comes next. `None` as for
/// [`read_plain_number`](super::read_plain_number), and for integers that have no exponent.
#[inline(never)]
pub(super) fn read_long_float<const SINGLE: bool>(
    input: &[u8],
    start: usize,
    end: usize,
) -> Option<f64> {
    // Mostly it is whitespace that the number ends with.
    if !input.get(..end)?.last()?.is_ascii_digit() {
        return None;
    }
    let negative = input.get(start) == Some(&b'-');
    let value = match exponent(input, end) {
        Some((letter, power)) => {
            let (mantissa, decimals) = mantissa(input, start, letter)?;
            let power = power - decimals as i32;
            match scale_exact(mantissa, power) {
                Some(value) if !SINGLE => value,
                _ => scale::<SINGLE>(mantissa, power),
            }
        }
        None => truncated::<SINGLE>(input, start + usize::from(negative), end)?,
    };
    value.is_finite().then_some(if negative { -value } else { value })
}

/// The integer without sign that goes from `start` to `end`, the place of what comes next, of up to 38 digits: fewer than 127
/// bits. `None` if there is anything else.
#[inline]
pub fn read_plain_wide(input: &[u8], start: usize, end: usize) -> Option<u128> {
    if let Some(value) = read_plain_integer(input, start, end) {
        return Some(value.into());
    }
    let length = end.wrapping_sub(start);
    if !(20..=38).contains(&length) || input.get(start) == Some(&b'0') {
        return None;
    }
    let digits = |end: usize, count: usize| {
        let digits = last_digits(input.get(..end)?.last_chunk()?, count)?;
        Some(u128::from(digits))
    };
    let low = digits(end, 16)?;
    let mut high = digits(end - 16, (length - 16).min(16))?;
    if length > 32 {
        high += digits(end - 32, length - 32)? * u128::from(SMALL_POWERS[16]);
    }
    Some(high * u128::from(SMALL_POWERS[16]) + low)
}

/// Whether the number that ends at `end` has an exponent of up to four digits.
#[inline]
pub fn has_exponent(input: &[u8], end: usize) -> bool {
    exponent(input, end).is_some()
}

/// Where the `e` is of a number that ends at `end`, and the exponent, of up to four digits.
#[inline(always)]
fn exponent(input: &[u8], end: usize) -> Option<(usize, i32)> {
    let before = input.get(..end)?;
    let last = match before.last_chunk() {
        Some(last) => u64::from_le_bytes(*last),
        None => any_word(before, 0).checked_shl(64 - 8 * end as u32)?,
    };
    // Wrong only for what is above an `e` and no digit.
    let others = (last | u64::from_ne_bytes([0x20; 8])) ^ u64::from_ne_bytes([b'e'; 8]);
    let letters =
        others.wrapping_sub(u64::from_ne_bytes([1; 8])) & !others & u64::from_ne_bytes([0x80; 8]);
    // How many bytes are behind the last letter.
    let behind = letters.leading_zeros() / 8;
    if !(1..6).contains(&behind) {
        return None;
    }
    let text = last >> (64 - 8 * behind);
    let signed = u32::from(matches!(text as u8, b'+' | b'-'));
    let count = behind - signed;
    if !(1..5).contains(&count) {
        return None;
    }
    let digits = (text >> (8 * signed)) as u32 ^ 0x3030_3030;
    let power = four_digits(digits << (32 - 8 * count))? as i32;
    let power = if text as u8 == b'-' { -power } else { power };
    Some((end - behind as usize - 1, power))
}

/// The mantissa and the decimals of the number without exponent from `start`, where a sign may be, to `end`.
#[inline(always)]
fn mantissa(input: &[u8], start: usize, end: usize) -> Option<(u64, u32)> {
    let (_, length) = sign_and_length(input, start, end);
    match length {
        1..=16 => {
            plain_number(input, end, length).or_else(|| first_number(input, end - length, end))
        }
        17..=21 => match long_decimal(input, end, length) {
            Some(decimal) => Some(decimal),
            None => Some((read_run(input, end - length, end)?, 0)),
        },
        _ => None,
    }
}

/// The fraction without sign and exponent from `start` to `end`, which has up to 15 digits before its point and at least 16
/// behind it.
#[inline(always)]
fn truncated<const SINGLE: bool>(input: &[u8], start: usize, end: usize) -> Option<f64> {
    if end.checked_sub(start)? < 18 {
        return None;
    }
    let (whole, length @ 1..16) = digits_at(input, start)? else { return None };
    let point = start + length;
    if input.get(point) != Some(&b'.') || length > 1 && input.get(start) == Some(&b'0') {
        return None;
    }
    let (first, 16) = digits_at(input, point + 1)? else { return None };
    if end_of_digits(input, point + 17) != end {
        return None;
    }
    // A zero before the point is no digit of the mantissa.
    let most = 19 - if whole == 0 { 0 } else { length };
    let (mantissa, decimals) = match most.checked_sub(16) {
        Some(more) => {
            let more = more.min(end - point - 17);
            let rest = parse_digits(any_word(input, point + 17), more as u32);
            let mantissa = whole * SMALL_POWERS[16] + first;
            (mantissa * SMALL_POWERS[more] + rest, 16 + more)
        }
        None => (whole * SMALL_POWERS[most] + first / SMALL_POWERS[16 - most], most),
    };
    let decimals = decimals as u32;
    let value = scale_near::<SINGLE>(mantissa, decimals, 0);
    (value == scale_near::<SINGLE>(mantissa + 1, decimals, 0)).then_some(value)
}
