//! Text to numbers: integers, and floats rounded to nearest. This is the way that nearly all go.
//!
//! Integers and the usual floats (up to seven digits before the point, 19 in all) are read sixteen
//! digits at a time. A mantissa of up to 19 digits and its power of ten make a float by one division
//! or one multiplication. Near the ends of the input, and for all other numbers, there is
//! `float_edge.rs`.

use super::decimal::{digit_run, parse_digits};
use super::float_edge::{
    edge_fraction, long_edge, read_edge, read_edge_float, read_last, read_short_fraction,
};
use super::grammar::is_delimiter;
use super::integer_read::{any_word, around, read_integer};
use super::scale::{quotient_of, scale, scale_near};
use super::tables::SMALL_POWERS;
use crate::simd::leading_digits;

/// A number as serde_json sees it.
#[derive(Clone, Copy, Debug)]
pub enum Parsed {
    /// An integer without sign that fits.
    U64(u64),
    /// An integer with sign that fits, other than `-0`.
    I64(i64),
    /// Everything else: with fraction or exponent, `-0`, and integers that fit neither.
    F64(f64),
}

/// A number in two registers: its bits, and the length of its text with its kind in the low bits.
#[derive(Clone, Copy)]
pub(super) struct Raw {
    bits: u64,
    tag: u64,
}

impl Raw {
    pub(super) const UNSIGNED: u64 = 1;
    pub(super) const SIGNED: u64 = 2;
    pub(super) const FLOAT: u64 = 3;
    pub(super) const NONE: Self = Self { bits: 0, tag: 0 };

    #[inline(always)]
    pub(super) fn float(value: f64, length: usize) -> Self {
        Self { bits: value.to_bits(), tag: (length as u64) << 2 | Self::FLOAT }
    }

    /// `magnitude` is at most `2^63` if it is negative.
    #[inline(always)]
    pub(super) fn integer(negative: bool, magnitude: u64, length: usize) -> Self {
        let tag = (length as u64) << 2;
        if !negative {
            Self { bits: magnitude, tag: tag | Self::UNSIGNED }
        } else if magnitude != 0 {
            Self { bits: magnitude.wrapping_neg(), tag: tag | Self::SIGNED }
        } else {
            Self::float(-0.0, length)
        }
    }

    #[inline(always)]
    pub(super) fn parsed(self) -> Option<Parsed> {
        match self.tag & 3 {
            Self::UNSIGNED => Some(Parsed::U64(self.bits)),
            Self::SIGNED => Some(Parsed::I64(self.bits as i64)),
            Self::FLOAT => Some(Parsed::F64(f64::from_bits(self.bits))),
            _ => None,
        }
    }

    #[inline(always)]
    pub(super) fn length(self) -> usize {
        (self.tag >> 2) as usize
    }

    /// Itself if no more of a scalar follows.
    #[inline(always)]
    pub(super) fn delimited(self, bytes: &[u8]) -> Self {
        match bytes.get(self.length()) {
            Some(&next) if !is_delimiter(next) => Self::NONE,
            _ => self,
        }
    }
}

/// Reads the number at `start`, where `input` has any byte, if it is one that a delimiter or the end of the
/// input follows. `None` if there is anything else, a number that is malformed or out of range, or one for
/// which only [`read`](super::read) will do.
///
/// Inlined are integers of up to four digits; longer ones and fractions are a call away. It keeps nothing
/// over that call, since what is inlined into a user's code must be small.
#[inline(always)]
pub fn read_common(input: &[u8], start: usize) -> Option<Parsed> {
    let bytes = input.get(start..)?;
    let Some(window) = bytes.first_chunk::<9>() else {
        return read_edge(input, start).parsed();
    };
    let (sign, whole, digits, next) = match read_whole(window) {
        Whole::Short(sign, whole, digits, next) => (sign, whole, digits, next),
        Whole::Long => return read_long::<false>(input, start).parsed(),
        Whole::None => return None,
    };
    if next == b'.' {
        let at = sign + digits + 1;
        let value = match around(input, start) {
            Some(window) => {
                let window = window[at..].first_chunk().unwrap_or(&[0; 48]);
                read_fraction(window, whole, (sign as u64) << 63)
            }
            None => edge_fraction::<false>(input, start + at, whole, (sign as u64) << 63),
        };
        return (!value.is_nan()).then_some(Parsed::F64(value));
    }
    if !is_delimiter(next) {
        return None;
    }
    Some(match (sign, whole) {
        (0, whole) => Parsed::U64(whole.into()),
        (_, 0) => Parsed::F64(-0.0),
        (_, whole) => Parsed::I64(-i64::from(whole)),
    })
}

#[inline(never)]
fn read_fraction(window: &[u8; 48], whole: u32, sign: u64) -> f64 {
    fraction::<false>(window, whole.into(), sign)
}

/// [`read_common`] for floats: not a number where that is `None`, and for integers, but with `WHOLE` these are
/// floats too. All of it is one call away, so that the loops of serde's visitors are small, and its calls are
/// its ends, so that it keeps nothing.
///
/// With `SINGLE`, floats are rounded to f32 in one step, and widened.
#[inline(never)]
pub fn read_float<const SINGLE: bool, const WHOLE: bool>(input: &[u8], start: usize) -> f64 {
    let Some(window) = around(input, start) else {
        return read_edge_float::<SINGLE, WHOLE>(input, start);
    };
    let text = window[16..].first_chunk().unwrap_or(&[0; 9]);
    match read_whole(text) {
        Whole::Short(sign, whole, digits, b'.') => {
            let window = window[sign + digits + 1..].first_chunk().unwrap_or(&[0; 48]);
            fraction::<SINGLE>(window, whole.into(), (sign as u64) << 63)
        }
        Whole::Short(sign, whole, _, next) if WHOLE && is_delimiter(next) => {
            f64::from_bits(f64::from(whole).to_bits() | (sign as u64) << 63)
        }
        Whole::Long => read_long_float::<SINGLE, WHOLE>(input, start),
        _ => f64::NAN,
    }
}

#[inline(never)]
fn read_long_float<const SINGLE: bool, const WHOLE: bool>(input: &[u8], start: usize) -> f64 {
    as_float::<SINGLE, WHOLE>(read_long::<SINGLE>(input, start))
}

/// `mantissa / 10^run`, whose whole part is `whole`.
#[inline(always)]
pub(super) fn decimal<const SINGLE: bool>(mantissa: u64, whole: u64, run: u32, sign: u64) -> f64 {
    match EXACT_BELOW.get(run as usize) {
        Some(&below) if whole < below => quotient_of::<SINGLE>(mantissa, run, sign),
        _ => scale_near::<SINGLE>(mantissa, run, sign),
    }
}

#[inline(always)]
pub(super) fn as_float<const SINGLE: bool, const WHOLE: bool>(number: Raw) -> f64 {
    match number.parsed() {
        Some(Parsed::F64(value)) => value,
        Some(Parsed::U64(value)) if WHOLE && SINGLE => (value as f32).into(),
        Some(Parsed::I64(value)) if WHOLE && SINGLE => (value as f32).into(),
        Some(Parsed::U64(value)) if WHOLE => value as f64,
        Some(Parsed::I64(value)) if WHOLE => value as f64,
        _ => f64::NAN,
    }
}

/// What a number begins with.
pub(super) enum Whole {
    /// 1 if it has a sign, else 0; up to four digits, how many they are, and what follows.
    Short(usize, u32, usize, u8),
    /// More digits.
    Long,
    /// No number.
    None,
}

/// One digit at a time: most numbers have few before a point, and which way it goes is foreseen.
#[inline(always)]
pub(super) fn read_whole(window: &[u8; 9]) -> Whole {
    let sign = usize::from(window[0] == b'-');
    // A pointer once, or the sign is looked at for each digit.
    let text: &[u8; 8] = window[sign..].first_chunk().unwrap_or(&[0; 8]);
    let digit = |at: usize| u32::from(text[at]).wrapping_sub(u32::from(b'0'));
    let mut whole = digit(0);
    let mut digits = 1;
    if whole > 9 {
        return Whole::None;
    }
    if digit(1) <= 9 {
        if whole == 0 {
            return Whole::None;
        }
        whole = whole * 10 + digit(1);
        digits = 2;
        if digit(2) <= 9 {
            whole = whole * 10 + digit(2);
            digits = 3;
            if digit(3) <= 9 {
                whole = whole * 10 + digit(3);
                digits = 4;
                if digit(4) <= 9 {
                    return Whole::Long;
                }
            }
        }
    }
    Whole::Short(sign, whole, digits, text[digits])
}

/// The magnitude of `i64::MIN`.
pub(super) const MOST_NEGATIVE: u64 = 1 << 63;

/// A number of more than four digits before its point, the first not 0 ([`read_whole`] has seen that), and a
/// delimiter. Its length is not told.
#[inline(never)]
fn read_long<const SINGLE: bool>(input: &[u8], start: usize) -> Raw {
    let bytes = input.get(start..).unwrap_or_default();
    let negative = bytes.first() == Some(&b'-');
    let at = start + usize::from(negative);
    let Some(window) = around(input, at) else { return long_edge::<SINGLE>(input, start) };
    let (magnitude, length, next) = read_integer(window);
    let end = usize::from(negative) + length;
    if is_delimiter(next) && !(negative && magnitude > MOST_NEGATIVE) {
        return Raw::integer(negative, magnitude, 0);
    }
    if next == b'.'
        && (1..8).contains(&length)
        && let Some(window) = window[length + 1..].first_chunk()
        && length + count_digits(window) <= 19
    {
        let value = fraction::<SINGLE>(window, magnitude, sign_bit(negative));
        if !value.is_nan() {
            return Raw::float(value, 0);
        }
    }
    if next == b'.' && length >= 8 {
        return read_short_fraction::<SINGLE>(bytes, negative, magnitude, end).delimited(bytes);
    }
    read_last::<SINGLE>(bytes)
}

/// The sign of a float.
#[inline(always)]
pub(super) fn sign_bit(negative: bool) -> u64 {
    u64::from(negative) << 63
}

/// The digits behind the first 16 bytes of `window`, up to 16.
#[inline(always)]
fn count_digits(window: &[u8; 48]) -> usize {
    leading_digits(window.first_chunk().unwrap_or(&[0; 32])).1 as usize
}

/// The digits behind the first 16 bytes of `window`, which come after a point, with the value `whole` before
/// it, an exponent if there is one, and a delimiter: the number, with `sign`. Not a number if this is something
/// else or needs [`read`](super::read); wrong if there are more than 19 digits and more than four before the point.
#[inline(always)]
fn fraction<const SINGLE: bool>(window: &[u8; 48], whole: u64, sign: u64) -> f64 {
    let (digits, run) = leading_digits(window.first_chunk().unwrap_or(&[0; 32]));
    if run < 16 {
        let mantissa = whole.wrapping_mul(SMALL_POWERS[run as usize]).wrapping_add(digits);
        let next = window[16 + run as usize];
        if !is_delimiter(next) {
            if run == 0 || next | 0x20 != b'e' {
                return f64::NAN;
            }
            let text = any_word(window, 17 + run as usize);
            return read_exponent::<SINGLE>(text, mantissa, run, sign);
        }
        // Told by the shape, nearly always, which is foreseen more often than the value.
        if whole < EXACT_BELOW[run as usize] {
            return quotient_of::<SINGLE>(mantissa, run, sign);
        }
        if run == 0 {
            return f64::NAN;
        }
        return scale_near::<SINGLE>(mantissa, run, sign);
    }
    long_fraction::<SINGLE>(window, whole, sign, digits)
}

/// [`fraction`] of sixteen digits, which are known, and more. Out of line, or the other ways save registers for it.
#[inline(never)]
fn long_fraction<const SINGLE: bool>(window: &[u8; 48], whole: u64, sign: u64, digits: u64) -> f64 {
    let third = any_word(window, 32);
    let run = digit_run(third);
    // 19 digits in all, where a whole part of 0 is none.
    if run + u32::from(whole != 0) > 3 || whole > 9 {
        return f64::NAN;
    }
    let mantissa = whole * SMALL_POWERS[16] + digits;
    let mantissa = mantissa * SMALL_POWERS[run as usize] + parse_digits(third, run);
    let next = (third >> (8 * run)) as u8;
    if !is_delimiter(next) {
        if next | 0x20 != b'e' {
            return f64::NAN;
        }
        let text = any_word(window, 33 + run as usize);
        return read_exponent::<SINGLE>(text, mantissa, 16 + run, sign);
    }
    scale_near::<SINGLE>(mantissa, 16 + run, sign)
}

/// By the digits of a fraction, which whole parts come before it so that all of them are below 2^53; none
/// if there are no digits.
static EXACT_BELOW: [u64; 16] = {
    let mut table = [0; 16];
    let mut run = 1;
    while run < table.len() {
        table[run] = (1 << 53) / SMALL_POWERS[run];
        run += 1;
    }
    table
};

/// The exponent whose text, behind the `e`, begins with `text`, after `run` digits of a fraction that end a
/// mantissa, and a delimiter: as [`fraction`].
#[inline(never)]
fn read_exponent<const SINGLE: bool>(text: u64, mantissa: u64, run: u32, sign: u64) -> f64 {
    let signed = matches!(text as u8, b'+' | b'-');
    let number = text >> (8 * u32::from(signed));
    let count = digit_run(number);
    if !(1..5).contains(&count) || !is_delimiter((number >> (8 * count)) as u8) {
        return f64::NAN;
    }
    let exponent = parse_digits(number, count) as i32;
    let exponent = if text as u8 == b'-' { -exponent } else { exponent };
    let value = scale::<SINGLE>(mantissa, exponent - run as i32);
    if value.is_infinite() {
        return f64::NAN;
    }
    f64::from_bits(value.to_bits() | sign)
}
