//! A mantissa and a power of ten to the nearest float.
//!
//! Eisel and Lemire's method: one multiplication by the power's upper 64 bits decides nearly always, a
//! second one by the lower the rest (Mushtak and Lemire, "Fast number parsing without fallback").

use super::tables::{MIN_POWER, POWERS};

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

/// `mantissa / 10^digits` with `mantissa < 2^53` and `digits < 16`, and with `sign`, a float's: both are exact
/// as doubles, so the quotient is rounded only once.
#[inline(always)]
pub(super) fn quotient(mantissa: u64, digits: u32, sign: u64) -> f64 {
    let quotient = mantissa as i64 as f64 / EXACT_POWERS[digits as usize & 15];
    f64::from_bits(quotient.to_bits() | sign)
}

/// The same as [`scale_near`] has it, for f32 with `SINGLE`: rounded a second time, unless the first made a tie of it. (By the power of
/// ten, what is an f32, as halves are, cannot be told from what is a little less: three times as long.)
#[inline(always)]
pub(super) fn quotient_of<const SINGLE: bool>(mantissa: u64, digits: u32, sign: u64) -> f64 {
    let double = quotient(mantissa, digits, sign);
    if !SINGLE {
        return double;
    }
    if is_tie(double.to_bits()) {
        return scale_near::<true>(mantissa, digits, sign);
    }
    (double as f32).into()
}

/// Whether the double with these bits lies halfway between two singles, if it is not too small or too big for those: rounded once
/// already, it cannot be rounded again.
#[inline(always)]
pub(crate) fn is_tie(bits: u64) -> bool {
    const BELOW: u32 = f64::MANTISSA_DIGITS - f32::MANTISSA_DIGITS;
    bits << (64 - BELOW) == 1 << 63
}

/// `mantissa · 10^power`, if both are exact as doubles: rounded only once, too (W. D. Clinger's fast path).
#[inline(always)]
pub(super) fn scale_exact(mantissa: u64, power: i32) -> Option<f64> {
    let ten = EXACT_POWERS.get(power.unsigned_abs() as usize)?;
    if mantissa > 1 << 53 {
        return None;
    }
    let mantissa = mantissa as i64 as f64;
    Some(if power < 0 { mantissa / ten } else { mantissa * ten })
}

/// All that are exact: 5^22 has 52 bits.
static EXACT_POWERS: [f64; 23] = {
    let mut table = [1.0; 23];
    let mut i = 1;
    while i < table.len() {
        table[i] = table[i - 1] * 10.0;
        i += 1;
    }
    table
};

/// `mantissa / 10^digits`, fewer than 32 of them, to nearest, ties to even, with `sign`, a float's: [`scale`]
/// for what can be neither subnormal nor infinite.
#[inline(always)]
pub(super) fn scale_near<const SINGLE: bool>(mantissa: u64, digits: u32, sign: u64) -> f64 {
    let format = if SINGLE { &FLOAT } else { &DOUBLE };
    if mantissa == 0 {
        return f64::from_bits(sign);
    }
    let zeros = mantissa.leading_zeros();
    let (ten, exponent) = NEAR_POWERS[digits as usize & 31];
    let product = u128::from(mantissa << zeros) * u128::from(ten);
    let (high, low) = ((product >> 64) as u64, product as u64);
    let undecided = u64::MAX >> (format.fraction_bits + 3);
    if high & undecided == undecided || low <= 1 {
        return scale_rare::<SINGLE>(mantissa, digits, sign);
    }
    let top = (high >> 63) as u32;
    let bits = high >> (top + 61 - format.fraction_bits as u32);
    let bits = (bits + (bits & 1)) >> 1;
    // The significand's top bit, or what rounding made of it, is added to the exponent.
    let biased = u64::from(exponent.wrapping_add((format.bias - 1) as u32 + top - zeros));
    let bits = bits + (biased << format.fraction_bits);
    let bits = if SINGLE { f64::from(f32::from_bits(bits as u32)).to_bits() } else { bits };
    f64::from_bits(bits | sign)
}

/// For the negative powers of ten: the upper words of their significands, and the exponents of a
/// product's top bit if it is set.
static NEAR_POWERS: [(u64, u32); 32] = {
    let mut table = [(0, 0); 32];
    let mut digits = 0;
    while digits < table.len() {
        let power = -(digits as i32);
        // Wraps; a bias added later makes it positive.
        let exponent = ((power * 217_706) >> 16) + 63;
        table[digits] = (POWERS[(power - MIN_POWER) as usize].hi, exponent as u32);
        digits += 1;
    }
    table
};

#[cold]
#[inline(never)]
fn scale_rare<const SINGLE: bool>(mantissa: u64, digits: u32, sign: u64) -> f64 {
    f64::from_bits(scale::<SINGLE>(mantissa, -(digits as i32)).to_bits() | sign)
}

/// `mantissa · 10^power`, to nearest, ties to even; infinite if it is too big.
#[inline(always)]
pub(super) fn scale<const SINGLE: bool>(mantissa: u64, power: i32) -> f64 {
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
        let next =
            (u128::from(mantissa) * u128::from(ten.lo.wrapping_add((power < 0).into()))) >> 64;
        let (sum, carry) = low.overflowing_add(next as u64);
        low = sum;
        high += u64::from(carry);
    }

    let top = (high >> 63) as i32;
    let shift = top + 64 - format.fraction_bits - 3;
    // The significand and one bit more.
    let mut bits = high >> shift;
    // floor(log2(10^power)) + 63: the exponent of the product's top bit, were it set.
    let exponent = ((power * 217_706) >> 16) + 63 + top - zeros as i32;
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
