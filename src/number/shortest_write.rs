//! Floats to decimals: the shortest digits that read back, and of those the nearest.
//!
//! The method is Schubfach's in the form that yy, zmij and xjb gave it: one multiplication of the
//! significand by a 128-bit power of ten gives a candidate of 15 or 16 digits and, in the fraction,
//! both the rounding decision and the one digit more.
#![expect(unsafe_code, reason = "look-ups at places that exponents of finite floats give")]

use core::hint::select_unpredictable as select;

use super::tables::{
    DOWN_SHIFTS, FRACTION_BITS, MIN_POWER, POWERS, Power, floor_log10, scale_shift,
};

/// The digits of `whole` and then `next`, the leading one not zero, with the point after the first, times `10^exponent`.
#[derive(Clone, Copy)]
pub(super) struct Decimal {
    /// Fifteen digits, or sixteen.
    pub(super) whole: u64,
    /// One digit more.
    pub(super) next: u64,
    /// Whether `whole` has sixteen.
    pub(super) long: bool,
    pub(super) exponent: i32,
}

/// `10^15`
const LONG: u64 = 1_000_000_000_000_000;

impl Decimal {
    #[inline(always)]
    fn new(whole: u64, next: u64, power: i32) -> Self {
        let long = whole >= LONG;
        Decimal { whole, next, long, exponent: power + 14 + i32::from(long) }
    }

    /// Sixteen digits, and a 17th.
    #[inline(always)]
    pub(super) fn digits(self) -> (u64, u8) {
        let Self { whole, next, long, .. } = self;
        (select(long, whole, whole * 10 + next), select(long, next, 0) as u8)
    }
}

/// How many bits less than 11 a significand that is no power of two is shifted by ([`scale_shift`]): 5 to 8. From a table: to
/// compute it, one multiplication behind the power's, is 6 to 8 % of a float's time.
///
/// # Safety
///
/// The exponent lies in −1074..=971.
#[inline(always)]
unsafe fn down_shift(exponent: i32) -> u32 {
    debug_assert!((-1074..=971).contains(&exponent));
    // SAFETY: the table goes from −1075 to 971.
    u32::from(unsafe { *DOWN_SHIFTS.get_unchecked((exponent + 1075) as usize) })
}

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

/// `upper · 2^(exponent - 11)`, neither neighbour nearer than the other.
///
/// # Safety
///
/// It is a finite float: the exponent lies in −1074..=971.
#[inline(always)]
pub(super) unsafe fn f64_to_decimal(upper: u64, exponent: i32) -> Decimal {
    // Scaled by 10^-(power), the distance to the neighbours is between 0.1 and 1.
    let power = floor_log10(exponent) + 1;
    // SAFETY: the exponent is a finite float's.
    let (ten, shift) = unsafe { (power_of_ten(-power), down_shift(exponent)) };
    // Half the distance to the neighbours; both ends belong to even significands.
    let half = (ten.hi >> (shift - (10 - FRACTION_BITS as u32))) + (!upper >> 11 & 1);
    let product = multiply(ten, upper >> shift);
    let fraction = (product >> FRACTION_BITS) as u64;
    let up = fraction.checked_add(half).is_none();
    let down = half > fraction;
    // Rounded up where `up`, without waiting for it.
    let whole = ((product + (u128::from(half) << FRACTION_BITS)) >> (64 + FRACTION_BITS)) as u64;
    // One digit more, to the nearest. The bias of 6 covers the error of the power.
    let next = ((u128::from(fraction) * 10 + ((1 << 63) + 6)) >> 64) as u64;
    // The one tie that must be rounded down to be even: 2.5.
    let next = select(fraction == 1 << 62, 2, next);
    // Whether the digit is needed is as good as random, so nothing branches on it.
    let next = select(up | down, 0, next);
    Decimal::new(whole, next, power)
}

/// As [`f64_to_decimal`], with 32 bits of fraction.
///
/// # Safety
///
/// As there.
#[inline(always)]
pub(super) unsafe fn f32_to_decimal(significand: u64, exponent: i32) -> Decimal {
    const BITS: i32 = 34;
    let power = floor_log10(exponent) + 1;
    // SAFETY: the exponent is a finite float's.
    let (ten, shift) = unsafe { (power_of_ten(-power).hi, 11 - down_shift(exponent) as i32) };
    let shift = shift + (BITS - FRACTION_BITS);
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
        whole: digits * factor,
        next: 0,
        long: true,
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
pub(super) unsafe fn power_of_two_to_decimal(significand: u64, exponent: i32) -> Decimal {
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
    Decimal::new(whole, next, power)
}

/// Moves the first digit to its place where a subnormal's significand had too few bits for it.
#[cold]
pub(super) fn normalize(decimal: Decimal) -> Decimal {
    let (mut whole, next) = decimal.digits();
    let (mut next, mut exponent) = (u64::from(next), decimal.exponent);
    while whole < LONG {
        (whole, next) = (whole * 10 + next, 0);
        exponent -= 1;
    }
    Decimal { whole, next, long: true, exponent }
}
