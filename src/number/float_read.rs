//! Text to numbers: the grammar, integers, and floats rounded to nearest.
//!
//! The usual shapes (up to seven digits before the point, fewer than sixteen after it, no exponent)
//! are read eight digits at a time. A mantissa of up to 19 digits and its power of ten become a
//! float by one multiplication (Eisel and Lemire's method, which Mushtak and Lemire proved needs no
//! fallback); longer ones are tried with their first 19 digits, rounded down and up, and only if
//! these differ go through core's exact parser.

use super::decimal::{digit_run, parse_digits, parse_eight_digits};
use super::integer_read::{end_of_digits, word};
use super::tables::{MIN_POWER, POWERS, SMALL_POWERS};

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

/// Reads the longest number at the beginning of `bytes`, whose first byte is `-` or a digit:
/// its value and the length of its text. `None` if there is none or if it is out of range.
///
/// With `SINGLE`, floats are rounded to f32 in one step, and widened.
#[inline]
pub fn read<const SINGLE: bool>(bytes: &[u8]) -> Option<(Parsed, usize)> {
    let negative = bytes.first().is_some_and(|&first| first == b'-');
    let start = usize::from(negative);
    let text = word(bytes, start);
    let run = digit_run(text);
    // One to seven digits, so that the word has the next byte too, without a leading zero.
    if !(1..8).contains(&run) || (text as u8 == b'0' && run > 1) {
        return read_any::<SINGLE>(bytes);
    }
    let whole = parse_digits(text, run);
    let at = start + run as usize;
    match (text >> (8 * run)) as u8 {
        b'.' => {}
        b'e' | b'E' => return read_any::<SINGLE>(bytes),
        _ => return Some((integer(negative, whole), at)),
    }

    let first = word(bytes, at + 1);
    let mut run = digit_run(first);
    let (mantissa, next) = if run < 8 {
        if run == 0 {
            return None;
        }
        let mantissa = whole * SMALL_POWERS[run as usize] + parse_digits(first, run);
        (mantissa, (first >> (8 * run)) as u8)
    } else {
        let second = word(bytes, at + 9);
        let more = digit_run(second);
        if more == 8 {
            return read_any::<SINGLE>(bytes);
        }
        run = 8 + more;
        // 7 + 15 digits may be too many for a word.
        if at - start + run as usize > 19 {
            return read_any::<SINGLE>(bytes);
        }
        let mantissa = whole * 100_000_000 + parse_eight_digits(first);
        let mantissa = mantissa * SMALL_POWERS[more as usize] + parse_digits(second, more);
        (mantissa, (second >> (8 * more)) as u8)
    };
    if next | 0x20 == b'e' {
        return read_any::<SINGLE>(bytes);
    }
    let value = scale::<SINGLE>(mantissa, -(run as i32));
    Some((Parsed::F64(if negative { -value } else { value }), at + 1 + run as usize))
}

#[inline(always)]
fn integer(negative: bool, magnitude: u64) -> Parsed {
    match (negative, magnitude) {
        (false, magnitude) => Parsed::U64(magnitude),
        (true, 0) => Parsed::F64(-0.0),
        (true, magnitude) => Parsed::I64((magnitude as i64).wrapping_neg()),
    }
}

/// The length of the text of the longest number at the beginning of `bytes`, however big. `None` if
/// there is none.
#[inline]
pub fn scan(bytes: &[u8]) -> Option<usize> {
    Some(parts(bytes)?.end)
}

/// Where the parts of a number's text end.
struct Parts {
    start: usize,
    whole_end: usize,
    /// The same as `whole_end` without fraction.
    fraction_end: usize,
    end: usize,
}

fn parts(bytes: &[u8]) -> Option<Parts> {
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

/// Any shape.
#[inline(never)]
fn read_any<const SINGLE: bool>(bytes: &[u8]) -> Option<(Parsed, usize)> {
    let Parts { start, whole_end, fraction_end, end } = parts(bytes)?;
    let negative = start == 1;
    if end == whole_end {
        if let Some(magnitude) = integer_magnitude(&bytes[start..end]) {
            if !negative || magnitude <= 1 << 63 {
                return Some((integer(negative, magnitude), end));
            }
        }
    }

    let whole = &bytes[start..whole_end];
    let fraction = bytes.get(whole_end + 1..fraction_end).unwrap_or_default();
    let mut mantissa = Mantissa::default();
    mantissa.push(whole);
    mantissa.push(fraction);
    let exponent = exponent(&bytes[fraction_end..end])
        .saturating_sub(fraction.len() as i64)
        .saturating_add(mantissa.dropped as i64);
    let value = if mantissa.value == 0 {
        0.0
    } else {
        // Far beyond what the table knows, both ways.
        let power = exponent.clamp(-5000, 5000) as i32;
        let value = scale::<SINGLE>(mantissa.value, power);
        if mantissa.inexact && value != scale::<SINGLE>(mantissa.value + 1, power) {
            exact::<SINGLE>(whole, fraction, exponent - mantissa.dropped as i64)
        } else {
            value
        }
    };
    if value.is_infinite() {
        return None;
    }
    Some((Parsed::F64(if negative { -value } else { value }), end))
}

/// The value of an integer's digits, if it fits.
fn integer_magnitude(digits: &[u8]) -> Option<u64> {
    if digits.len() > 20 {
        return None;
    }
    let mut value = 0_u64;
    let mut at = 0;
    while at < digits.len() {
        let count = (digits.len() - at).min(8);
        let part = parse_digits(word(digits, at), count as u32);
        value = value.checked_mul(SMALL_POWERS[count])?.checked_add(part)?;
        at += count;
    }
    Some(value)
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
            let part = parse_digits(word(digits, at), count as u32);
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

/// What sets f64 and f32 apart.
struct Format {
    fraction_bits: i32,
    /// The exponent's bias, the point after the first bit.
    bias: i32,
    /// Powers of ten at which a product may be a tie between two floats.
    ties: core::ops::RangeInclusive<i32>,
    largest_power: i32,
}

const DOUBLE: Format = Format { fraction_bits: 52, bias: 1023, ties: -4..=23, largest_power: 308 };
const FLOAT: Format = Format { fraction_bits: 23, bias: 127, ties: -17..=10, largest_power: 38 };

/// `mantissa · 10^power`, to nearest, ties to even; infinite if it is too big.
fn scale<const SINGLE: bool>(mantissa: u64, power: i32) -> f64 {
    let format = if SINGLE { &FLOAT } else { &DOUBLE };
    if mantissa == 0 || power < MIN_POWER {
        return 0.0;
    }
    if power > format.largest_power {
        return f64::INFINITY;
    }
    let zeros = mantissa.leading_zeros();
    let mantissa = mantissa << zeros;
    let ten = POWERS[(power - MIN_POWER) as usize];
    let product = u128::from(mantissa) * u128::from(ten.hi);
    let (mut high, mut low) = ((product >> 64) as u64, product as u64);
    // The bits below the rounding bit.
    let undecided = u64::MAX >> (format.fraction_bits + 3);
    if high & undecided == undecided {
        // Reciprocals are rounded up here.
        let next = u128::from(mantissa) * u128::from(ten.lo.wrapping_add((power < 0).into())) >> 64;
        let (sum, carry) = low.overflowing_add(next as u64);
        low = sum;
        high += u64::from(carry);
    }

    let top = (high >> 63) as i32;
    let shift = top + 64 - format.fraction_bits - 3;
    // The significand and one bit more.
    let mut bits = high >> shift;
    // floor(log2(10^power)) + 63: the exponent of the product's top bit, were it set.
    let exponent = (power * 217_706 >> 16) + 63 + top - zeros as i32;
    let mut biased = exponent + format.bias;
    if biased <= 0 {
        return subnormal(bits, biased, format);
    }
    if low <= 1 && bits & 3 == 1 && format.ties.contains(&power) && bits << shift == high {
        bits &= !1;
    }
    bits = (bits + (bits & 1)) >> 1;
    if bits >> (format.fraction_bits + 1) != 0 {
        bits >>= 1;
        biased += 1;
    }
    if biased > 2 * format.bias {
        return f64::INFINITY;
    }
    assemble(bits, biased, format)
}

/// The float with these bits, widened.
#[inline(always)]
fn assemble(significand: u64, biased: i32, format: &Format) -> f64 {
    let bits =
        significand & ((1 << format.fraction_bits) - 1) | (biased as u64) << format.fraction_bits;
    if format.fraction_bits == 23 {
        f32::from_bits(bits as u32).into()
    } else {
        f64::from_bits(bits)
    }
}

#[cold]
fn subnormal(bits: u64, biased: i32, format: &Format) -> f64 {
    let shift = 1 - biased;
    if shift >= 64 {
        return 0.0;
    }
    let bits = bits >> shift;
    let bits = (bits + (bits & 1)) >> 1;
    // It may have become normal by rounding.
    assemble(bits, (bits >> format.fraction_bits) as i32, format)
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
