//! Sixteen digits to text at once: by SSE2, which every x86-64 has, elsewhere by plain arithmetic.
#![cfg_attr(
    target_arch = "x86_64",
    expect(unsafe_code, reason = "calls of SSE2 functions from code that does not name SSE2")
)]

#[cfg(target_arch = "x86_64")]
pub(super) use sse2::Sixteen;
#[cfg(not(target_arch = "x86_64"))]
pub(super) use swar::Sixteen;

#[cfg(target_arch = "x86_64")]
mod sse2 {
    use core::arch::x86_64::*;

    /// Sixteen digits as text, to be stored as they are.
    #[derive(Clone, Copy)]
    #[repr(transparent)]
    pub(in crate::number) struct Sixteen(__m128i);

    /// For a point after each character: ones in the bytes up to it.
    static UP_TO: [u128; 16] = {
        let mut table = [0; 16];
        let mut at = 0;
        while at < table.len() {
            table[at] = u128::MAX >> (120 - 8 * at as u32);
            at += 1;
        }
        table
    };

    impl Sixteen {
        /// The digits of `value < 10^16`, and how many of them reach up to the last that is not
        /// zero (1 if all are).
        #[inline(always)]
        pub(in crate::number) fn new(value: u64) -> (Self, usize) {
            debug_assert!(value < 10_000_000_000_000_000);
            let high = value / 100_000_000;
            let low = value - high * 100_000_000;
            // SAFETY: SSE2 is part of every x86-64.
            unsafe { Self::from_halves(high, low) }
        }

        #[inline]
        #[target_feature(enable = "sse2")]
        fn from_halves(high: u64, low: u64) -> (Self, usize) {
            // The steps of `eight_digits`, on both halves at once.
            let halves = _mm_set_epi64x(high as i64, low as i64);
            let quotients =
                _mm_srli_epi64::<40>(_mm_mul_epu32(halves, _mm_set1_epi64x(109_951_163)));
            let fours = _mm_add_epi64(
                halves,
                _mm_mul_epu32(quotients, _mm_set1_epi64x((1 << 32) - 10_000)),
            );
            let fours = _mm_shuffle_epi32::<0b00_01_10_11>(fours);
            let hundredths = _mm_srli_epi16::<3>(_mm_mulhi_epu16(fours, _mm_set1_epi32(5243)));
            let remainders = _mm_sub_epi16(fours, _mm_mullo_epi16(hundredths, _mm_set1_epi32(100)));
            let pairs = _mm_or_si128(_mm_slli_epi32::<16>(remainders), hundredths);
            let tenths = _mm_mulhi_epu16(pairs, _mm_set1_epi16(6554));
            let digits = _mm_sub_epi16(
                _mm_slli_epi16::<8>(pairs),
                _mm_mullo_epi16(tenths, _mm_set1_epi16((10 << 8) - 1)),
            );
            let nonzero = _mm_movemask_epi8(_mm_cmpgt_epi8(digits, _mm_setzero_si128())) as u32;
            let count = (nonzero | 1).ilog2() as usize + 1;
            (Self(_mm_or_si128(digits, _mm_set1_epi8(0x30))), count)
        }

        /// The same with the characters after `at < 16` moved one up, to make room for a point; the
        /// last falls out.
        #[inline(always)]
        pub(in crate::number) fn with_gap(self, at: usize) -> Self {
            // SAFETY: SSE2 is part of every x86-64.
            unsafe { self.shifted_after(UP_TO[at & 15]) }
        }

        #[inline]
        #[target_feature(enable = "sse2")]
        fn shifted_after(self, mask: u128) -> Self {
            let mask = _mm_set_epi64x((mask >> 64) as i64, mask as i64);
            let moved = _mm_slli_si128::<1>(self.0);
            Self(_mm_or_si128(_mm_and_si128(mask, self.0), _mm_andnot_si128(mask, moved)))
        }
    }
}

#[cfg_attr(
    target_arch = "x86_64",
    expect(dead_code, reason = "the plain twin, for other machines and tests")
)]
mod swar {
    use crate::number::decimal::{ZEROS, eight_digits};

    /// Sixteen digits as text, to be stored as they are.
    #[derive(Clone, Copy)]
    #[repr(transparent)]
    pub(in crate::number) struct Sixteen([u8; 16]);

    impl Sixteen {
        /// The digits of `value < 10^16`, and how many of them reach up to the last that is not
        /// zero (1 if all are).
        #[inline(always)]
        pub(in crate::number) fn new(value: u64) -> (Self, usize) {
            debug_assert!(value < 10_000_000_000_000_000);
            let high = value / 100_000_000;
            let low = value - high * 100_000_000;
            let (high, low) = (eight_digits(high), eight_digits(low));
            let last = if low == 0 { high | 1 } else { low };
            let count = last.ilog2() as usize / 8 + 1 + if low == 0 { 0 } else { 8 };
            let text = u128::from(low | ZEROS) << 64 | u128::from(high | ZEROS);
            (Self(text.to_le_bytes()), count)
        }

        /// The same with the characters after `at < 16` moved one up, to make room for a point; the
        /// last falls out.
        #[inline(always)]
        pub(in crate::number) fn with_gap(self, at: usize) -> Self {
            let up_to = u128::MAX >> (120 - 8 * at as u32);
            let text = u128::from_le_bytes(self.0);
            Self((text & up_to | text << 8 & !up_to).to_le_bytes())
        }
    }
}
