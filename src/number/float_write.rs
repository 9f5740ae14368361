//! Floats to text: the shortest digits that read back, straight into the output.
//!
//! The text is serde_json's: fixed notation for decimal exponents from −5 to 15 (f32: −6 to 12), else `1.2e-7`, `1e+16`.
//! What CPU there is decides who writes the digits ([`Hand`]), and `shortest_write` which digits they are.
#![expect(unsafe_code, reason = "stores of whole words into the output, at offsets that vary")]

use core::hint::select_unpredictable as select;
use core::mem::MaybeUninit;

use super::digits_write::Sixteen;
use super::integer_write;
use super::shortest_write::{
    Decimal, f32_to_decimal, f64_to_decimal, normalize, power_of_two_to_decimal,
};
use super::tables::EXPONENTS;

#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
use super::wide_write;
#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
use crate::simd::Wide;

/// The output a float may touch; its text has at most 24 bytes.
pub const FLOAT_ROOM: usize = 40;

/// What is left of it behind the sign.
const UNSIGNED_ROOM: usize = FLOAT_ROOM - 1;
// Vectors of 32 bytes are stored.
const _: () = assert!(UNSIGNED_ROOM >= 32);

/// Who turns the digits of a float into text.
///
/// # Safety
///
/// What lies between `out` and the end that a function returns is initialised, all of it ASCII.
pub(super) unsafe trait Hand: Copy {
    /// Writes a fraction that [`short`] has found, in units of `10^-8`; returns the end of the text.
    ///
    /// # Safety
    ///
    /// `UNSIGNED_ROOM` bytes at `out` are writable.
    unsafe fn short(self, hundred_millionths: u64, out: *mut u8) -> *mut u8;

    /// Writes `upper · 2^(exponent - 11)`, no power of two; returns the end of the text.
    ///
    /// # Safety
    ///
    /// `UNSIGNED_ROOM` bytes at `out` are writable, and it is a normal float, whose significand has the upper 53 bits.
    unsafe fn long_f64(self, upper: u64, exponent: i32, out: *mut u8) -> *mut u8;

    /// Writes `significand · 2^exponent`, no power of two but one of [`SHORT_POWERS`]; returns the end of the text.
    ///
    /// # Safety
    ///
    /// `UNSIGNED_ROOM` bytes at `out` are writable, and it is a normal float of 32 bits.
    unsafe fn long_f32(self, significand: u64, exponent: i32, out: *mut u8) -> *mut u8;
}

/// What every CPU of the target has.
#[derive(Clone, Copy)]
struct Plain;

// SAFETY: `write_short` and `write_decimal` write all of the text that they return the end of.
unsafe impl Hand for Plain {
    #[inline(always)]
    unsafe fn short(self, hundred_millionths: u64, out: *mut u8) -> *mut u8 {
        // SAFETY: by the caller.
        unsafe { write_short(hundred_millionths, out) }
    }

    // A function of its own: what is short needs neither its registers nor its size.
    #[inline(always)]
    unsafe fn long_f64(self, upper: u64, exponent: i32, out: *mut u8) -> *mut u8 {
        // SAFETY: by the caller.
        unsafe { write_long_f64(upper, exponent, out) }
    }

    #[inline(always)]
    unsafe fn long_f32(self, significand: u64, exponent: i32, out: *mut u8) -> *mut u8 {
        // SAFETY: by the caller.
        unsafe { write_decimal(f32_to_decimal(significand, exponent), -6, 12, out) }
    }
}

const F64_FRACTION: u64 = (1 << 52) - 1;
const F32_FRACTION: u32 = (1 << 23) - 1;

/// Writes `value`, `null` if it is not finite; returns the length of the text.
#[inline(always)]
pub fn write_f64(value: f64, out: &mut [MaybeUninit<u8>; FLOAT_ROOM]) -> usize {
    let out = out.as_mut_ptr().cast::<u8>();
    // The bits come from memory, mostly: no detour by a float register.
    // SAFETY: the room is there, and the text ends in it.
    unsafe { write_f64_bits(value.to_bits(), out).offset_from_unsigned(out) }
}

/// Writes a float by the widest vectors there are; returns the end of the text.
///
/// # Safety
///
/// `FLOAT_ROOM` bytes at `out` are writable.
#[inline(never)]
pub(super) unsafe fn write_f64_bits(bits: u64, out: *mut u8) -> *mut u8 {
    #[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
    if let Some(wide) = Wide::active() {
        // SAFETY: by the caller.
        return unsafe { wide_write::write_f64(wide, bits, out) };
    }
    // SAFETY: by the caller.
    unsafe { write_plain_f64(bits, out) }
}

/// Does as [`write_f64`] on a CPU without AVX-512, for tests.
pub fn write_f64_plainly(value: f64, out: &mut [MaybeUninit<u8>; FLOAT_ROOM]) -> usize {
    let out = out.as_mut_ptr().cast::<u8>();
    // SAFETY: the room is there, and the text ends in it.
    unsafe { write_plain_f64(value.to_bits(), out).offset_from_unsigned(out) }
}

/// The same of [`write_f32`].
pub fn write_f32_plainly(value: f32, out: &mut [MaybeUninit<u8>; FLOAT_ROOM]) -> usize {
    let out = out.as_mut_ptr().cast::<u8>();
    // SAFETY: the room is there, and the text ends in it.
    unsafe { write_plain_f32(value.to_bits(), out).offset_from_unsigned(out) }
}

/// # Safety
///
/// As of [`write_f64_bits`].
#[inline(never)]
unsafe fn write_plain_f64(bits: u64, out: *mut u8) -> *mut u8 {
    // SAFETY: by the caller.
    unsafe { write_f64_by(Plain, bits, out) }
}

/// # Safety
///
/// As of [`write_f64_bits`].
#[inline(always)]
pub(super) unsafe fn write_f64_by(hand: impl Hand, bits: u64, out: *mut u8) -> *mut u8 {
    let biased = (bits >> 52) as i32 & 0x7FF;
    let whole_bits = biased - 1023;
    // The significand in the upper bits, where it takes no mask to have it. (A mask of low bits is BZHI to the compiler, and
    // 52 a move to a byte, which waits for what the rest of that register was: the place in the output, as it happened, so
    // that floats were written one after the other, twice as slowly.)
    let upper = bits << 11 | 1 << 63;
    // SAFETY: `UNSIGNED_ROOM` bytes are left behind the sign. The float is normal and no power of two where its digits are
    // asked for.
    unsafe {
        out.write(b'-');
        let start = out.add((bits >> 63) as usize);
        if (0..52).contains(&whole_bits) && bits << (12 + whole_bits) == 0 {
            write_whole(upper >> (63 - whole_bits), start)
        } else if let Some(hundred_millionths) = short(upper, whole_bits) {
            hand.short(hundred_millionths, start)
        } else if bits << 12 != 0 && (1..0x7FF).contains(&biased) {
            hand.long_f64(upper, biased - 1075, start)
        } else {
            write_rare_f64(bits, start, out)
        }
    }
}

/// As [`Hand::long_f64`].
///
/// # Safety
///
/// As there.
#[inline(never)]
unsafe fn write_long_f64(upper: u64, exponent: i32, out: *mut u8) -> *mut u8 {
    // SAFETY: by the caller.
    unsafe { write_decimal(f64_to_decimal(upper, exponent), -5, 15, out) }
}

/// A positive float in units of `10^-8` if it has no more than eight decimals: prices, coordinates, percentages. Below 15
/// digits no two decimals are nearest to one float, so that the one that it is nearest to is its shortest text.
///
/// In integers, since what is mixed with longer numbers is not foreseen, and known sooner so than by a division. The product
/// has 78 bits of fraction. Where truncating those leaves it open, the answer is no, which is slower, but as right.
#[inline(always)]
fn short(upper: u64, whole_bits: i32) -> Option<u64> {
    // From 2^-15, over which the text has no exponent, to 2^23, below which there are 15 digits.
    if !(-15..23).contains(&whole_bits) {
        return None;
    }
    let unit = 100_000_000_u64 << (whole_bits + 15);
    let product = u128::from(upper) * u128::from(unit);
    // How far it is from the nearest integer, in 2^-64, and how far half a step of the float is.
    let off = (product >> 14) as u64;
    let near = unit >> 4;
    (off.wrapping_add(near - 1) < 2 * near - 1)
        .then_some(((product >> 64) as u64 + (1 << 13)) >> 14)
}

/// Writes a fraction that [`short`] has found; returns the end of the text.
///
/// # Safety
///
/// 17 bytes at `out` are writable.
#[inline(always)]
unsafe fn write_short(hundred_millionths: u64, out: *mut u8) -> *mut u8 {
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
        out.add(point + 9 - trailing as usize)
    }
}

/// Writes zero, a power of two, a subnormal, or what is not finite; returns the end of the text.
///
/// # Safety
///
/// `FLOAT_ROOM` bytes at `from` are writable, where the sign is, and `out` is behind that.
#[inline(never)]
unsafe fn write_rare_f64(bits: u64, out: *mut u8, from: *mut u8) -> *mut u8 {
    let biased = (bits >> 52) as i32 & 0x7FF;
    let fraction = bits & F64_FRACTION;
    // SAFETY: by the caller; what digits are asked of is finite.
    unsafe {
        let decimal = if biased == 0x7FF {
            return write_null(from);
        } else if biased != 0 {
            power_of_two_to_decimal(1 << 52, biased - 1075)
        } else if fraction != 0 {
            normalize(f64_to_decimal(fraction << 11, -1074))
        } else {
            return write_whole(0, out);
        };
        write_decimal(decimal, -5, 15, out)
    }
}

/// Writes `value`, `null` if it is not finite; returns the length of the text.
#[inline(always)]
pub fn write_f32(value: f32, out: &mut [MaybeUninit<u8>; FLOAT_ROOM]) -> usize {
    let out = out.as_mut_ptr().cast::<u8>();
    // SAFETY: the room is there, and the text ends in it.
    unsafe { write_f32_bits(value.to_bits(), out).offset_from_unsigned(out) }
}

/// As [`write_f64_bits`].
///
/// # Safety
///
/// As there.
#[inline(never)]
pub(super) unsafe fn write_f32_bits(bits: u32, out: *mut u8) -> *mut u8 {
    #[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
    if let Some(wide) = Wide::active() {
        // SAFETY: by the caller.
        return unsafe { wide_write::write_f32(wide, bits, out) };
    }
    // SAFETY: by the caller.
    unsafe { write_plain_f32(bits, out) }
}

/// # Safety
///
/// As of [`write_f64_bits`].
#[inline(never)]
unsafe fn write_plain_f32(bits: u32, out: *mut u8) -> *mut u8 {
    // SAFETY: by the caller.
    unsafe { write_f32_by(Plain, bits, out) }
}

/// The exponents of powers of two below 1 that need no rule of their own: they have up to eight decimals, which are written exactly.
const SHORT_POWERS: core::ops::Range<i32> = 127 - 8..127;

/// # Safety
///
/// As of [`write_f64_bits`].
#[inline(always)]
pub(super) unsafe fn write_f32_by(hand: impl Hand, bits: u32, out: *mut u8) -> *mut u8 {
    let biased = (bits >> 23) as i32 & 0xFF;
    let whole_bits = biased - 127;
    let upper = bits << 8 | 1 << 31;
    // SAFETY: `UNSIGNED_ROOM` bytes are left behind the sign. The float is normal where its digits are asked for.
    unsafe {
        out.write(b'-');
        let start = out.add((bits >> 31) as usize);
        if (0..23).contains(&whole_bits) && bits << (9 + whole_bits) == 0 {
            write_whole(u64::from(upper >> (31 - whole_bits)), start)
        } else if (bits << 9 != 0 || SHORT_POWERS.contains(&biased)) && (1..0xFF).contains(&biased)
        {
            hand.long_f32(u64::from(upper >> 8), biased - 150, start)
        } else {
            write_rare_f32(bits, start, out)
        }
    }
}

/// As [`write_rare_f64`].
///
/// # Safety
///
/// As there.
#[inline(never)]
unsafe fn write_rare_f32(bits: u32, out: *mut u8, from: *mut u8) -> *mut u8 {
    let biased = (bits >> 23) as i32 & 0xFF;
    let fraction = u64::from(bits & F32_FRACTION);
    // SAFETY: by the caller; what digits are asked of is finite.
    unsafe {
        let decimal = if biased == 0xFF {
            return write_null(from);
        } else if biased != 0 {
            normalize(power_of_two_to_decimal(1 << 23, biased - 150))
        } else if fraction != 0 {
            normalize(f32_to_decimal(fraction, -149))
        } else {
            return write_whole(0, out);
        };
        write_decimal(decimal, -6, 12, out)
    }
}

/// # Safety
///
/// 4 bytes at `out` are writable.
#[cold]
unsafe fn write_null(out: *mut u8) -> *mut u8 {
    // SAFETY: by the caller.
    unsafe {
        out.cast::<[u8; 4]>().write(*b"null");
        out.add(4)
    }
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

/// Writes an integer below 2^52 as a float; returns the end of the text.
///
/// # Safety
///
/// `UNSIGNED_ROOM` bytes at `out` are writable, and `value` is below 2^52.
#[inline(never)]
unsafe fn write_whole(value: u64, out: *mut u8) -> *mut u8 {
    // SAFETY: the value is below 2^52, by the caller, so that no code for more is made. The integer needs 20 bytes, its text has
    // at most 16, and two more follow.
    unsafe {
        core::hint::assert_unchecked(value < 1 << 52);
        let length = integer_write::write(value, out);
        out.add(length).cast::<[u8; 2]>().write(*b".0");
        out.add(length + 2)
    }
}

/// Writes `decimal` in fixed notation if its exponent is from `least` (at least −6) to `most` (at
/// most 15); returns the end of the text.
///
/// # Safety
///
/// `UNSIGNED_ROOM` bytes at `out` are writable, and the exponent lies in −324..=308, as those of finite floats.
#[inline(always)]
unsafe fn write_decimal(decimal: Decimal, least: i32, most: i32, out: *mut u8) -> *mut u8 {
    let exponent = decimal.exponent;
    let (digits, last) = decimal.digits();
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
            return out.add(zeros + count);
        }
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
        if fixed {
            return out.add(count.max(first + 2) + 1);
        }
    }
    let length = count + usize::from(count > 1);
    debug_assert!(length <= 18);
    // SAFETY: `length` is at most 18; the exponent is the caller's.
    unsafe { write_exponent(exponent, out.add(length)) }
}

/// Writes `e+16`; returns the end of the text.
///
/// # Safety
///
/// 8 bytes at `out` are writable, and the exponent lies in −324..=308, as those of finite floats.
#[inline(always)]
pub(super) unsafe fn write_exponent(exponent: i32, out: *mut u8) -> *mut u8 {
    debug_assert!((exponent.unsigned_abs() as usize) < EXPONENTS.len());
    let sign = if exponent < 0 { b'-' } else { b'+' };
    // SAFETY: the table goes up to 324; the room is the caller's.
    unsafe {
        let entry = *EXPONENTS.get_unchecked(exponent.unsigned_abs() as usize);
        let text = u64::from(entry) << 16 | u64::from(sign) << 8 | u64::from(b'e');
        out.cast::<u64>().write_unaligned(text.to_le());
        out.add(2 + (entry >> 24) as usize)
    }
}
