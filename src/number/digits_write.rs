//! Sixteen digits to text at once: by SSE2, which every x86-64 has that may use vectors (kernels may
//! not), elsewhere by plain arithmetic.
#![cfg_attr(
    all(target_arch = "x86_64", target_feature = "sse2"),
    expect(unsafe_code, reason = "calls of SSE2 functions from code that does not name SSE2")
)]

#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
pub(super) use sse2::Sixteen;
#[cfg(not(all(target_arch = "x86_64", target_feature = "sse2")))]
pub(super) use swar::Sixteen;

#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
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
        /// The digits of `value < 10^16`.
        #[inline(always)]
        pub(in crate::number) fn new(value: u64) -> Self {
            debug_assert!(value < 10_000_000_000_000_000);
            let high = value / 100_000_000;
            let low = value - high * 100_000_000;
            // SAFETY: this module is only part of builds that have SSE2.
            unsafe { Self::from_halves(high, low) }
        }

        /// The first eight and the last eight characters, the first of them in the lowest byte.
        #[inline(always)]
        pub(in crate::number) fn halves(self) -> [u64; 2] {
            // SAFETY: this module is only part of builds that have SSE2.
            unsafe {
                [_mm_cvtsi128_si64(self.0), _mm_cvtsi128_si64(_mm_unpackhi_epi64(self.0, self.0))]
            }
            .map(i64::cast_unsigned)
        }

        /// How many characters there are up to the last that is not a zero; at least one.
        #[inline(always)]
        pub(in crate::number) fn count(self) -> usize {
            // SAFETY: this module is only part of builds that have SSE2.
            let zeros = unsafe { _mm_movemask_epi8(_mm_cmpeq_epi8(self.0, _mm_set1_epi8(0x30))) };
            // A bit for each of sixteen characters, none above them.
            ((zeros as u32 ^ 0xFFFF) | 1).ilog2() as usize + 1
        }

        #[inline]
        #[target_feature(enable = "sse2")]
        fn from_halves(high: u64, low: u64) -> Self {
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
            Self(_mm_or_si128(digits, _mm_set1_epi8(0x30)))
        }

        /// The same with the characters after `at < 16` moved one up, to make room for a point; the
        /// last falls out.
        #[inline(always)]
        pub(in crate::number) fn with_gap(self, at: usize) -> Self {
            debug_assert!(at < 16);
            // SAFETY: this module is only part of builds that have SSE2.
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

#[cfg(any(test, not(all(target_arch = "x86_64", target_feature = "sse2"))))]
mod swar {
    use crate::number::decimal::ZEROS;

    /// Sixteen digits as text, to be stored as they are.
    #[derive(Clone, Copy)]
    #[repr(transparent)]
    pub(in crate::number) struct Sixteen([u8; 16]);

    impl Sixteen {
        /// The digits of `value < 10^16`.
        #[inline(always)]
        pub(in crate::number) fn new(value: u64) -> Self {
            debug_assert!(value < 10_000_000_000_000_000);
            let high = value / 100_000_000;
            let low = value - high * 100_000_000;
            let (high, low) = (eight_digits(high), eight_digits(low));
            let text = u128::from(low | ZEROS) << 64 | u128::from(high | ZEROS);
            Self(text.to_le_bytes())
        }

        /// The first eight and the last eight characters, the first of them in the lowest byte.
        #[inline(always)]
        pub(in crate::number) fn halves(self) -> [u64; 2] {
            let text = u128::from_le_bytes(self.0);
            [text as u64, (text >> 64) as u64]
        }

        /// How many characters there are up to the last that is not a zero; at least one.
        #[inline(always)]
        pub(in crate::number) fn count(self) -> usize {
            let [first, last] =
                self.halves().map(|half| (half ^ ZEROS).leading_zeros() as usize / 8);
            if last < 8 { 16 - last } else { (8 - first).max(1) }
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

    /// The eight digits of `value < 10^8`, one a byte, the first in the lowest; not yet text.
    #[inline(always)]
    fn eight_digits(value: u64) -> u64 {
        debug_assert!(value < 100_000_000);
        // In each step, lanes of x become (x / d, x % d): x·2^n − (d·2^n − 1)·(x / d), where the
        // quotient is a product with the rounded-up reciprocal.
        let fours = (value << 32) - ((10_000 << 32) - 1) * ((value * 109_951_163) >> 40);
        let hundredths = ((fours * 5243) >> 19) & 0x7F_0000_007F;
        let pairs = (fours << 16) - ((100 << 16) - 1) * hundredths;
        let tenths = ((pairs * 103) >> 10) & 0xF_000F_000F_000F;
        (pairs << 8) - ((10 << 8) - 1) * tenths
    }
}

#[cfg(all(test, target_arch = "x86_64", target_feature = "sse2"))]
mod tests {
    use core::mem::transmute;

    use super::{sse2, swar};

    #[test]
    fn twins_agree() {
        let same = |one: sse2::Sixteen, other: swar::Sixteen| {
            // SAFETY: both are sixteen bytes of which any value is valid.
            let (one, other) = unsafe {
                (
                    transmute::<sse2::Sixteen, [u8; 16]>(one),
                    transmute::<swar::Sixteen, [u8; 16]>(other),
                )
            };
            assert_eq!(one, other);
        };
        let mut value = 1_u64;
        for round in 0..100_000 {
            value = value
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let digits = (value >> 3) % 10_u64.pow(1 + round % 16);
            let (one, other) = (sse2::Sixteen::new(digits), swar::Sixteen::new(digits));
            same(one, other);
            assert_eq!(one.halves(), other.halves());
            assert_eq!(one.count(), other.count());
            for at in 0..16 {
                same(one.with_gap(at), other.with_gap(at));
            }
        }
    }
}
