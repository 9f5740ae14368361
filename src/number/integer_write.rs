//! Integers to text, straight into the output: no buffer of its own, no copy of variable length.
//!
//! Two digits a step, from a table, branching on magnitude: the length is known before the digits
//! where the branches are foreseen, as they mostly are. Only lengths at random from 1 to 19 are faster
//! without branches, by words of eight digits whose leading zeros are shifted out.
#![expect(unsafe_code, reason = "stores of whole words into the output, at offsets that vary")]

use core::mem::MaybeUninit;

/// The output an integer of up to 64 bits may touch; its text has at most 20 bytes.
pub const INTEGER_ROOM: usize = 24;
/// The output a 128-bit integer may touch.
pub const WIDE_ROOM: usize = 40;

// What `write` needs, and a sign.
const _: () = assert!(INTEGER_ROOM > 20);

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
pub fn write_u128(value: u128, out: &mut [MaybeUninit<u8>; WIDE_ROOM]) -> usize {
    if let (Ok(value), Some(out)) = (value.try_into(), out.first_chunk_mut()) {
        return write_u64(value, out);
    }
    copy(itoa::Buffer::new().format(value), out)
}

/// Writes `value`, returns the length of its text.
#[inline]
pub fn write_i128(value: i128, out: &mut [MaybeUninit<u8>; WIDE_ROOM]) -> usize {
    if let (Ok(value), Some(out)) = (value.try_into(), out.first_chunk_mut()) {
        return write_i64(value, out);
    }
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
    debug_assert!(top < 10_000);
    // SAFETY: `top` is at most 1844, four digits, so the last word ends within 20 bytes.
    unsafe {
        let length = write_first(top, out);
        write_eight(high, out.add(length));
        write_eight(low, out.add(length + 8));
        length + 16
    }
}

/// `00` to `99`.
static PAIRS: [[u8; 2]; 100] = {
    let mut pairs = [[0; 2]; 100];
    let mut i = 0;
    while i < pairs.len() {
        pairs[i] = [b'0' + (i / 10) as u8, b'0' + (i % 10) as u8];
        i += 1;
    }
    pairs
};

/// Writes `value < 10^8` without leading zeros; touches no more than its digits.
///
/// # Safety
///
/// 8 bytes at `out` are writable, and `value` is below 10^8.
#[inline(always)]
unsafe fn write_first(value: u64, out: *mut u8) -> usize {
    debug_assert!(value < 100_000_000);
    // Quotients by products with the rounded-up reciprocal, exact up to the bound of each branch.
    // SAFETY: every place is below the 8 bytes at `out`, by the caller; each pair is below 100.
    unsafe {
        if value < 100 {
            write_one_or_two(value, out)
        } else if value < 10_000 {
            let high = (value * 5243) >> 19;
            let length = write_one_or_two(high, out);
            write_two(value - high * 100, out.add(length));
            length + 2
        } else if value < 1_000_000 {
            let high = (value * 429_497) >> 32;
            let low = value - high * 10_000;
            let length = write_one_or_two(high, out);
            write_four(low, out.add(length));
            length + 4
        } else {
            let high = (value * 109_951_163) >> 40;
            let low = value - high * 10_000;
            let first = (high * 5243) >> 19;
            let length = write_one_or_two(first, out);
            write_two(high - first * 100, out.add(length));
            write_four(low, out.add(length + 2));
            length + 6
        }
    }
}

/// Writes the eight digits of `value < 10^8`.
///
/// # Safety
///
/// 8 bytes at `out` are writable, and `value` is below 10^8.
#[inline(always)]
unsafe fn write_eight(value: u64, out: *mut u8) {
    debug_assert!(value < 100_000_000);
    let high = (value * 109_951_163) >> 40;
    // SAFETY: by the caller; both halves are below 10^4.
    unsafe {
        write_four(high, out);
        write_four(value - high * 10_000, out.add(4));
    }
}

/// Writes the four digits of `value < 10^4`.
///
/// # Safety
///
/// 4 bytes at `out` are writable, and `value` is below 10^4.
#[inline(always)]
unsafe fn write_four(value: u64, out: *mut u8) {
    debug_assert!(value < 10_000);
    let high = (value * 5243) >> 19;
    // SAFETY: by the caller; both halves are below 100.
    unsafe {
        write_two(high, out);
        write_two(value - high * 100, out.add(2));
    }
}

/// Writes the two digits of `value`.
///
/// # Safety
///
/// 2 bytes at `out` are writable, and `value` is below 100.
#[inline(always)]
unsafe fn write_two(value: u64, out: *mut u8) {
    debug_assert!(value < 100);
    // SAFETY: by the caller.
    unsafe { out.cast::<[u8; 2]>().write(*PAIRS.get_unchecked(value as usize)) };
}

/// Writes `value` without a leading zero, returns the number of its digits.
///
/// # Safety
///
/// 2 bytes at `out` are writable, and `value` is below 100.
#[inline(always)]
unsafe fn write_one_or_two(value: u64, out: *mut u8) -> usize {
    debug_assert!(value < 100);
    let single = usize::from(value < 10);
    // SAFETY: by the caller. A single digit is written twice, the second time for nothing.
    unsafe {
        let pair = PAIRS.get_unchecked(value as usize);
        out.write(pair[single]);
        out.add(1).write(pair[1]);
    }
    2 - single
}
