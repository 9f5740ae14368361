//! Text to numbers: the grammar, integers, and floats rounded to nearest.
//!
//! Integers and the usual floats (up to seven digits before the point, 19 in all) are read sixteen
//! digits at a time, near the ends of the input eight. A mantissa of up to 19 digits and its power of ten make a float by one division
//! or one multiplication; longer ones are tried with their first 19 digits, rounded down and up, and
//! only if these differ go through core's exact parser.

use super::decimal::{digit_run, parse_digits, parse_up_to_eight_digits};
use super::integer_read::{
    MORE, any_word, around, end_of_digits, integer_magnitude, read_integer, read_integer_digits,
};
use super::scale::{quotient, scale, scale_near};
use super::tables::SMALL_POWERS;
use crate::simd::{digit_mask16, leading_digits};

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
    fn parsed(self) -> Option<(Parsed, usize, bool)> {
        let parsed = match self.tag & 3 {
            Self::UNSIGNED => Parsed::U64(self.bits),
            Self::SIGNED => Parsed::I64(self.bits as i64),
            Self::FLOAT => Parsed::F64(f64::from_bits(self.bits)),
            _ => return None,
        };
        Some((parsed, (self.tag >> 2) as usize, false))
    }
}

/// Reads the longest number at `start`, where `input` has `-` or a digit: its value and the length of
/// its text. `None` if what is there is malformed (`1.`, `01`) or out of range.
///
/// With `SINGLE`, floats are rounded to f32 in one step, and widened.
///
/// Inlined are integers of up to four digits; what follows such a one and a point is a call away.
#[inline(always)]
pub fn read<const SINGLE: bool>(input: &[u8], start: usize) -> Option<(Parsed, usize)> {
    let (value, length, _) = read_delimited::<SINGLE>(input, start)?;
    Some((value, length))
}

/// The same, and whether it is known that a byte follows before which numbers may end ([`is_delimiter`]).
#[inline(always)]
pub fn read_delimited<const SINGLE: bool>(
    input: &[u8],
    start: usize,
) -> Option<(Parsed, usize, bool)> {
    let bytes = input.get(start..)?;
    let Some(window) = bytes.first_chunk::<9>() else {
        return read_short::<SINGLE>(bytes).parsed();
    };
    let negative = window[0] == b'-';
    let sign = usize::from(negative);
    let digit = |at: usize| u64::from(window[sign + at].wrapping_sub(b'0'));
    let (mut whole, second) = (digit(0), digit(1));
    let mut end = sign + 1;
    let raw = 'slow: {
        if whole > 9 {
            return None;
        }
        if second <= 9 {
            if whole == 0 {
                return None;
            }
            whole = whole * 10 + second;
            end += 1;
            let third = digit(2);
            if third <= 9 {
                whole = whole * 10 + third;
                end += 1;
                let fourth = digit(3);
                if fourth <= 9 {
                    whole = whole * 10 + fourth;
                    end += 1;
                    if digit(4) <= 9 {
                        let (magnitude, length) = read_integer(input, start + sign);
                        if length & MORE != 0 || (negative && magnitude > MOST_NEGATIVE) {
                            break 'slow read_on::<SINGLE>(input, start, magnitude, length);
                        }
                        let parsed = match negative {
                            false => Parsed::U64(magnitude),
                            true => Parsed::I64((magnitude as i64).wrapping_neg()),
                        };
                        return Some((parsed, sign + length, false));
                    }
                }
            }
        }
        let next = window[end];
        if next == b'.' {
            let Some(window) = around(input, start) else {
                break 'slow read_last::<SINGLE>(bytes, negative);
            };
            let window = window[end + 1..].first_chunk().unwrap_or(&[0; 40]);
            let (bits, length) = read_fraction::<SINGLE>(window, whole);
            if length != 0 {
                let value = f64::from_bits(bits | u64::from(negative) << 63);
                return Some((Parsed::F64(value), end + 1 + length, true));
            }
            break 'slow read_any::<SINGLE>(bytes);
        }
        if next | 0x20 == b'e' {
            break 'slow read_any::<SINGLE>(bytes);
        }
        let parsed = match (negative, whole) {
            (false, whole) => Parsed::U64(whole),
            (true, 0) => Parsed::F64(-0.0),
            (true, whole) => Parsed::I64(-(whole as i64)),
        };
        return Some((parsed, end, false));
    };
    raw.parsed()
}

/// The magnitude of `i64::MIN`.
const MOST_NEGATIVE: u64 = 1 << 63;

/// What [`read_integer`] did not end: a fraction, or anything.
#[inline(never)]
fn read_on<const SINGLE: bool>(input: &[u8], start: usize, whole: u64, length: usize) -> Raw {
    let bytes = input.get(start..).unwrap_or_default();
    let negative = bytes.first() == Some(&b'-');
    let digits = length & !MORE;
    let at = usize::from(negative) + digits;
    match bytes.get(at) {
        Some(b'.') if digits == 0 => Raw::NONE,
        Some(b'.') if digits < 8 => {
            let Some(window) = around(input, start + at + 1) else {
                return read_last::<SINGLE>(bytes, negative);
            };
            let window = window.first_chunk().unwrap_or(&[0; 40]);
            let (bits, length) = read_fraction::<SINGLE>(window, whole);
            read_long_fraction::<SINGLE>(bytes, at, bits, length)
        }
        Some(b'.') => read_short_fraction::<SINGLE>(bytes, negative, whole, at),
        _ => read_any::<SINGLE>(bytes),
    }
}

/// Fewer than nine bytes before the end of the input: the same with zeros after it.
#[inline(never)]
fn read_short<const SINGLE: bool>(bytes: &[u8]) -> Raw {
    let mut padded = [0; 16];
    padded[..8].copy_from_slice(&any_word(bytes, 0).to_le_bytes());
    padded[8] = bytes.get(8).copied().unwrap_or(0);
    read_last::<SINGLE>(&padded, padded[0] == b'-')
}

/// Any number near the start or end of the input.
#[inline(never)]
fn read_last<const SINGLE: bool>(bytes: &[u8], negative: bool) -> Raw {
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
            let (bits, length) = read_last_fraction::<SINGLE>(rest, magnitude);
            read_long_fraction::<SINGLE>(bytes, end, bits, length)
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
    let bits = if !SINGLE && mantissa < 1 << 53 {
        quotient(mantissa, run)
    } else {
        scale_near::<SINGLE>(mantissa, run)
    };
    Raw::float(negative, f64::from_bits(bits), at + 1 + run as usize)
}

/// A number whose point is at `at`, with up to seven digits before: the fraction's length and what its
/// bits would be are known.
#[inline(always)]
fn read_long_fraction<const SINGLE: bool>(
    bytes: &[u8],
    at: usize,
    bits: u64,
    length: usize,
) -> Raw {
    if length == 0 || at + length > 19 {
        return read_any::<SINGLE>(bytes);
    }
    Raw::float(bytes[0] == b'-', f64::from_bits(bits), at + 1 + length)
}

/// The digits behind the first 16 bytes of `window`, which come after a point, with the value `whole` before
/// it, an exponent if there is one, and a delimiter: the number's bits and the length of what was read. The
/// length is 0 if this is something else or needs [`read_any`]; the bits are right only if there are no more
/// than 19 digits in all.
#[inline(never)]
fn read_fraction<const SINGLE: bool>(window: &[u8; 40], whole: u64) -> (u64, usize) {
    let (digits, run) = leading_digits(window.first_chunk().unwrap_or(&[0; 32]));
    if run < 16 {
        let mantissa = whole.wrapping_mul(SMALL_POWERS[run as usize]).wrapping_add(digits);
        let next = window[16 + run as usize];
        if !is_delimiter(next) {
            if run == 0 || next | 0x20 != b'e' {
                return (0, 0);
            }
            let text = any_word(window, 17 + run as usize);
            return read_exponent::<SINGLE>(text, mantissa, run);
        }
        // Told by the shape, nearly always, which is foreseen more often than the value.
        if !SINGLE && whole < EXACT_BELOW[run as usize] {
            return (quotient(mantissa, run), run as usize);
        }
        if run == 0 {
            return (0, 0);
        }
        return (scale_near::<SINGLE>(mantissa, run), run as usize);
    }

    let third = any_word(window, 32);
    let run = digit_run(third);
    // 19 digits in all, where a whole part of 0 is none.
    if run + u32::from(whole != 0) > 3 || whole > 9 || !is_delimiter((third >> (8 * run)) as u8) {
        return (0, 0);
    }
    let mantissa = whole * SMALL_POWERS[16] + digits;
    let mantissa = mantissa * SMALL_POWERS[run as usize] + parse_digits(third, run);
    (scale_near::<SINGLE>(mantissa, 16 + run), 16 + run as usize)
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

/// The digits of a fraction near the start or end of the input: as [`read_fraction`], but any byte may follow.
/// An exponent is left to [`read_any`].
#[inline(never)]
fn read_last_fraction<const SINGLE: bool>(digits: &[u8], whole: u64) -> (u64, usize) {
    let (fraction, run, next) = read_integer_digits(digits);
    if run == 0 || next | 0x20 == b'e' || run + usize::from(whole != 0) > 19 {
        return (0, 0);
    }
    let mantissa = whole.wrapping_mul(SMALL_POWERS[run]).wrapping_add(fraction);
    let bits = match EXACT_BELOW.get(run) {
        Some(&below) if !SINGLE && whole < below => quotient(mantissa, run as u32),
        _ => scale_near::<SINGLE>(mantissa, run as u32),
    };
    (bits, run)
}

/// The exponent whose text, behind the `e`, begins with `text`, after `run` digits of a fraction that end a
/// mantissa, and a delimiter: as [`read_fraction`].
#[inline(never)]
fn read_exponent<const SINGLE: bool>(text: u64, mantissa: u64, run: u32) -> (u64, usize) {
    let signed = matches!(text as u8, b'+' | b'-');
    let number = text >> (8 * u32::from(signed));
    let count = digit_run(number);
    if !(1..5).contains(&count) || !is_delimiter((number >> (8 * count)) as u8) {
        return (0, 0);
    }
    let exponent = parse_digits(number, count) as i32;
    let exponent = if text as u8 == b'-' { -exponent } else { exponent };
    let value = scale::<SINGLE>(mantissa, exponent - run as i32);
    if value.is_infinite() {
        return (0, 0);
    }
    (value.to_bits(), (run + 1 + u32::from(signed) + count) as usize)
}

/// Whether a number or literal may end before this byte.
#[inline(always)]
pub fn is_delimiter(byte: u8) -> bool {
    static TABLE: [bool; 256] = {
        let mut table = [false; 256];
        let all = *b" \t\n\r,:[]{}\"";
        let mut i = 0;
        while i < all.len() {
            table[all[i] as usize] = true;
            i += 1;
        }
        table
    };
    TABLE[usize::from(byte)]
}

/// The length of the text of the longest number at the beginning of `bytes`, however big. `None` if
/// what is there is malformed (`1.`, `01`).
///
/// The digits of 32 bytes are found at once; where each run of them ends is counted in the mask, so that
/// numbers of changing length cost no branch that is hard to foresee.
#[inline]
pub fn scan(bytes: &[u8]) -> Option<usize> {
    let Some(window) = bytes.first_chunk::<32>() else { return scan_any(bytes) };
    // The first byte is a digit or the sign: bytes that are no digits behind it end the parts, one by one.
    let mut others = other_mask32(window) & !1;
    let start = usize::from(window[0] == b'-');
    let mut end = others.trailing_zeros() as usize;
    if end > 24 || end == start || (window[start] == b'0' && end - start > 1) {
        return scan_any(bytes);
    }
    if window[end] == b'.' {
        let point = end;
        others &= others - 1;
        end = others.trailing_zeros() as usize;
        if end > 26 || end == point + 1 {
            return scan_any(bytes);
        }
    }
    if window[end] | 0x20 == b'e' {
        return scan_any(bytes);
    }
    Some(end)
}

/// Bit `i` is set if byte `i` is not a digit, and all bits behind the window are.
#[inline(always)]
fn other_mask32(window: &[u8; 32]) -> u64 {
    let [low, high] = [&window.as_chunks::<16>().0[0], &window.as_chunks::<16>().0[1]];
    !u64::from(digit_mask16(low) | digit_mask16(high) << 16)
}

#[inline(never)]
fn scan_any(bytes: &[u8]) -> Option<usize> {
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
