//! Numbers of one array, eight at once.
//!
//! What a float costs is mostly the search for its digits, which AVX-512 does for eight in the time of one and a half
//! (`simd/decimals.rs`). So an array's floats are handed over together, with integers among them, and with what stands behind
//! each: a comma, or what ends one row of numbers and begins the next.
#![expect(unsafe_code, reason = "stores into the output, at offsets that vary")]

use core::mem::MaybeUninit;

use super::float_write::{FLOAT_ROOM, write_f32_bits, write_f64_bits};
#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
use crate::simd::Wide;

/// The output that [`Together::write`] may touch.
pub const NUMBERS_ROOM: usize = 8 * (FLOAT_ROOM + size_of::<u32>());

/// Up to eight numbers.
#[derive(Clone, Copy)]
pub struct Numbers<'a> {
    /// What is behind the last that counts has no influence.
    pub floats: &'a [f64; 8],
    /// How many count.
    pub count: usize,
    /// A bit for each that is an integer between -2^53 and 2^53, and written as one.
    pub integers: u8,
    /// They are `f32`s, and written as such; none is an integer.
    pub singles: bool,
}

/// What stands behind each of eight numbers.
pub struct Rests {
    /// Text, up to three bytes of it, and its length in the highest.
    rests: [u32; 8],
}

impl Rests {
    /// A comma.
    pub const COMMAS: Self = Self::rows(usize::MAX);

    /// `],[` behind each number that ends a row of so many, else a comma.
    ///
    /// # Panics
    ///
    /// If `length` is 0.
    #[must_use]
    pub const fn rows(length: usize) -> Self {
        let mut rests = [1 << 24 | 0x2C; 8];
        let mut i = 0;
        while i < rests.len() {
            if (i + 1) % length == 0 {
                rests[i] = 3 << 24 | 0x5B_2C_5D;
            }
            i += 1;
        }
        Rests { rests }
    }
}

/// Proof that this CPU writes and reads numbers faster together than one by one.
#[derive(Clone, Copy)]
pub struct Together(pub(super) Way);

#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
pub(super) type Way = Wide;
/// There is none.
#[cfg(not(all(target_arch = "x86_64", target_feature = "sse2")))]
#[derive(Clone, Copy)]
pub(super) enum Way {}

impl Together {
    /// There if this CPU does.
    #[inline(always)]
    pub fn active() -> Option<Self> {
        #[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
        return Wide::active().map(Together);
        #[cfg(not(all(target_arch = "x86_64", target_feature = "sse2")))]
        return None;
    }

    /// Writes numbers, `null` for what is not finite, and behind each its rest; returns the length.
    #[inline]
    pub fn write(
        self,
        numbers: Numbers<'_>,
        rests: &Rests,
        out: &mut [MaybeUninit<u8>; NUMBERS_ROOM],
    ) -> usize {
        let start = out.as_mut_ptr().cast::<u8>();
        // SAFETY: the room is there, and the text ends in it.
        unsafe { self.0.write(numbers, rests, start).offset_from_unsigned(start) }
    }
}

#[cfg(not(all(target_arch = "x86_64", target_feature = "sse2")))]
impl Way {
    /// As of x86-64's.
    ///
    /// # Safety
    ///
    /// As there.
    unsafe fn write(self, numbers: Numbers<'_>, rests: &Rests, out: *mut u8) -> *mut u8 {
        // SAFETY: by the caller.
        unsafe {
            match numbers.singles {
                true => numbers.write_one_by_one::<true>(rests, out),
                false => numbers.write_one_by_one::<false>(rests, out),
            }
        }
    }
}

impl Numbers<'_> {
    /// Writes them as numbers by themselves are written, and behind each its rest; returns the end of the text.
    ///
    /// # Safety
    ///
    /// `NUMBERS_ROOM` bytes at `out` are writable.
    #[cold]
    #[inline(never)]
    pub(super) unsafe fn write_one_by_one<const SINGLES: bool>(
        self,
        rests: &Rests,
        out: *mut u8,
    ) -> *mut u8 {
        let mut out = out;
        for (i, float) in self.floats.iter().take(self.count).enumerate() {
            // SAFETY: there is room for every number and its rest.
            unsafe {
                out = match SINGLES {
                    true => write_f32_bits((*float as f32).to_bits(), out),
                    false => write_f64_bits(float.to_bits(), out),
                };
                if self.integers >> i & 1 == 1 {
                    // What is below 2^53 has no exponent, but `.0`.
                    out = out.sub(2);
                }
                out = rests.write(i, out);
            }
        }
        out
    }
}

impl Rests {
    /// Writes what stands behind number `i`; returns where that ends.
    ///
    /// # Safety
    ///
    /// Four bytes at `out` are writable.
    #[inline(always)]
    pub(super) unsafe fn write(&self, i: usize, out: *mut u8) -> *mut u8 {
        let rest = self.rests[i];
        // SAFETY: by the caller.
        unsafe {
            out.cast::<u32>().write_unaligned(rest.to_le());
            out.add((rest >> 24) as usize)
        }
    }
}
