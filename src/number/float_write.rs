//! Floats to text: the shortest digits that read back, straight into the output.
//!
//! The method is Schubfach's in the form that yy, zmij and xjb gave it: one multiplication of the
//! significand by a 128-bit power of ten gives a candidate of 15 or 16 digits and, in the fraction,
//! both the rounding decision and the one digit more. The text is serde_json's: fixed notation for
//! decimal exponents from −5 to 15 (f32: −6 to 12), else `1.2e-7`, `1e+16`.
#![expect(unsafe_code, reason = "stores of whole words into the output, at offsets that vary")]

use core::hint::select_unpredictable as select;
use core::mem::MaybeUninit;

use super::digits_write::Sixteen;
use super::integer_write;
use super::tables::{EXPONENTS, MIN_POWER, POWERS, Power};

/// The output a float may touch; its text has at most 24 bytes.
pub const FLOAT_ROOM: usize = 32;

/// Sixteen digits, the leading one not zero, and a 17th, with the point after the first, times
/// `10^exponent`.
struct Decimal {
    digits: u64,
    last: u8,
    exponent: i32,
}

const F64_FRACTION: u64 = (1 << 52) - 1;
const F32_FRACTION: u32 = (1 << 23) - 1;

/// Writes `value`, `null` if it is not finite; returns the length of the text.
#[inline(always)]
pub fn write_f64(value: f64, out: &mut [MaybeUninit<u8>; FLOAT_ROOM]) -> usize {
    // The bits come from memory, mostly: no detour by a float register.
    write_f64_bits(value.to_bits(), out)
}

#[inline(never)]
fn write_f64_bits(bits: u64, out: &mut [MaybeUninit<u8>; FLOAT_ROOM]) -> usize {
    let negative = (bits >> 63) as usize;
    let biased = (bits >> 52) as i32 & 0x7FF;
    let fraction = bits & F64_FRACTION;
    out[0].write(b'-');
    // SAFETY: 32 bytes of room; the sign takes at most one of them.
    let start = unsafe { out.as_mut_ptr().cast::<u8>().add(negative) };

    let whole_bits = biased - 1023;
    // SAFETY: 31 bytes of room, for each, and the sign's before them.
    unsafe {
        if (0..52).contains(&whole_bits) && fraction << (12 + whole_bits) == 0 {
            write_whole((fraction | 1 << 52) >> (52 - whole_bits), start, negative)
        } else if let Some(hundred_millionths) = short(fraction, whole_bits) {
            negative + write_short(hundred_millionths, start)
        } else if fraction != 0 && (1..0x7FF).contains(&biased) {
            let decimal = f64_to_decimal(fraction | 1 << 52, biased - 1075);
            negative + write_decimal(decimal, -5, 15, start)
        } else {
            write_rare_f64(fraction, biased, start, negative)
        }
    }
}

/// A positive float in units of `10^-8` if it has no more than eight decimals: prices, coordinates, percentages. Below 15
/// digits no two decimals are nearest to one float, so that the one that it is nearest to is its shortest text.
///
/// In integers, since what is mixed with longer numbers is not foreseen, and known sooner so than by a division. The product
/// has 78 bits of fraction. Where truncating those leaves it open, the answer is no, which is slower, but as right.
#[inline(always)]
fn short(fraction: u64, whole_bits: i32) -> Option<u64> {
    // From 2^-15, over which the text has no exponent, to 2^23, below which there are 15 digits.
    if !(-15..23).contains(&whole_bits) {
        return None;
    }
    let significand = (fraction | 1 << 52) << 11;
    let unit = 100_000_000_u64 << (whole_bits + 15);
    let product = u128::from(significand) * u128::from(unit);
    // How far it is from the nearest integer, in 2^-64, and how far half a step of the float is.
    let off = (product >> 14) as u64;
    let near = unit >> 4;
    (off.wrapping_add(near - 1) < 2 * near - 1)
        .then_some(((product >> 64) as u64 + (1 << 13)) >> 14)
}

/// Writes a fraction that [`short`] has found.
///
/// # Safety
///
/// 17 bytes at `out` are writable.
#[inline(always)]
unsafe fn write_short(hundred_millionths: u64, out: *mut u8) -> usize {
    let [whole, decimals] = Sixteen::new(hundred_millionths).halves();
    // At least one digit before the point; behind it there is one.
    let leading = (whole & 0x0F0F_0F0F_0F0F_0F0F | 1 << 56).trailing_zeros() & !7;
    let point = 8 - leading as usize / 8;
    let trailing = (decimals & 0x0F0F_0F0F_0F0F_0F0F).leading_zeros() / 8;
    debug_assert!(trailing < 8, "a whole number");
    // SAFETY: `point` is at most 8; the last byte is the 17th.
    unsafe {
        out.cast::<u64>().write_unaligned((whole >> leading).to_le());
        out.add(point).write(b'.');
        out.add(point + 1).cast::<u64>().write_unaligned(decimals.to_le());
    }
    point + 9 - trailing as usize
}

/// Writes zero, a power of two, a subnormal, or what is not finite; returns the length with the sign before it.
///
/// # Safety
///
/// 31 bytes at `out` are writable, and `negative` before it.
#[inline(never)]
unsafe fn write_rare_f64(fraction: u64, biased: i32, out: *mut u8, negative: usize) -> usize {
    let decimal = if biased == 0x7FF {
        // SAFETY: by the caller.
        return unsafe { write_null(out.sub(negative)) };
    } else if biased != 0 {
        // SAFETY: it is finite.
        unsafe { power_of_two_to_decimal(1 << 52, biased - 1075) }
    } else if fraction != 0 {
        // SAFETY: it is finite.
        normalize(unsafe { f64_to_decimal(fraction, -1074) })
    } else {
        // SAFETY: by the caller.
        return unsafe { write_whole(0, out, negative) };
    };
    // SAFETY: by the caller.
    negative + unsafe { write_decimal(decimal, -5, 15, out) }
}

/// Writes `value`, `null` if it is not finite; returns the length of the text.
pub fn write_f32(value: f32, out: &mut [MaybeUninit<u8>; FLOAT_ROOM]) -> usize {
    let bits = value.to_bits();
    let negative = (bits >> 31) as usize;
    let biased = (bits >> 23) as i32 & 0xFF;
    let fraction = u64::from(bits & F32_FRACTION);
    out[0].write(b'-');
    // SAFETY: 32 bytes of room; the sign takes at most one of them.
    let start = unsafe { out.as_mut_ptr().cast::<u8>().add(negative) };

    let whole_bits = biased - 127;
    // SAFETY: 31 bytes of room, for each, and the sign's before them.
    unsafe {
        if (0..23).contains(&whole_bits) && fraction << (41 + whole_bits) == 0 {
            write_whole((fraction | 1 << 23) >> (23 - whole_bits), start, negative)
        } else if fraction != 0 && (1..0xFF).contains(&biased) {
            let decimal = f32_to_decimal(fraction | 1 << 23, biased - 150);
            negative + write_decimal(decimal, -6, 12, start)
        } else {
            write_rare_f32(fraction, biased, start, negative)
        }
    }
}

/// As [`write_rare_f64`].
///
/// # Safety
///
/// 31 bytes at `out` are writable, and `negative` before it.
#[inline(never)]
unsafe fn write_rare_f32(fraction: u64, biased: i32, out: *mut u8, negative: usize) -> usize {
    let decimal = if biased == 0xFF {
        // SAFETY: by the caller.
        return unsafe { write_null(out.sub(negative)) };
    } else if biased != 0 {
        // SAFETY: it is finite.
        normalize(unsafe { power_of_two_to_decimal(1 << 23, biased - 150) })
    } else if fraction != 0 {
        // SAFETY: it is finite.
        normalize(unsafe { f32_to_decimal(fraction, -149) })
    } else {
        // SAFETY: by the caller.
        return unsafe { write_whole(0, out, negative) };
    };
    // SAFETY: by the caller.
    negative + unsafe { write_decimal(decimal, -6, 12, out) }
}

/// # Safety
///
/// 4 bytes at `out` are writable.
#[cold]
unsafe fn write_null(out: *mut u8) -> usize {
    // SAFETY: by the caller.
    unsafe { out.cast::<[u8; 4]>().write(*b"null") };
    4
}

/// The text of the finite `value`, in `room`.
pub fn f64_text(value: f64, room: &mut [MaybeUninit<u8>; FLOAT_ROOM]) -> &str {
    let length = write_f64(value, room);
    let text = &raw const room[..length];
    // SAFETY: write_f64 has written that many bytes, all of them ASCII.
    unsafe {
        let text = &*(text as *const [u8]);
        debug_assert!(text.is_ascii());
        str::from_utf8_unchecked(text)
    }
}

/// The text of the finite `value`, in `room`.
pub fn f32_text(value: f32, room: &mut [MaybeUninit<u8>; FLOAT_ROOM]) -> &str {
    let length = write_f32(value, room);
    let text = &raw const room[..length];
    // SAFETY: write_f32 has written that many bytes, all of them ASCII.
    unsafe {
        let text = &*(text as *const [u8]);
        debug_assert!(text.is_ascii());
        str::from_utf8_unchecked(text)
    }
}

/// `floor(log10(2^exponent))`.
#[inline(always)]
fn log10_of_power_of_two(exponent: i32) -> i32 {
    (exponent * 315_653) >> 20
}

/// What a significand is shifted by, 3 to 7, so that its product with `10^-power` has
/// `FRACTION_BITS` bits of fraction in its upper word.
#[inline(always)]
fn scale_shift(exponent: i32, power: i32) -> i32 {
    exponent + ((-power * 217_707) >> 16) + 1 + FRACTION_BITS
}

/// Bits of fraction in the upper word of a product.
const FRACTION_BITS: i32 = 6;

/// # Safety
///
/// `power` is from −293 to 324, as those are for which finite floats ask: their exponents lie in −1074..=971.
#[inline(always)]
unsafe fn power_of_ten(power: i32) -> Power {
    debug_assert!((MIN_POWER..=super::tables::MAX_POWER).contains(&power));
    // SAFETY: the table goes from −342 to 324.
    unsafe { *POWERS.get_unchecked((power - MIN_POWER) as usize) }
}

/// The upper 128 bits of the product.
#[inline(always)]
fn multiply(power: Power, significand: u64) -> u128 {
    let high = u128::from(power.hi) * u128::from(significand);
    let low = (u128::from(power.lo) * u128::from(significand)) >> 64;
    high + low
}

/// `significand · 2^exponent`, neither neighbour nearer than the other.
///
/// # Safety
///
/// It is a finite float: the exponent lies in −1074..=971.
#[inline(always)]
unsafe fn f64_to_decimal(significand: u64, exponent: i32) -> Decimal {
    // Scaled by 10^-(power), the distance to the neighbours is between 0.1 and 1.
    let power = log10_of_power_of_two(exponent) + 1;
    let shift = scale_shift(exponent, power);
    // SAFETY: the exponent is a finite float's.
    let ten = unsafe { power_of_ten(-power) };
    let product = multiply(ten, significand << shift);
    let fraction = (product >> FRACTION_BITS) as u64;
    // Half the distance to the neighbours; both ends belong to even significands.
    let half = (ten.hi >> (FRACTION_BITS + 1 - shift)) + (!significand & 1);
    let up = fraction.checked_add(half).is_none();
    let down = half > fraction;
    // Rounded up where `up`, without waiting for it.
    let whole = ((product + (u128::from(half) << FRACTION_BITS)) >> (64 + FRACTION_BITS)) as u64;
    let long = whole >= 1_000_000_000_000_000;
    let exponent = power + 14 + i32::from(long);
    // One digit more, to the nearest. The bias of 6 covers the error of the power.
    let next = ((u128::from(fraction) * 10 + ((1 << 63) + 6)) >> 64) as u64;
    // The one tie that must be rounded down to be even: 2.5.
    let next = select(fraction == 1 << 62, 2, next);
    // Whether the digit is needed is as good as random, so nothing branches on it.
    let next = select(up | down, 0, next);
    Decimal {
        digits: select(long, whole, whole * 10 + next),
        last: select(long, next, 0) as u8,
        exponent,
    }
}

/// As [`f64_to_decimal`], with 32 bits of fraction.
///
/// # Safety
///
/// As there.
#[inline(always)]
unsafe fn f32_to_decimal(significand: u64, exponent: i32) -> Decimal {
    const BITS: i32 = 34;
    let power = log10_of_power_of_two(exponent) + 1;
    let shift = scale_shift(exponent, power) + (BITS - FRACTION_BITS);
    // SAFETY: the exponent is a finite float's.
    let ten = unsafe { power_of_ten(-power) }.hi;
    let product = ((u128::from(ten + 1) * u128::from(significand << shift)) >> 64) as u64;
    let fraction = product & ((1 << BITS) - 1);
    let half = (ten >> (65 - shift)) + (!significand & 1);
    let up = (fraction + half) >> BITS != 0;
    let down = half > fraction;
    let whole = (product >> BITS) + u64::from(up);
    let next = (fraction * 10 + (1 << (BITS - 1))) >> BITS;
    let next = select(fraction == 1 << (BITS - 2), 2, next);
    let next = select(up | down, 0, next);
    let digits = whole * 10 + next;
    // Seven to nine digits, for normal numbers.
    let (two, one) = (whole < 1_000_000, whole < 10_000_000);
    let factor = select(two, 1_000_000_000, select(one, 100_000_000, 10_000_000));
    Decimal {
        digits: digits * factor,
        last: 0,
        exponent: power + 7 - i32::from(two) - i32::from(one),
    }
}

/// `significand · 2^exponent` with a power of two as significand: the lower neighbour is at half
/// the distance.
///
/// # Safety
///
/// As of [`f64_to_decimal`].
#[inline]
unsafe fn power_of_two_to_decimal(significand: u64, exponent: i32) -> Decimal {
    // floor(log10(3/4 · 2^exponent))
    let power = ((exponent * 315_653 - 131_072) >> 20) + 1;
    let shift = scale_shift(exponent, power);
    // SAFETY: the exponent is a finite float's.
    let ten = unsafe { power_of_ten(-power) };
    let product = multiply(ten, significand << shift);
    let fraction = (product >> FRACTION_BITS) as u64;
    let half = ten.hi >> (FRACTION_BITS + 1 - shift);
    let up = half > u64::MAX - fraction;
    let down = half >> 1 > fraction;
    let whole = (product >> (64 + FRACTION_BITS)) as u64 + u64::from(up);
    let nearest = (u128::from(fraction) * 10 + ((1 << 63) - 1)) >> 64;
    let least = (u128::from(fraction.wrapping_sub(half >> 1)) * 10 + u128::from(u64::MAX)) >> 64;
    let next = if up | down { 0 } else { nearest.max(least) as u64 };
    let long = whole >= 1_000_000_000_000_000;
    Decimal {
        digits: if long { whole } else { whole * 10 + next },
        last: if long { next as u8 } else { 0 },
        exponent: power + 14 + i32::from(long),
    }
}

/// Moves the first digit to its place where a subnormal's significand had too few bits for it.
#[cold]
fn normalize(mut decimal: Decimal) -> Decimal {
    if decimal.digits >= 1_000_000_000_000_000 {
        return decimal;
    }
    while decimal.digits < 1_000_000_000_000_000 {
        decimal.digits *= 10;
        decimal.exponent -= 1;
    }
    decimal
}

/// Writes an integer below 2^52 as a float; returns the length with the sign before it.
///
/// # Safety
///
/// 31 bytes at `out` are writable.
#[inline(never)]
unsafe fn write_whole(value: u64, out: *mut u8, negative: usize) -> usize {
    debug_assert!(value < 1 << 52);
    // SAFETY: the integer needs 20 bytes, its text has at most 16, and two more follow.
    unsafe {
        let length = integer_write::write(value, out);
        out.add(length).cast::<[u8; 2]>().write(*b".0");
        negative + length + 2
    }
}

/// Writes `decimal` in fixed notation if its exponent is from `least` (at least −6) to `most` (at
/// most 15).
///
/// # Safety
///
/// 31 bytes at `out` are writable, and the exponent lies in −324..=308, as those of finite floats.
#[inline(always)]
unsafe fn write_decimal(decimal: Decimal, least: i32, most: i32, out: *mut u8) -> usize {
    let Decimal { digits, last, exponent } = decimal;
    debug_assert!(last < 10);
    let text = Sixteen::new(digits);
    // How many of them there are up to the last that is not zero.
    let count = select(last != 0, 17, text.count());
    let last = b'0' + last;

    if (least..0).contains(&exponent) {
        // 0.00001234: the zeros, then the digits over them.
        let zeros = (1 - exponent) as usize;
        debug_assert!(zeros <= 7);
        // SAFETY: `zeros` is at most 7, so the last byte is the 24th.
        unsafe {
            out.cast::<[u8; 8]>().write(*b"0.000000");
            out.add(zeros).cast::<Sixteen>().write_unaligned(text);
            out.add(zeros + 16).write(last);
        }
        return zeros + count;
    }

    // The digits from the point on one place further, then over them all up to the 16th with the
    // gap, and the point into it.
    let fixed = (0..=most).contains(&exponent);
    let first = if fixed { exponent as usize } else { 0 };
    debug_assert!(first <= 15);
    // SAFETY: `first` is at most 15; the last byte is the 18th.
    unsafe {
        out.add(1).cast::<Sixteen>().write_unaligned(text);
        out.add(17).write(last);
        out.cast::<Sixteen>().write_unaligned(text.with_gap(first));
        out.add(first + 1).write(b'.');
    }
    if fixed {
        return count.max(first + 2) + 1;
    }
    let length = count + usize::from(count > 1);
    debug_assert!(length <= 18 && (exponent.unsigned_abs() as usize) < EXPONENTS.len());
    // SAFETY: `length` is at most 18, and 8 bytes are written from there. Exponents of finite
    // floats lie in −324..=308, the table goes up to 324.
    unsafe {
        let entry = *EXPONENTS.get_unchecked(exponent.unsigned_abs() as usize);
        let sign = if exponent < 0 { b'-' } else { b'+' };
        let text = u64::from(entry) << 16 | u64::from(sign) << 8 | u64::from(b'e');
        out.add(length).cast::<u64>().write_unaligned(text.to_le());
        length + 2 + (entry >> 24) as usize
    }
}
