//! Integers to text, straight into the output: no buffer of its own, no copy of variable length.
//!
//! Eight digits are one word (`decimal::eight_digits`); the leading zeros are shifted out of the
//! first word, so that the length of a number up to 99 999 999 costs no branch.
#![expect(unsafe_code, reason = "stores of whole words into the output, at offsets that vary")]

use core::mem::MaybeUninit;

use super::decimal::{ZEROS, eight_digits};

/// The output an integer of up to 64 bits may touch; its text has at most 20 bytes.
pub const INTEGER_ROOM: usize = 24;
/// The output a 128-bit integer may touch.
pub const WIDE_ROOM: usize = 40;

/// Writes `value`, returns the length of its text.
#[inline]
pub fn write_u64(value: u64, out: &mut [MaybeUninit<u8>; INTEGER_ROOM]) -> usize {
    // SAFETY: the room is 24 bytes, `write` needs 20.
    unsafe { write(value, out.as_mut_ptr().cast()) }
}

/// Writes `value`, returns the length of its text.
#[inline]
pub fn write_i64(value: i64, out: &mut [MaybeUninit<u8>; INTEGER_ROOM]) -> usize {
    let negative = usize::from(value < 0);
    out[0].write(b'-');
    // SAFETY: the room is 24 bytes; the sign takes one, `write` needs 20.
    negative + unsafe { write(value.unsigned_abs(), out.as_mut_ptr().cast::<u8>().add(negative)) }
}

/// Writes `value`, returns the length of its text.
#[inline]
pub fn write_u32(value: u32, out: &mut [MaybeUninit<u8>; INTEGER_ROOM]) -> usize {
    write_u64(value.into(), out)
}

/// Writes `value`, returns the length of its text.
#[inline]
pub fn write_i32(value: i32, out: &mut [MaybeUninit<u8>; INTEGER_ROOM]) -> usize {
    write_i64(value.into(), out)
}

/// Writes `value`, returns the length of its text.
#[inline]
pub fn write_u128(value: u128, out: &mut [MaybeUninit<u8>; WIDE_ROOM]) -> usize {
    copy(itoa::Buffer::new().format(value), out)
}

/// Writes `value`, returns the length of its text.
#[inline]
pub fn write_i128(value: i128, out: &mut [MaybeUninit<u8>; WIDE_ROOM]) -> usize {
    copy(itoa::Buffer::new().format(value), out)
}

fn copy(text: &str, out: &mut [MaybeUninit<u8>; WIDE_ROOM]) -> usize {
    for (to, from) in out.iter_mut().zip(text.bytes()) {
        to.write(from);
    }
    text.len()
}

/// Writes `value` at `out`, returns the length of its text.
///
/// # Safety
///
/// 20 bytes at `out` are writable: at most 4 digits' worth of the first word stay, two words follow.
#[inline(always)]
pub(super) unsafe fn write(value: u64, out: *mut u8) -> usize {
    if value < 100_000_000 {
        // SAFETY: one word at `out`, of the caller's 20 bytes.
        return unsafe { write_first(value, out) };
    }
    let (high, low) = (value / 100_000_000, value % 100_000_000);
    if high < 100_000_000 {
        // SAFETY: the first word keeps at most its 8 bytes, the second ends within 16.
        return unsafe {
            let length = write_first(high, out);
            write_eight(low, out.add(length));
            length + 8
        };
    }
    let (top, high) = (high / 100_000_000, high % 100_000_000);
    // SAFETY: `top` is at most 1844, four digits, so the last word ends within 20 bytes.
    unsafe {
        let length = write_first(top, out);
        write_eight(high, out.add(length));
        write_eight(low, out.add(length + 8));
        length + 16
    }
}

/// Writes `value < 10^8` without leading zeros; touches 8 bytes.
///
/// # Safety
///
/// 8 bytes at `out` are writable.
#[inline(always)]
unsafe fn write_first(value: u64, out: *mut u8) -> usize {
    let digits = eight_digits(value);
    // The last digit stays even if it is zero.
    let zeros = (digits | 1 << 56).trailing_zeros() & !7;
    let text = (digits | ZEROS) >> zeros;
    // SAFETY: 8 bytes at `out`, by the caller.
    unsafe { out.cast::<u64>().write_unaligned(text.to_le()) };
    8 - zeros as usize / 8
}

/// Writes the eight digits of `value < 10^8`.
///
/// # Safety
///
/// 8 bytes at `out` are writable.
#[inline(always)]
unsafe fn write_eight(value: u64, out: *mut u8) {
    // SAFETY: 8 bytes at `out`, by the caller.
    unsafe { out.cast::<u64>().write_unaligned((eight_digits(value) | ZEROS).to_le()) };
}
