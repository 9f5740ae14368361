//! Text to numbers near the ends of the input, and whatever `float_read.rs` does not know: by words of
//! eight digits, which overlap the input's end.
//!
//! Mantissas of more than 19 digits are tried with their first 19, rounded down and up, and only if these
//! differ go through core's exact parser.

use super::decimal::{digit_run, parse_digits, parse_up_to_eight_digits};
use super::float_read::{
    MOST_NEGATIVE, Parsed, Raw, Whole, as_float, decimal, read_whole, sign_bit,
};
use super::grammar::{Parts, is_delimiter, parts};
use super::integer_read::{any_word, digits_at, integer_magnitude, read_integer_digits, word_in};
use super::scale::{quotient, scale, scale_near};
use super::tables::SMALL_POWERS;

/// [`read_float`](super::read_float) near an end of the input.
#[inline(never)]
pub(super) fn read_edge_float<const SINGLE: bool, const WHOLE: bool>(
    input: &[u8],
    start: usize,
) -> f64 {
    let bytes = input.get(start..).unwrap_or_default();
    match read_start(bytes) {
        Whole::Short(sign, whole, digits, b'.') => {
            edge_fraction::<SINGLE>(input, start + sign + digits + 1, whole, (sign as u64) << 63)
        }
        Whole::Short(sign, whole, digits, _) if WHOLE && may_end(bytes, sign + digits) => {
            f64::from_bits(f64::from(whole).to_bits() | (sign as u64) << 63)
        }
        Whole::Long => as_float::<SINGLE, WHOLE>(long_edge::<SINGLE>(input, start)),
        _ => f64::NAN,
    }
}

/// [`read_common`](super::read_common) of fewer than nine bytes.
#[inline(never)]
pub(super) fn read_edge(input: &[u8], start: usize) -> Raw {
    let bytes = input.get(start..).unwrap_or_default();
    match read_start(bytes) {
        Whole::Short(sign, whole, digits, b'.') => {
            let at = start + sign + digits + 1;
            let value = edge_fraction::<false>(input, at, whole, (sign as u64) << 63);
            if value.is_nan() { Raw::NONE } else { Raw::float(value, 0) }
        }
        Whole::Short(sign, whole, digits, _) if may_end(bytes, sign + digits) => {
            Raw::integer(sign != 0, whole.into(), 0)
        }
        Whole::Long => long_edge::<false>(input, start),
        _ => Raw::NONE,
    }
}

/// What a number near the end begins with: the first nine bytes, zeros behind fewer.
#[inline(always)]
fn read_start(bytes: &[u8]) -> Whole {
    if let Some(window) = bytes.first_chunk() {
        return read_whole(window);
    }
    let mut padded = [0; 9];
    padded[..8].copy_from_slice(&any_word(bytes, 0).to_le_bytes());
    read_whole(&padded)
}

/// Whether a number may end before `at`: by a delimiter, or since nothing follows.
#[inline(always)]
fn may_end(bytes: &[u8], at: usize) -> bool {
    bytes.get(at).is_none_or(|&next| is_delimiter(next))
}

/// The fraction whose digits begin at `at`, with `whole` of up to four digits before it: the number, with `sign`;
/// not a number if this is something else or needs [`read`](fn@read), as an exponent does.
#[inline(never)]
pub(super) fn edge_fraction<const SINGLE: bool>(
    input: &[u8],
    at: usize,
    whole: u32,
    sign: u64,
) -> f64 {
    if let Some((fraction, run @ 1..16)) = digits_at(input, at) {
        if !may_end(input, at + run) {
            return f64::NAN;
        }
        let mantissa = u64::from(whole) * SMALL_POWERS[run] + fraction;
        return decimal::<SINGLE>(mantissa, whole.into(), run as u32, sign);
    }
    edge_words::<SINGLE>(input, at, whole, sign)
}

#[inline(never)]
fn edge_words<const SINGLE: bool>(input: &[u8], at: usize, whole: u32, sign: u64) -> f64 {
    let digits = input.get(at..).unwrap_or_default();
    let (fraction, run, _) = match digits.first_chunk() {
        Some(window) => read_integer_digits(|at| word_in::<24>(window, at)),
        None => read_integer_digits(|at| any_word(digits, at)),
    };
    let most = match whole {
        0 => 19,
        1..=9 => 18,
        _ => 15,
    };
    if run == 0 || run > most || !may_end(input, at + run) {
        return f64::NAN;
    }
    let mantissa = u64::from(whole) * SMALL_POWERS[run] + fraction;
    decimal::<SINGLE>(mantissa, whole.into(), run as u32, sign)
}

/// Reads the longest number at the beginning of `bytes`, whose first byte is `-` or a digit: its value
/// and the length of its text. `None` if what is there is malformed (`1.`, `01`) or out of range.
#[inline]
pub fn read<const SINGLE: bool>(bytes: &[u8]) -> Option<(Parsed, usize)> {
    let raw = read_anywhere::<SINGLE>(bytes);
    Some((raw.parsed()?, raw.length()))
}

/// A number of more than four digits before its point, the first not 0, near an end of the input.
#[inline(never)]
pub(super) fn long_edge<const SINGLE: bool>(input: &[u8], start: usize) -> Raw {
    let bytes = input.get(start..).unwrap_or_default();
    let negative = bytes.first() == Some(&b'-');
    let at = start + usize::from(negative);
    if let Some((magnitude, length @ 1..16)) = digits_at(input, at)
        && may_end(input, at + length)
    {
        return Raw::integer(negative, magnitude, 0);
    }
    let digits = input.get(at..).unwrap_or_default();
    let (magnitude, length, _) = match digits.first_chunk() {
        Some(window) => read_integer_digits(|at| word_in::<24>(window, at)),
        None => read_integer_digits(|at| any_word(digits, at)),
    };
    if length != 0 && may_end(input, at + length) && !(negative && magnitude > MOST_NEGATIVE) {
        return Raw::integer(negative, magnitude, 0);
    }
    read_last::<SINGLE>(bytes)
}

/// Any number that a delimiter or the end of the input follows.
#[inline(never)]
pub(super) fn read_last<const SINGLE: bool>(bytes: &[u8]) -> Raw {
    read_anywhere::<SINGLE>(bytes).delimited(bytes)
}

/// Any number, by words.
#[inline(never)]
fn read_anywhere<const SINGLE: bool>(bytes: &[u8]) -> Raw {
    match bytes.first_chunk() {
        Some(window) => read_words::<SINGLE>(bytes, |at| word_in::<40>(window, at)),
        None => read_words::<SINGLE>(bytes, |at| any_word(bytes, at)),
    }
}

/// `word` gives the eight bytes at a distance of up to 32, zeros where the input has ended.
#[inline(always)]
fn read_words<const SINGLE: bool>(bytes: &[u8], word: impl Fn(usize) -> u64) -> Raw {
    let negative = word(0) as u8 == b'-';
    let start = usize::from(negative);
    let (magnitude, length, next) = read_integer_digits(|at| word(start + at));
    if length == 0 || (length > 1 && bytes[start] == b'0') {
        // Nothing, or too much for a word, or a leading zero.
        return read_any::<SINGLE>(bytes);
    }
    let end = start + length;
    match next {
        b'.' if length < 8 => {
            let (fraction, run, next) = read_integer_digits(|at| word(end + 1 + at));
            if run == 0 || next | 0x20 == b'e' || length + run > 19 {
                return read_any::<SINGLE>(bytes);
            }
            let mantissa = magnitude * SMALL_POWERS[run] + fraction;
            let value = decimal::<SINGLE>(mantissa, magnitude, run as u32, sign_bit(negative));
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
pub(super) fn read_short_fraction<const SINGLE: bool>(
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
