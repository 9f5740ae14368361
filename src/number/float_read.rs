//! Text to numbers: the grammar, integers, and floats rounded to nearest.
//!
//! The usual shapes (up to seven digits before the point, 19 in all) are read eight digits at a time. A mantissa of up to 19 digits and its power of ten become a
//! float by one multiplication (Eisel and Lemire's method, which Mushtak and Lemire proved needs no
//! fallback); longer ones are tried with their first 19 digits, rounded down and up, and only if
//! these differ go through core's exact parser.

use super::decimal::{digit_run, parse_digits, parse_eight_digits};
use super::integer_read::{any_word, end_of_digits};
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
    fn float(negative: bool, value: f64, length: usize) -> Self {
        let bits = value.to_bits() | u64::from(negative) << 63;
        Self { bits, tag: (length as u64) << 2 | Self::FLOAT }
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
            Self::float(true, 0.0, length)
        }
    }

    #[inline(always)]
    fn parsed(self) -> Option<(Parsed, usize)> {
        let parsed = match self.tag & 3 {
            Self::UNSIGNED => Parsed::U64(self.bits),
            Self::SIGNED => Parsed::I64(self.bits as i64),
            Self::FLOAT => Parsed::F64(f64::from_bits(self.bits)),
            _ => return None,
        };
        Some((parsed, (self.tag >> 2) as usize))
    }
}

/// Reads the longest number at the beginning of `bytes`, whose first byte is `-` or a digit:
/// its value and the length of its text. `None` if what is there is malformed (`1.`, `01`) or out of
/// range.
///
/// With `SINGLE`, floats are rounded to f32 in one step, and widened.
///
/// Inlined are integers of up to four digits; what follows such a one and a point is a call away.
#[inline(always)]
pub fn read<const SINGLE: bool>(bytes: &[u8]) -> Option<(Parsed, usize)> {
    let Some(window) = bytes.first_chunk::<9>() else {
        return read_short::<SINGLE>(bytes).parsed();
    };
    let negative = window[0] == b'-';
    let start = usize::from(negative);
    let digit = |at: usize| window[start + at].wrapping_sub(b'0');
    let first = digit(0);
    let mut whole = u64::from(first);
    let mut at = 1;
    while at < 5 {
        if digit(at) > 9 {
            break;
        }
        whole = whole * 10 + u64::from(digit(at));
        at += 1;
    }
    // No digit, more digits than here, or a leading zero.
    if first > 9 || at == 5 || (first == 0 && at > 1) {
        return read_long::<SINGLE>(bytes).parsed();
    }
    let next = window[start + at];
    let at = start + at;
    if next == b'.' {
        let (bits, length) = read_fraction::<SINGLE>(&bytes[at + 1..], whole);
        if length == 0 {
            return read_any::<SINGLE>(bytes).parsed();
        }
        let value = f64::from_bits(bits | u64::from(negative) << 63);
        return Some((Parsed::F64(value), at + 1 + length));
    }
    if next | 0x20 == b'e' {
        return read_any::<SINGLE>(bytes).parsed();
    }
    Raw::integer(negative, whole, at).parsed()
}

/// Fewer than nine bytes before the end of the input: the same with zeros after it.
#[inline(never)]
fn read_short<const SINGLE: bool>(bytes: &[u8]) -> Raw {
    let mut padded = [0; 32];
    padded[..8].copy_from_slice(&any_word(bytes, 0).to_le_bytes());
    padded[8] = bytes.get(8).copied().unwrap_or(0);
    read_long::<SINGLE>(&padded)
}

/// Integers of up to 19 digits, with or without sign, and whatever begins with fewer than eight.
#[inline(never)]
fn read_long<const SINGLE: bool>(bytes: &[u8]) -> Raw {
    let negative = bytes.first() == Some(&b'-');
    let digits = bytes.get(usize::from(negative)..).unwrap_or_default();
    match digits.first_chunk::<24>() {
        Some(window) => read_digits::<SINGLE>(bytes, negative, |at| word_of(window, at)),
        None => read_digits::<SINGLE>(bytes, negative, |at| any_word(digits, at)),
    }
}

/// The word at one of a window's constant places.
#[inline(always)]
fn word_of(window: &[u8; 24], at: usize) -> u64 {
    u64::from_le_bytes(window[at..][..8].try_into().unwrap_or_default())
}

/// `word` gives the eight bytes at a distance of 0, 8 or 16 from the first digit.
#[inline(always)]
fn read_digits<const SINGLE: bool>(
    bytes: &[u8],
    negative: bool,
    word: impl Fn(usize) -> u64,
) -> Raw {
    let first = word(0);
    let run = digit_run(first);
    // There can be only one leading zero.
    if first as u8 == b'0' && run > 1 {
        return Raw::NONE;
    }
    let start = usize::from(negative);
    if run < 8 {
        if run == 0 {
            return Raw::NONE;
        }
        let magnitude = parse_digits(first, run);
        let end = start + run as usize;
        return match (first >> (8 * run)) as u8 {
            b'.' => {
                let rest = bytes.get(end + 1..).unwrap_or_default();
                let (bits, length) = read_fraction::<SINGLE>(rest, magnitude);
                if length == 0 || run as usize + length > 19 {
                    return read_any::<SINGLE>(bytes);
                }
                Raw::float(negative, f64::from_bits(bits), end + 1 + length)
            }
            b'e' | b'E' => read_any::<SINGLE>(bytes),
            _ => Raw::integer(negative, magnitude, end),
        };
    }
    let high = parse_eight_digits(first);
    let second = word(8);
    let run = digit_run(second);
    let (magnitude, end, next) = if run < 8 {
        let magnitude = high * SMALL_POWERS[run as usize] + parse_digits(second, run);
        (magnitude, start + 8 + run as usize, second >> (8 * run))
    } else {
        let high = high * 100_000_000 + parse_eight_digits(second);
        let third = word(16);
        let run = digit_run(third);
        if run > 3 {
            return read_any::<SINGLE>(bytes);
        }
        let magnitude = high * SMALL_POWERS[run as usize] + parse_digits(third, run);
        (magnitude, start + 16 + run as usize, third >> (8 * run))
    };
    match next as u8 {
        b'.' | b'e' | b'E' => read_any::<SINGLE>(bytes),
        _ if negative && magnitude > 1 << 63 => read_any::<SINGLE>(bytes),
        _ => Raw::integer(negative, magnitude, end),
    }
}

/// The digits after a point, with the value `whole` before it, and an exponent if there is one: the
/// number's bits and the length of what was read. The length is 0 if this is not a number or needs
/// [`read_any`]; the bits are right only if there are no more than 19 digits in all.
#[inline(never)]
fn read_fraction<const SINGLE: bool>(digits: &[u8], whole: u64) -> (u64, usize) {
    match digits.first_chunk::<24>() {
        Some(window) => read_decimals::<SINGLE>(digits, whole, |at| word_of(window, at)),
        None => read_last_fraction::<SINGLE>(digits, whole),
    }
}

/// The same near the end of the input.
#[inline(never)]
fn read_last_fraction<const SINGLE: bool>(digits: &[u8], whole: u64) -> (u64, usize) {
    read_decimals::<SINGLE>(digits, whole, |at| any_word(digits, at))
}

/// `word` gives the eight bytes at a distance of 0, 8 or 16.
#[inline(always)]
fn read_decimals<const SINGLE: bool>(
    digits: &[u8],
    whole: u64,
    word: impl Fn(usize) -> u64,
) -> (u64, usize) {
    let first = word(0);
    let run = digit_run(first);
    if run < 8 {
        if run == 0 {
            return (0, 0);
        }
        // At most 14 digits.
        let mantissa = whole * SMALL_POWERS[run as usize] + parse_digits(first, run);
        if (first >> (8 * run)) as u8 | 0x20 == b'e' {
            return read_exponent::<SINGLE>(digits, mantissa, run);
        }
        return (scale_near::<SINGLE>(mantissa, run), run as usize);
    }

    let high = (whole * 100_000_000).wrapping_add(parse_eight_digits(first));
    let second = word(8);
    let run = digit_run(second);
    if run < 8 {
        let low = parse_digits(second, run);
        let mantissa = high.wrapping_mul(SMALL_POWERS[run as usize]).wrapping_add(low);
        if (second >> (8 * run)) as u8 | 0x20 == b'e' {
            return read_exponent::<SINGLE>(digits, mantissa, 8 + run);
        }
        return (scale_near::<SINGLE>(mantissa, 8 + run), 8 + run as usize);
    }

    let third = word(16);
    let run = digit_run(third);
    // 19 digits in all, where a whole part of 0 is none.
    if run + u32::from(whole != 0) > 3 || whole > 9 {
        return (0, 0);
    }
    let mantissa = high * 100_000_000 + parse_eight_digits(second);
    let mantissa = mantissa * SMALL_POWERS[run as usize] + parse_digits(third, run);
    if (third >> (8 * run)) as u8 | 0x20 == b'e' {
        return read_exponent::<SINGLE>(digits, mantissa, 16 + run);
    }
    (scale_near::<SINGLE>(mantissa, 16 + run), 16 + run as usize)
}

/// The exponent after `run` digits of a fraction that end a mantissa.
#[inline(never)]
fn read_exponent<const SINGLE: bool>(digits: &[u8], mantissa: u64, run: u32) -> (u64, usize) {
    let at = run as usize + 1;
    let text = any_word(digits, at);
    let signed = matches!(text as u8, b'+' | b'-');
    let number = text >> (8 * u32::from(signed));
    let count = digit_run(number);
    if !(1..5).contains(&count) {
        return (0, 0);
    }
    let exponent = parse_digits(number, count) as i32;
    let exponent = if text as u8 == b'-' { -exponent } else { exponent };
    let value = scale::<SINGLE>(mantissa, exponent - run as i32);
    if value.is_infinite() {
        return (0, 0);
    }
    (value.to_bits(), at + usize::from(signed) + count as usize)
}

/// The length of the text of the longest number at the beginning of `bytes`, however big. `None` if
/// what is there is malformed (`1.`, `01`).
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
    Raw::float(negative, value, end)
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
        let part = parse_digits(any_word(digits, at), count as u32);
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
            let part = parse_digits(any_word(digits, at), count as u32);
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

/// `mantissa / 10^digits`, fewer than 32 of them, to nearest, ties to even: [`scale`] for what can be
/// neither subnormal nor infinite. The result's bits.
#[inline(always)]
fn scale_near<const SINGLE: bool>(mantissa: u64, digits: u32) -> u64 {
    let format = if SINGLE { &FLOAT } else { &DOUBLE };
    if mantissa == 0 {
        return 0;
    }
    let zeros = mantissa.leading_zeros();
    let (ten, exponent) = NEAR_POWERS[digits as usize & 31];
    let product = u128::from(mantissa << zeros) * u128::from(ten);
    let (high, low) = ((product >> 64) as u64, product as u64);
    let undecided = u64::MAX >> (format.fraction_bits + 3);
    if high & undecided == undecided || low <= 1 {
        return scale_rare::<SINGLE>(mantissa, digits);
    }
    let top = (high >> 63) as u32;
    let bits = high >> (top + 61 - format.fraction_bits as u32);
    let bits = (bits + (bits & 1)) >> 1;
    // The significand's top bit, or what rounding made of it, is added to the exponent.
    let biased = u64::from(exponent.wrapping_add((format.bias - 1) as u32 + top - zeros));
    let bits = bits + (biased << format.fraction_bits);
    if SINGLE { f64::from(f32::from_bits(bits as u32)).to_bits() } else { bits }
}

/// For the negative powers of ten: the upper words of their significands, and the exponents of a
/// product's top bit if it is set.
static NEAR_POWERS: [(u64, u32); 32] = {
    let mut table = [(0, 0); 32];
    let mut digits = 0;
    while digits < table.len() {
        let power = -(digits as i32);
        // Wraps; a bias added later makes it positive.
        let exponent = (power * 217_706 >> 16) + 63;
        table[digits] = (POWERS[(power - MIN_POWER) as usize].hi, exponent as u32);
        digits += 1;
    }
    table
};

#[cold]
#[inline(never)]
fn scale_rare<const SINGLE: bool>(mantissa: u64, digits: u32) -> u64 {
    scale::<SINGLE>(mantissa, -(digits as i32)).to_bits()
}

/// `mantissa · 10^power`, to nearest, ties to even; infinite if it is too big.
#[inline(always)]
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
