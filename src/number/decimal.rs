//! Digits by the word: eight at once between integers and text, without a loop.
//!
//! Words are little-endian: the first character of the text is the lowest byte. All of it is plain
//! arithmetic.

/// `'0'` in each byte.
pub(super) const ZEROS: u64 = 0x3030_3030_3030_3030;

/// The number of digits that `word` starts with, 0 to 8.
#[inline(always)]
pub(super) fn digit_run(word: u64) -> u32 {
    let digits = word ^ ZEROS;
    // A byte over 9 sets its top bit; what it carries reaches only later bytes.
    let others = (digits.wrapping_add(0x7676_7676_7676_7676) | digits) & 0x8080_8080_8080_8080;
    others.trailing_zeros() / 8
}

/// The value of the first `count` characters of `word`, all digits; `count` is 0 to 8.
#[inline(always)]
pub(super) fn parse_digits(word: u64, count: u32) -> u64 {
    debug_assert!(digit_run(word) >= count);
    // Zeros move in from below: leading zeros of the text. Twice half the shift, which may be 64.
    let half = 4 * (8 - count);
    parse_eight((word ^ ZEROS) << half << half)
}

/// The value of the eight digits of `word`.
#[inline(always)]
pub(super) fn parse_eight_digits(word: u64) -> u64 {
    parse_eight(word ^ ZEROS)
}

/// Pairs, then fours, then all: each product adds the upper lane to ten, a hundred or ten thousand
/// times the lower.
#[inline(always)]
fn parse_eight(digits: u64) -> u64 {
    let pairs = digits.wrapping_mul(10).wrapping_add(digits >> 8);
    const LANES: u64 = 0x0000_00FF_0000_00FF;
    const FIRST: u64 = 100 + (1_000_000 << 32);
    const SECOND: u64 = 1 + (10_000 << 32);
    let sum = (pairs & LANES)
        .wrapping_mul(FIRST)
        .wrapping_add((pairs >> 16 & LANES).wrapping_mul(SECOND));
    sum >> 32
}

/// The eight digits of `value < 10^8`, one a byte, the first in the lowest; not yet text.
#[inline(always)]
pub(super) fn eight_digits(value: u64) -> u64 {
    debug_assert!(value < 100_000_000);
    // In each step, lanes of x become (x / d, x % d): x·2^n − (d·2^n − 1)·(x / d), where the
    // quotient is a product with the rounded-up reciprocal.
    let fours = (value << 32) - ((10_000 << 32) - 1) * (value * 109_951_163 >> 40);
    let hundredths = fours * 5243 >> 19 & 0x7F_0000_007F;
    let pairs = (fours << 16) - ((100 << 16) - 1) * hundredths;
    let tenths = pairs * 103 >> 10 & 0xF_000F_000F_000F;
    (pairs << 8) - ((10 << 8) - 1) * tenths
}
