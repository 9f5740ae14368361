//! Text to numbers: integers, and floats rounded to nearest.
//!
//! Integers and the usual floats (up to seven digits before the point, 19 in all) are read sixteen
//! digits at a time, near the ends of the input eight. A mantissa of up to 19 digits and its power of ten make a float by one division
//! or one multiplication; longer ones are tried with their first 19 digits, rounded down and up, and
//! only if these differ go through core's exact parser.

use super::decimal::{digit_run, parse_digits, parse_up_to_eight_digits};
use super::grammar::{Parts, is_delimiter, parts};
use super::integer_read::{any_word, around, integer_magnitude, read_integer, read_integer_digits};
use super::scale::{quotient, scale, scale_near};
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
struct Raw {
    bits: u64,
    tag: u64,
}

impl Raw {
    const UNSIGNED: u64 = 1;
    const SIGNED: u64 = 2;
    const FLOAT: u64 = 3;
    const NONE: Self = Self { bits: 0, tag: 0 };

    #[inline(always)]
    fn float(value: f64, length: usize) -> Self {
        Self { bits: value.to_bits(), tag: (length as u64) << 2 | Self::FLOAT }
    }

    /// `magnitude` is at most `2^63` if it is negative.
    #[inline(always)]
    fn integer(negative: bool, magnitude: u64, length: usize) -> Self {
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
    fn parsed(self) -> Option<Parsed> {
        match self.tag & 3 {
            Self::UNSIGNED => Some(Parsed::U64(self.bits)),
            Self::SIGNED => Some(Parsed::I64(self.bits as i64)),
            Self::FLOAT => Some(Parsed::F64(f64::from_bits(self.bits))),
            _ => None,
        }
    }

    #[inline(always)]
    fn length(self) -> usize {
        (self.tag >> 2) as usize
    }

    /// Itself if no more of a scalar follows.
    #[inline(always)]
    fn delimited(self, bytes: &[u8]) -> Self {
        match bytes.get(self.length()) {
            Some(&next) if !is_delimiter(next) => Self::NONE,
            _ => self,
        }
    }
}

/// Reads the number at `start`, where `input` has any byte, if it is one that a delimiter or the end of the
/// input follows. `None` if there is anything else, a number that is malformed or out of range, or one for
/// which only [`read`] will do.
///
/// Inlined are integers of up to four digits; longer ones and fractions are a call away. It keeps nothing
/// over that call, since what is inlined into a user's code must be small.
#[inline(always)]
pub fn read_common(input: &[u8], start: usize) -> Option<Parsed> {
    let bytes = input.get(start..)?;
    let Some(window) = bytes.first_chunk::<9>() else {
        return read_last::<false>(bytes).parsed();
    };
    let (sign, whole, digits, next) = match read_whole(window) {
        Whole::Short(sign, whole, digits, next) => (sign, whole, digits, next),
        Whole::Long => return read_long::<false>(input, start).parsed(),
        Whole::None => return None,
    };
    if next == b'.' {
        let Some(window) = around(input, start) else {
            return read_last::<false>(bytes).parsed();
        };
        let window = window[sign + digits + 1..].first_chunk().unwrap_or(&[0; 48]);
        let value = read_fraction(window, whole, (sign as u64) << 63);
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
        return read_last_float::<SINGLE, WHOLE>(input, start);
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

/// Near an end of the input, where nothing is known of the number yet.
#[inline(never)]
fn read_last_float<const SINGLE: bool, const WHOLE: bool>(input: &[u8], start: usize) -> f64 {
    as_float::<SINGLE, WHOLE>(read_last::<SINGLE>(input.get(start..).unwrap_or_default()))
}

#[inline(always)]
fn as_float<const SINGLE: bool, const WHOLE: bool>(number: Raw) -> f64 {
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
enum Whole {
    /// 1 if it has a sign, else 0; up to four digits, how many they are, and what follows.
    Short(usize, u32, usize, u8),
    /// More digits.
    Long,
    /// No number.
    None,
}

/// One digit at a time: most numbers have few before a point, and which way it goes is foreseen.
#[inline(always)]
fn read_whole(window: &[u8; 9]) -> Whole {
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

/// Reads the longest number at the beginning of `bytes`, whose first byte is `-` or a digit: its value
/// and the length of its text. `None` if what is there is malformed (`1.`, `01`) or out of range.
#[inline]
pub fn read<const SINGLE: bool>(bytes: &[u8]) -> Option<(Parsed, usize)> {
    let raw = read_anywhere::<SINGLE>(bytes);
    Some((raw.parsed()?, raw.length()))
}

/// The magnitude of `i64::MIN`.
const MOST_NEGATIVE: u64 = 1 << 63;

/// A number of more than four digits before its point, the first not 0 ([`read_whole`] has seen that), and a
/// delimiter. Its length is not told.
#[inline(never)]
fn read_long<const SINGLE: bool>(input: &[u8], start: usize) -> Raw {
    let bytes = input.get(start..).unwrap_or_default();
    let negative = bytes.first() == Some(&b'-');
    let at = start + usize::from(negative);
    let Some(window) = around(input, at) else { return read_last::<SINGLE>(bytes) };
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

/// Any number that a delimiter or the end of the input follows.
#[inline(never)]
fn read_last<const SINGLE: bool>(bytes: &[u8]) -> Raw {
    read_anywhere::<SINGLE>(bytes).delimited(bytes)
}

/// Any number.
#[inline(never)]
fn read_anywhere<const SINGLE: bool>(bytes: &[u8]) -> Raw {
    let negative = bytes.first() == Some(&b'-');
    let digits = bytes.get(usize::from(negative)..).unwrap_or_default();
    let (magnitude, length, next) = read_integer_digits(digits);
    if length == 0 || (digits[0] == b'0' && length > 1) {
        // Nothing, or too much for a word, or a leading zero.
        return read_any::<SINGLE>(bytes);
    }
    let end = usize::from(negative) + length;
    match next {
        b'.' if length < 8 => {
            let rest = bytes.get(end + 1..).unwrap_or_default();
            let (fraction, run, next) = read_integer_digits(rest);
            if run == 0 || next | 0x20 == b'e' || length + run > 19 {
                return read_any::<SINGLE>(bytes);
            }
            let mantissa = magnitude * SMALL_POWERS[run] + fraction;
            let sign = sign_bit(negative);
            let value = match EXACT_BELOW.get(run) {
                Some(&below) if !SINGLE && magnitude < below => {
                    quotient(mantissa, run as u32, sign)
                }
                _ => scale_near::<SINGLE>(mantissa, run as u32, sign),
            };
            Raw::float(value, end + 1 + run)
        }
        b'.' => read_short_fraction::<SINGLE>(bytes, negative, magnitude, end),
        b'e' | b'E' => read_any::<SINGLE>(bytes),
        _ if negative && magnitude > MOST_NEGATIVE => read_any::<SINGLE>(bytes),
        _ => Raw::integer(negative, magnitude, end),
    }
}

/// A fraction of up to seven digits, whose point is at `at`, with more than seven before: seconds
/// with their milliseconds, and integers that were written as floats.
#[inline(never)]
fn read_short_fraction<const SINGLE: bool>(
    bytes: &[u8],
    negative: bool,
    whole: u64,
    at: usize,
) -> Raw {
    let text = any_word(bytes, at + 1);
    let run = digit_run(text);
    let next = (text >> (8 * (run & 7))) as u8;
    if !(1..8).contains(&run)
        || next | 0x20 == b'e'
        || at - usize::from(negative) + run as usize > 19
    {
        return read_any::<SINGLE>(bytes);
    }
    let mantissa = whole * SMALL_POWERS[run as usize] + parse_digits(text, run);
    let sign = sign_bit(negative);
    let value = if !SINGLE && mantissa < 1 << 53 {
        quotient(mantissa, run, sign)
    } else {
        scale_near::<SINGLE>(mantissa, run, sign)
    };
    Raw::float(value, at + 1 + run as usize)
}

/// The sign of a float.
#[inline(always)]
fn sign_bit(negative: bool) -> u64 {
    u64::from(negative) << 63
}

/// The digits behind the first 16 bytes of `window`, up to 16.
#[inline(always)]
fn count_digits(window: &[u8; 48]) -> usize {
    leading_digits(window.first_chunk().unwrap_or(&[0; 32])).1 as usize
}

/// The digits behind the first 16 bytes of `window`, which come after a point, with the value `whole` before
/// it, an exponent if there is one, and a delimiter: the number, with `sign`. Not a number if this is something
/// else or needs [`read`]; wrong if there are more than 19 digits and more than four before the point.
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
        if !SINGLE && whole < EXACT_BELOW[run as usize] {
            return quotient(mantissa, run, sign);
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
/// mantissa, and a delimiter: as [`read_fraction`].
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

/// Any shape.
#[inline(never)]
fn read_any<const SINGLE: bool>(bytes: &[u8]) -> Raw {
    let Some(Parts { start, whole_end, fraction_end, end }) = parts(bytes) else {
        return Raw::NONE;
    };
    let negative = start == 1;
    if end == whole_end
        && let Some(magnitude) = integer_magnitude(&bytes[start..end])
        && (!negative || magnitude <= 1 << 63)
    {
        return Raw::integer(negative, magnitude, end);
    }

    let whole = &bytes[start..whole_end];
    let fraction = bytes.get(whole_end + 1..fraction_end).unwrap_or_default();
    let mut mantissa = Mantissa::default();
    mantissa.push(whole);
    mantissa.push(fraction);
    // Of all the digits as one integer.
    let exponent = exponent(&bytes[fraction_end..end]) - fraction.len() as i64;
    let mut value = 0.0;
    if mantissa.value != 0 {
        // Far beyond what the table knows, both ways.
        let power = (exponent + mantissa.dropped as i64).clamp(-5000, 5000) as i32;
        value = scale::<SINGLE>(mantissa.value, power);
        if mantissa.inexact && value != scale::<SINGLE>(mantissa.value + 1, power) {
            value = exact::<SINGLE>(whole, fraction, exponent);
        }
    }
    if value.is_infinite() {
        return Raw::NONE;
    }
    Raw::float(if negative { -value } else { value }, end)
}

/// The first 19 significant digits of a number.
#[derive(Default)]
struct Mantissa {
    value: u64,
    /// Significant digits in `value`.
    count: usize,
    /// Digits that were left out after them.
    dropped: usize,
    /// One of these was not zero.
    inexact: bool,
}

impl Mantissa {
    fn push(&mut self, digits: &[u8]) {
        let mut at = 0;
        if self.count == 0 {
            at = digits.iter().position(|&digit| digit != b'0').unwrap_or(digits.len());
        }
        let end = digits.len().min(at + (19 - self.count));
        while at < end {
            let count = (end - at).min(8);
            let part = parse_up_to_eight_digits(any_word(digits, at), count as u32);
            self.value = self.value * SMALL_POWERS[count] + part;
            self.count += count;
            at += count;
        }
        self.dropped += digits.len() - at;
        self.inexact |= digits[at..].iter().any(|&digit| digit != b'0');
    }
}

/// The value of an exponent's text, `e` included; far out of range if it is too long.
fn exponent(text: &[u8]) -> i64 {
    let (negative, digits) = match text {
        [_, b'-', digits @ ..] => (true, digits),
        [_, b'+', digits @ ..] | [_, digits @ ..] => (false, digits),
        [] => return 0,
    };
    let mut value = 0_i64;
    for digit in digits {
        // No text has 2^59 digits to make up for it.
        value = (value * 10 + i64::from(digit - b'0')).min(1 << 59);
    }
    if negative { -value } else { value }
}

/// The digits of a midpoint between two doubles: no more than this decide.
const DECISIVE: usize = 800;

/// Core's parser on a text of bounded length: the first digits, one more in place of those cut off,
/// and the exponent.
#[cold]
#[inline(never)]
fn exact<const SINGLE: bool>(whole: &[u8], fraction: &[u8], exponent: i64) -> f64 {
    let mut text = [0; DECISIVE + 32];
    let mut length = 0;
    let mut exponent = exponent;
    let mut rest = whole.iter().chain(fraction).skip_while(|&&digit| digit == b'0');
    for (to, &from) in text[..DECISIVE].iter_mut().zip(&mut rest) {
        *to = from;
        length += 1;
    }
    // What was cut off, if it is not nothing, lies above the digits and below the next.
    let cut = rest.clone().count();
    if cut > 0 {
        text[length] = if rest.any(|&digit| digit != b'0') { b'1' } else { b'0' };
        length += 1;
        exponent += cut as i64 - 1;
    }
    let mut digits = itoa::Buffer::new();
    let digits = digits.format(exponent);
    text[length] = b'e';
    text[length + 1..][..digits.len()].copy_from_slice(digits.as_bytes());
    length += 1 + digits.len();

    let text = core::str::from_utf8(&text[..length]).unwrap_or_default();
    let value = if SINGLE { text.parse::<f32>().map(f64::from) } else { text.parse() };
    debug_assert!(value.is_ok());
    value.unwrap_or_default()
}
