//! Digits by the word: eight at once between integers and text, without a loop.
//!
//! Words are little-endian: the first character of the text is the lowest byte. All of it is plain
//! arithmetic.

use crate::simd::eight_digits;

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

/// The value of the first `count` characters of `word`, all digits; `count` is 0 to 7.
#[inline(always)]
pub(super) fn parse_digits(word: u64, count: u32) -> u64 {
    debug_assert!(count < 8 && digit_run(word) >= count);
    // Zeros move in from below: leading zeros of the text.
    eight_digits((word ^ ZEROS) << (56 - 8 * count) << 8)
}

/// The same for a `count` of up to 8.
#[inline(always)]
pub(super) fn parse_up_to_eight_digits(word: u64, count: u32) -> u64 {
    if count == 8 { parse_eight_digits(word) } else { parse_digits(word, count) }
}

/// The value of the eight digits of `word`.
#[inline(always)]
pub(super) fn parse_eight_digits(word: u64) -> u64 {
    eight_digits(word ^ ZEROS)
}
