//! Text to numbers where the place of the token behind is known: the way that most go.
//!
//! A number's text mostly ends where the next token stands. So its last sixteen bytes are loaded from that end, what
//! lies before it is masked off, and its digits need not be looked for; a point is taken out by two loads a byte apart.
//! Neither the digits nor how many there are, up to sixteen, decide a branch. Among the input's first bytes,
//! before which there is nothing to load, they are read one by one. Whatever this does not take, whitespace behind the number among it,
//! `float_read.rs` reads from its beginning. Safe code: every load is a part of the input.

use super::float_read::{Parsed, Raw, read_float, sign_bit};
use super::long_read::read_long_float;
use super::scale::{quotient, quotient_of, scale_near};
use super::tables::SMALL_POWERS;
use crate::simd::{is_space, last_decimal, last_digits};

/// The integer without sign that goes from `start` to `end`, the place of what comes next. `None` if there is anything
/// else, or if it does not fit; and, for [`read_common`](super::read_common) to look at, if whitespace follows it or it has more
/// than 16 digits and ends among the input's first 19 bytes. Among the first 15, whitespace may be taken.
///
/// With the length known nothing has to be found, and nothing branches on the digits. Inlined are up to four.
#[inline(always)]
pub fn read_plain_integer(input: &[u8], start: usize, end: usize) -> Option<u64> {
    // Both are places of tokens; whatever they are, what is read is a part of the input.
    let length = end.wrapping_sub(start);
    let before = input.get(..end).and_then(<[_]>::last_chunk);
    let Some(before) = before.filter(|_| (1..=4).contains(&length)) else {
        return read_run(input, start, end);
    };
    last_four(u32::from_le_bytes(*before), length)
}

/// The number whose digits, up to four, are the last bytes of `word`.
#[inline(always)]
fn last_four(word: u32, length: usize) -> Option<u64> {
    let before = 32 - 8 * length;
    let digits = (word ^ 0x3030_3030) >> before;
    if digits as u8 == 0 && length > 1 {
        return None;
    }
    // Zeros move in from below: leading zeros of the text.
    four_digits(digits << before)
}

/// The number with these four digits, the lowest byte's first, if they are digits.
#[inline(always)]
pub(super) fn four_digits(digits: u32) -> Option<u64> {
    let others = (digits.wrapping_add(0x7676_7676) | digits) & 0x8080_8080;
    let pairs = (digits.wrapping_mul((10 << 8) + 1) >> 8) & 0x00FF_00FF;
    (others == 0).then(|| (pairs.wrapping_mul((100 << 16) + 1) >> 16).into())
}

/// The number that the last `count` bytes before `end` are, up to four, if they are digits. `None` also if there are not four.
#[inline(always)]
fn digits_before(input: &[u8], end: usize, count: usize) -> Option<u64> {
    let word = u32::from_le_bytes(*input.get(..end)?.last_chunk()?);
    four_digits((word ^ 0x3030_3030) & !(u64::from(u32::MAX) >> (8 * count)) as u32)
}

/// [`read_plain_integer`] for five digits and more, and in the input's first bytes.
#[inline(never)]
pub(super) fn read_run(input: &[u8], start: usize, end: usize) -> Option<u64> {
    let length = end.wrapping_sub(start);
    let Some(last) = input.get(..end)?.last_chunk() else {
        return match first_number(input, start, end)? {
            (value, 0) => Some(value),
            _ => None,
        };
    };
    if !(5..=20).contains(&length) || input.get(start) == Some(&b'0') {
        return None;
    }
    let value = last_digits(last, length.min(16))?;
    if length <= 16 {
        return Some(value);
    }
    let high = digits_before(input, end - 16, length - 16)?;
    high.checked_mul(10_000_000_000_000_000)?.checked_add(value)
}

/// The number that goes from `start` to `end`, the place of what comes next. `None` as for [`read_plain_integer`], and if it
/// has an exponent, or more digits than [`read_plain_float`] takes.
#[inline(always)]
pub fn read_plain_number(input: &[u8], start: usize, end: usize) -> Option<Parsed> {
    read_either(input, start, end).parsed()
}

#[inline(never)]
fn read_either(input: &[u8], start: usize, end: usize) -> Raw {
    let (negative, length) = sign_and_length(input, start, end);
    if !(1..=16).contains(&length) {
        return match length {
            17..=21 => read_either_long(input, start, end),
            _ => read_either_float(input, start, end),
        };
    }
    match plain_number(input, end, length) {
        Some((value, 0)) => Raw::integer(negative, value, 0),
        Some((mantissa, decimals)) => {
            Raw::float(quotient(mantissa, decimals, sign_bit(negative)), 0)
        }
        None => read_either_float(input, start, end),
    }
}

/// [`read_either`] of what else there is.
#[inline(never)]
fn read_either_float(input: &[u8], start: usize, end: usize) -> Raw {
    let negative = input.get(start) == Some(&b'-');
    match first_number(input, start + usize::from(negative), end) {
        Some((value, 0)) => return Raw::integer(negative, value, 0),
        Some((mantissa, decimals)) => {
            return Raw::float(quotient(mantissa, decimals, sign_bit(negative)), 0);
        }
        None => {}
    }
    match read_long_float::<false>(input, start, end) {
        Some(value) => Raw::float(value, 0),
        None => Raw::NONE,
    }
}

/// Where a number has to end that the ways above find too few bytes before.
const FIRST: usize = 17;

/// The mantissa and the decimals of the number without sign from `start` to `end` or to whitespace before that, if it ends among
/// the input's first bytes, has up to 16 characters and no exponent.
#[inline(always)]
pub(super) fn first_number(input: &[u8], start: usize, end: usize) -> Option<(u64, u32)> {
    if end > FIRST { None } else { read_first(input.get(start..end)?) }
}

/// One character after the other. (To move it up in a buffer, and load it from there before it is in the cache, took 5 to 10 ns.)
#[inline]
fn read_first(text: &[u8]) -> Option<(u64, u32)> {
    if text.len() > 16 {
        return None;
    }
    let (mut value, mut length, mut point) = (0, text.len(), None);
    for (at, &byte) in text.iter().enumerate() {
        let digit = byte.wrapping_sub(b'0');
        if digit <= 9 {
            value = value * 10 + u64::from(digit);
        } else if byte == b'.' && point.is_none() {
            point = Some(at);
        } else if text[at..].iter().all(|&byte| is_space(byte)) {
            length = at;
            break;
        } else {
            return None;
        }
    }
    let whole = point.unwrap_or(length);
    let decimals = length - whole;
    if whole == 0 || decimals == 1 || text[0] == b'0' && whole > 1 {
        return None;
    }
    Some((value, decimals.saturating_sub(1) as u32))
}

/// [`read_either`] of 17 to 21 characters.
#[inline(never)]
fn read_either_long(input: &[u8], start: usize, end: usize) -> Raw {
    let (negative, length) = sign_and_length(input, start, end);
    if let Some((mantissa, decimals)) = long_decimal(input, end, length) {
        return Raw::float(scale_near::<false>(mantissa, decimals, sign_bit(negative)), 0);
    }
    match read_run(input, start, end) {
        Some(value) => Raw::integer(false, value, 0),
        None => read_either_float(input, start, end),
    }
}

/// [`read_float`] of a number whose text goes from `start` to `end`, the place of what comes next, or to whitespace before
/// that.
///
/// With the length known, the point is found at once and taken out, and no branch depends on the digits or on where it
/// stands. Its calls are its ends, as `read_float`'s are.
#[inline(never)]
pub fn read_plain_float<const SINGLE: bool, const WHOLE: bool>(
    input: &[u8],
    start: usize,
    end: usize,
) -> f64 {
    let (negative, length) = sign_and_length(input, start, end);
    if !(1..=16).contains(&length) {
        return match length {
            17..=21 => read_plain_long::<SINGLE, WHOLE>(input, start, end),
            _ => read_other::<SINGLE, WHOLE>(input, start, end),
        };
    }
    match plain_number(input, end, length) {
        Some((mantissa, decimals @ 1..)) if SINGLE => {
            quotient_of::<true>(mantissa, decimals, sign_bit(negative))
        }
        // Sixteen digits may be 2^53 and more, but then none is a decimal: they are rounded once, too.
        Some((mantissa, decimals)) if !SINGLE && (WHOLE || decimals > 0) => {
            quotient(mantissa, decimals, sign_bit(negative))
        }
        _ => read_other::<SINGLE, WHOLE>(input, start, end),
    }
}

/// [`read_plain_float`] of what else there is.
#[inline(never)]
fn read_other<const SINGLE: bool, const WHOLE: bool>(
    input: &[u8],
    start: usize,
    end: usize,
) -> f64 {
    let negative = input.get(start) == Some(&b'-');
    match first_number(input, start + usize::from(negative), end) {
        Some((mantissa, decimals @ 1..)) if SINGLE => {
            return quotient_of::<true>(mantissa, decimals, sign_bit(negative));
        }
        Some((mantissa, decimals)) if !SINGLE && (WHOLE || decimals > 0) => {
            return quotient(mantissa, decimals, sign_bit(negative));
        }
        _ => {}
    }
    match read_long_float::<SINGLE>(input, start, end) {
        Some(value) => value,
        None => read_float::<SINGLE, WHOLE>(input, start),
    }
}

/// [`read_plain_float`] of 17 to 21 characters. Out of line, or the shorter save registers for it.
#[inline(never)]
fn read_plain_long<const SINGLE: bool, const WHOLE: bool>(
    input: &[u8],
    start: usize,
    end: usize,
) -> f64 {
    let (negative, length) = sign_and_length(input, start, end);
    match long_decimal(input, end, length) {
        Some((mantissa, decimals)) => scale_near::<SINGLE>(mantissa, decimals, sign_bit(negative)),
        None if WHOLE && let Some(value) = read_run(input, start, end) => match SINGLE {
            true => (value as f32).into(),
            false => value as f64,
        },
        None => read_other::<SINGLE, WHOLE>(input, start, end),
    }
}

/// Whether the number has a sign, and how long it is behind that.
#[inline(always)]
pub(super) fn sign_and_length(input: &[u8], start: usize, end: usize) -> (bool, usize) {
    let negative = input.get(start) == Some(&b'-');
    (negative, end.wrapping_sub(start + usize::from(negative)))
}

/// The mantissa and the decimals, 0 for an integer, of the number of `length`, up to 16, that ends at `end`.
#[inline(always)]
pub(super) fn plain_number(input: &[u8], end: usize, length: usize) -> Option<(u64, u32)> {
    // What shape it has is foreseen; to take either from one look without a branch was 6 to 10 % slower.
    if let Some(decimal) = plain_decimal(input, end, length) {
        return Some(decimal);
    }
    let before = input.get(..end)?;
    let value = last_digits(before.last_chunk()?, length)?;
    let first = *before.get(end.checked_sub(length)?)?;
    (first != b'0' || length == 1).then_some((value, 0))
}

/// The mantissa and the decimals of the number of `length` that ends at `end`, of which the last 17 characters, or all
/// that there are, are looked at.
#[inline(always)]
fn plain_decimal(input: &[u8], end: usize, length: usize) -> Option<(u64, u32)> {
    let before = input.get(..end)?;
    let (mantissa, decimals) = last_decimal(before.last_chunk()?, length.min(17))?;
    // A leading zero is one only before the point.
    let first = *before.get(end.checked_sub(length)?)?;
    (first != b'0' || length == decimals as usize + 2).then_some((mantissa, decimals))
}

/// The mantissa and the decimals of a number of 17 to 21 characters that has up to 19 digits, of which up to fifteen
/// stand behind the point, or all but one.
#[inline(always)]
pub(super) fn long_decimal(input: &[u8], end: usize, length: usize) -> Option<(u64, u32)> {
    if length <= 20
        && let Some((last, decimals)) = plain_decimal(input, end, length)
    {
        let head = digits_before(input, end - 17, length - 17)?;
        return Some((head * 10_000_000_000_000_000 + last, decimals));
    }
    let decimals = length.checked_sub(2).filter(|&decimals| decimals >= 16)?;
    let &[first, b'.'] = input.get(end - length..end - decimals)? else { return None };
    let whole = u64::from(first.wrapping_sub(b'0'));
    if whole > 9 || whole > 0 && decimals > 18 {
        return None;
    }
    let last = last_digits(input.get(..end)?.last_chunk()?, 16)?;
    let head = digits_before(input, end - 16, decimals - 16)?;
    let head = whole * SMALL_POWERS[decimals - 16] + head;
    Some((head * 10_000_000_000_000_000 + last, decimals as u32))
}
