//! Powers of ten as 128-bit significands, and the texts of exponents; all computed by the compiler.
//!
//! One table serves both directions: the writer scales a float by a power of ten, the reader scales
//! a decimal mantissa. `tests/numbers/tables.rs` checks every entry against exact arithmetic.

/// `10^q = (hi·2^64 + lo + ε) · 2^(e − 127)` with the top bit of `hi` set, `0 ≤ ε < 1` and
/// `e = floor(log2(10^q))`: the significand rounded down.
#[derive(Clone, Copy)]
#[repr(C, align(16))]
pub struct Power {
    /// The upper 64 bits.
    pub hi: u64,
    /// The lower 64 bits.
    pub lo: u64,
}

/// The smallest power in the table: below it every mantissa of 64 bits rounds to zero.
pub const MIN_POWER: i32 = -342;
/// The largest power in the table: what the smallest subnormal f64 is scaled by when written.
pub const MAX_POWER: i32 = 324;
const POWER_COUNT: usize = (MAX_POWER - MIN_POWER + 1) as usize;

/// The powers of ten from `MIN_POWER` to `MAX_POWER`.
pub static POWERS: [Power; POWER_COUNT] = powers();

/// The powers of ten that a `u64` holds.
pub(super) const SMALL_POWERS: [u64; 20] = {
    let mut table = [1; 20];
    let mut i = 1;
    while i < table.len() {
        table[i] = table[i - 1] * 10;
        i += 1;
    }
    table
};

/// Bits of fraction in the upper word of a scaled significand.
pub(super) const FRACTION_BITS: i32 = 6;

/// How many bits less than 11 a significand times `2^exponent`, no power of two, is shifted by before it is scaled by
/// `10^-power`, where `power` is one more than `2^exponent`'s. From −1075 on.
pub(super) static DOWN_SHIFTS: [u8; 2047] = {
    let mut table = [0; 2047];
    let mut i = 0;
    while i < table.len() {
        let exponent = i as i32 - 1075;
        let down = 11 - scale_shift(exponent, floor_log10(exponent) + 1);
        assert!(5 <= down && down <= 8);
        table[i] = down as u8;
        i += 1;
    }
    table
};

/// `floor(log10(2^exponent))`.
#[inline(always)]
pub(super) const fn floor_log10(exponent: i32) -> i32 {
    (exponent * 315_653) >> 20
}

/// What a significand times `2^exponent` is shifted by, so that its product with `10^-power` has `FRACTION_BITS` bits of
/// fraction in its upper word.
pub(super) const fn scale_shift(exponent: i32, power: i32) -> i32 {
    exponent + ((-power * 217_707) >> 16) + 1 + FRACTION_BITS
}

/// Exponents' digits: up to three bytes of text in the low bytes, their number in the highest.
pub(super) static EXPONENTS: [u32; 325] = {
    let mut table = [0; 325];
    let mut i = 0;
    while i < table.len() {
        let [hundreds, tens, ones] =
            [i as u32 / 100 + 0x30, i as u32 / 10 % 10 + 0x30, i as u32 % 10 + 0x30];
        table[i] = if i < 10 {
            1 << 24 | ones
        } else if i < 100 {
            2 << 24 | ones << 8 | tens
        } else {
            3 << 24 | ones << 16 | tens << 8 | hundreds
        };
        i += 1;
    }
    table
};

/// Both halves by exact arithmetic on limbs, least significant first. A power of two makes no
/// difference to a significand, so five takes ten's place: `5^q` is an integer that fits 12 limbs,
/// and dividing `2^959` by five again and again, rounded down each time, is `floor(2^959 / 5^k)`,
/// which has more than 128 bits up to `k = 342`.
const fn powers() -> [Power; POWER_COUNT] {
    const ZERO: usize = -MIN_POWER as usize;
    let mut table = [Power { hi: 0, lo: 0 }; POWER_COUNT];

    let mut limbs = [0; 15];
    limbs[0] = 1;
    let mut q = 0;
    while ZERO + q < POWER_COUNT {
        table[ZERO + q] = significand(&limbs);
        let mut carry = 0;
        let mut i = 0;
        while i < limbs.len() {
            let product = limbs[i] as u128 * 5 + carry;
            limbs[i] = product as u64;
            carry = product >> 64;
            i += 1;
        }
        q += 1;
    }

    let mut limbs = [0; 15];
    limbs[14] = 1 << 63;
    let mut q = 1;
    while q <= ZERO {
        let mut remainder = 0;
        let mut i = limbs.len();
        while i > 0 {
            i -= 1;
            let dividend = remainder << 64 | limbs[i] as u128;
            limbs[i] = (dividend / 5) as u64;
            remainder = dividend % 5;
        }
        table[ZERO - q] = significand(&limbs);
        q += 1;
    }
    table
}

/// The 128 bits from the highest one bit on.
const fn significand(limbs: &[u64; 15]) -> Power {
    let mut top = limbs.len() - 1;
    while limbs[top] == 0 {
        top -= 1;
    }
    let second = if top >= 1 { limbs[top - 1] } else { 0 };
    let third = if top >= 2 { limbs[top - 2] } else { 0 };
    let shift = limbs[top].leading_zeros();
    let mut bits = ((limbs[top] as u128) << 64 | second as u128) << shift;
    if shift > 0 {
        bits |= (third >> (64 - shift)) as u128;
    }
    Power { hi: (bits >> 64) as u64, lo: bits as u64 }
}
