//! Eight floats to their shortest decimals at once, by AVX-512.
//!
//! The decision is that of [`f64_to_decimal`](crate::number), bit for bit, in eight lanes. What is simpler here: only floats that
//! are written without an exponent are taken, from `10^-5` to `2^53`, and what those are scaled by is `10^-1` to `10^20`, each
//! a significand of 64 bits.
#![expect(unsafe_code, reason = "CPU intrinsics")]

use core::arch::x86_64::*;

use super::wide::{LAST, Order, Text, Wide, others};

/// The significands of `10^-1` to `10^22`, the top bit set.
pub(crate) type Tens = [u64; 24];

/// Eight decimals, each in a lane.
pub(crate) struct Decimals {
    /// The upper eight of sixteen digits.
    high: __m512i,
    low: __m512i,
    /// The 17th digit, among what is no digit.
    others: __m512i,
    /// Bit `i` is set if lane `i` has a decimal.
    pub(crate) known: u8,
    /// A byte each: twice the exponent of ten, from −6 on, and one more if the first digit counts; [`WHOLE`] more for those that
    /// are written without a point.
    pub(crate) forms: u64,
    wide: Wide,
}

/// How much more is the form of an integer.
pub(crate) const WHOLE: usize = 32;

/// From where on floats are written without an exponent.
const LEAST: u64 = 1e-5_f64.to_bits();
/// `2^53`, up to which powers of two need no rule of their own: each is written exactly.
const MOST: u64 = 9_007_199_254_740_992_f64.to_bits();

/// The same of singles, as doubles.
const LEAST_SINGLE: u64 = (1e-6_f32 as f64).to_bits();
const MOST_SINGLE: u64 = 16_777_216_f64.to_bits();
/// Powers of two need no rule of their own from here on: there are no more than eight decimals.
const LEAST_POWER: u64 = 0.003_906_25_f64.to_bits();

impl Wide {
    /// The decimals of eight floats, all of which are looked at, and the signs not. A bit of `integers` is set for each that is to be
    /// written without a point, an integer.
    #[inline(always)]
    pub(crate) fn decimals(self, bits: [i64; 8], integers: u8, tens: &Tens) -> Decimals {
        // SAFETY: `self` is the proof of AVX-512.
        unsafe {
            let bits = self.eight(bits);
            let size = _mm512_and_si512(bits, self.lanes(i64::MAX));
            let zero = _mm512_testn_epi64_mask(size, size);
            let beyond = _mm512_sub_epi64(size, self.lanes(LEAST as i64));
            let known = zero | _mm512_cmplt_epu64_mask(beyond, self.lanes((MOST - LEAST) as i64));

            // As `floor_log10`: one more is the power that the float is divided by.
            let exponent = _mm512_sub_epi64(_mm512_srli_epi64::<52>(size), self.lanes(1075));
            let log = _mm512_srai_epi64::<20>(_mm512_mul_epi32(exponent, self.lanes(315_653)));
            let power = _mm512_add_epi64(log, self.lanes(1));
            let ten = self.ten(tens, power);
            // As `scale_shift`, less 7: from −4 to −1.
            let log = _mm512_mul_epi32(_mm512_sub_epi64(self.lanes(0), power), self.lanes(217_707));
            let shift = _mm512_add_epi64(exponent, _mm512_srai_epi64::<16>(log));
            let even = _mm512_andnot_si512(bits, self.lanes(1));
            let half = _mm512_srlv_epi64(ten, _mm512_sub_epi64(self.lanes(0), shift));
            let half = _mm512_add_epi64(half, even);

            // The product in 52 bits each, of a significand without its highest bit; that one is what the sums begin with.
            let lower = _mm512_and_si512(ten, self.lanes((1 << 52) - 1));
            let upper = _mm512_srli_epi64::<52>(ten);
            let first = _mm512_madd52lo_epu64(self.lanes(0), bits, lower);
            let second = _mm512_madd52hi_epu64(lower, bits, lower);
            let second = _mm512_madd52lo_epu64(second, bits, upper);
            let third = _mm512_madd52hi_epu64(upper, bits, upper);
            let fraction = _mm512_add_epi64(
                _mm512_sllv_epi64(second, _mm512_add_epi64(shift, self.lanes(53))),
                _mm512_srlv_epi64(first, _mm512_sub_epi64(self.lanes(-1), shift)),
            );
            let whole = _mm512_add_epi64(
                _mm512_sllv_epi64(third, _mm512_add_epi64(shift, self.lanes(41))),
                _mm512_srlv_epi64(second, _mm512_sub_epi64(self.lanes(11), shift)),
            );

            let up = _mm512_cmplt_epu64_mask(_mm512_add_epi64(fraction, half), half);
            let down = _mm512_cmplt_epu64_mask(fraction, half);
            let whole = _mm512_mask_add_epi64(whole, up, whole, self.lanes(1));
            let whole = _mm512_maskz_mov_epi64(!zero, whole);
            // One digit more: ten times the fraction in two halves, rounded to the nearest, but from the one tie down.
            let low = _mm512_add_epi64(_mm512_mul_epu32(fraction, self.lanes(10)), self.lanes(6));
            let high = _mm512_mul_epu32(_mm512_srli_epi64::<32>(fraction), self.lanes(10));
            let sum = _mm512_add_epi64(high, _mm512_srli_epi64::<32>(low));
            let next = _mm512_srli_epi64::<32>(_mm512_add_epi64(sum, self.lanes(1 << 31)));
            let tie = _mm512_cmpeq_epi64_mask(fraction, self.lanes(1 << 62));
            let next = _mm512_mask_mov_epi64(next, tie, self.lanes(2));
            let next = _mm512_maskz_mov_epi64(!(up | down | zero), next);

            let long = _mm512_cmpge_epu64_mask(whole, self.lanes(1_000_000_000_000_000));
            // From the exponent −6, which is what a zero has not: it has 0.
            let form = _mm512_slli_epi64::<1>(_mm512_add_epi64(power, self.lanes(14 + 6)));
            let form = _mm512_mask_add_epi64(form, long, form, self.lanes(3));
            let form = _mm512_mask_mov_epi64(form, zero, self.lanes(2 * 6));
            let form = _mm512_mask_add_epi64(form, integers, form, self.lanes(WHOLE as i64));
            // By 10^8, which is 2^8 times 390625: the quotient is below 2^46 before the division.
            const RECIPROCAL: i64 = ((1_u128 << 70) / 390_625 + 1) as i64;
            let high = _mm512_srli_epi64::<8>(whole);
            let high = _mm512_madd52hi_epu64(self.lanes(0), high, self.lanes(RECIPROCAL));
            let high = _mm512_srli_epi64::<18>(high);
            let low = _mm512_sub_epi64(whole, _mm512_mul_epu32(high, self.lanes(100_000_000)));
            let next = _mm512_slli_epi64::<{ 8 * LAST as u32 }>(next);
            Decimals {
                high,
                low,
                others: _mm512_or_si512(next, self.lanes(others(0))),
                known,
                forms: _mm_cvtsi128_si64(_mm512_cvtepi64_epi8(form)).cast_unsigned(),
                wide: self,
            }
        }
    }

    /// The same of singles that are given as doubles. The decision is that of [`f32_to_decimal`](crate::number).
    #[inline(always)]
    pub(crate) fn decimals_of_singles(self, bits: [i64; 8], tens: &Tens) -> Decimals {
        // SAFETY: `self` is the proof of AVX-512.
        unsafe {
            let bits = self.eight(bits);
            let size = _mm512_and_si512(bits, self.lanes(i64::MAX));
            let zero = _mm512_testn_epi64_mask(size, size);
            let beyond = _mm512_sub_epi64(size, self.lanes(LEAST_SINGLE as i64));
            let most = self.lanes((MOST_SINGLE - LEAST_SINGLE) as i64);
            let power_of_two = _mm512_testn_epi64_mask(bits, self.lanes((1 << 52) - 1))
                & _mm512_cmplt_epu64_mask(size, self.lanes(LEAST_POWER as i64));
            let known = zero | _mm512_cmplt_epu64_mask(beyond, most) & !power_of_two;

            let exponent = _mm512_sub_epi64(_mm512_srli_epi64::<52>(size), self.lanes(1046));
            let log = _mm512_srai_epi64::<20>(_mm512_mul_epi32(exponent, self.lanes(315_653)));
            let power = _mm512_add_epi64(log, self.lanes(1));
            let ten = self.ten(tens, power);
            // By `f32_to_decimal`, from 31 to 34.
            let log = _mm512_mul_epi32(_mm512_sub_epi64(self.lanes(0), power), self.lanes(217_707));
            let log = _mm512_srai_epi64::<16>(log);
            let shift = _mm512_add_epi64(_mm512_add_epi64(exponent, log), self.lanes(35));
            let significand = _mm512_srli_epi64::<29>(bits);
            let even = _mm512_andnot_si512(significand, self.lanes(1));
            let half = _mm512_srlv_epi64(ten, _mm512_sub_epi64(self.lanes(65), shift));
            let half = _mm512_add_epi64(half, even);

            // The product in two parts, the lower one of 32 bits.
            let significand = _mm512_and_si512(significand, self.lanes((1 << 23) - 1));
            let significand = _mm512_or_si512(significand, self.lanes(1 << 23));
            let ten = _mm512_add_epi64(ten, self.lanes(1));
            let lower = _mm512_mul_epu32(ten, significand);
            let upper = _mm512_mul_epu32(_mm512_srli_epi64::<32>(ten), significand);
            let upper = _mm512_add_epi64(upper, _mm512_srli_epi64::<32>(lower));
            let lower = _mm512_and_si512(lower, self.lanes((1 << 32) - 1));
            // Of the first two shifts the one that is negative gives nothing.
            let product = _mm512_or_si512(
                _mm512_sllv_epi64(upper, _mm512_sub_epi64(shift, self.lanes(32))),
                _mm512_srlv_epi64(upper, _mm512_sub_epi64(self.lanes(32), shift)),
            );
            let product = _mm512_or_si512(
                product,
                _mm512_srlv_epi64(lower, _mm512_sub_epi64(self.lanes(64), shift)),
            );
            let fraction = _mm512_and_si512(product, self.lanes((1 << 34) - 1));

            let sum = _mm512_add_epi64(fraction, half);
            let up = _mm512_cmpge_epu64_mask(sum, self.lanes(1 << 34));
            let down = _mm512_cmplt_epu64_mask(fraction, half);
            let whole = _mm512_srli_epi64::<34>(product);
            let whole = _mm512_mask_add_epi64(whole, up, whole, self.lanes(1));
            let whole = _mm512_maskz_mov_epi64(!zero, whole);
            let next = self.times_ten(fraction);
            let next = _mm512_srli_epi64::<34>(_mm512_add_epi64(next, self.lanes(1 << 33)));
            let tie = _mm512_cmpeq_epi64_mask(fraction, self.lanes(1 << 32));
            let next = _mm512_mask_mov_epi64(next, tie, self.lanes(2));
            let next = _mm512_maskz_mov_epi64(!(up | down | zero), next);

            // Seven to nine digits, the last of nine among the lower eight of sixteen.
            let digits = _mm512_add_epi64(self.times_ten(whole), next);
            let two = _mm512_cmplt_epu64_mask(whole, self.lanes(1_000_000));
            let one = _mm512_cmplt_epu64_mask(whole, self.lanes(10_000_000));
            let high = _mm512_mask_mov_epi64(whole, one, digits);
            let high = _mm512_mask_mov_epi64(high, two, self.times_ten(digits));
            let low = _mm512_mul_epu32(next, self.lanes(10_000_000));
            let low = _mm512_maskz_mov_epi64(!one, low);
            let form = _mm512_slli_epi64::<1>(_mm512_add_epi64(power, self.lanes(7 + 6)));
            let form = _mm512_add_epi64(form, self.lanes(1));
            let form = _mm512_mask_sub_epi64(form, one, form, self.lanes(2));
            let form = _mm512_mask_sub_epi64(form, two, form, self.lanes(2));
            let form = _mm512_mask_mov_epi64(form, zero, self.lanes(2 * 6));
            Decimals {
                high,
                low,
                others: self.lanes(others(0)),
                known,
                forms: _mm_cvtsi128_si64(_mm512_cvtepi64_epi8(form)).cast_unsigned(),
                wide: self,
            }
        }
    }

    /// The first in the lowest lane.
    #[inline(always)]
    fn eight(self, [a, b, c, d, e, f, g, h]: [i64; 8]) -> __m512i {
        // SAFETY: `self` is the proof of AVX-512.
        unsafe { _mm512_set_epi64(h, g, f, e, d, c, b, a) }
    }

    /// The significand of `10^-power`, for powers up to 1.
    #[inline(always)]
    fn ten(self, tens: &Tens, power: __m512i) -> __m512i {
        // SAFETY: `self` is the proof of AVX-512. The loads are of eight of the table's 24 words.
        unsafe {
            let at = _mm512_sub_epi64(self.lanes(1), power);
            let tens = tens.as_ptr();
            let ten = _mm512_permutex2var_epi64(
                _mm512_loadu_si512(tens.cast()),
                at,
                _mm512_loadu_si512(tens.add(8).cast()),
            );
            let rest = _mm512_cmpge_epi64_mask(at, self.lanes(16));
            let last = _mm512_loadu_si512(tens.add(16).cast());
            _mm512_mask_permutexvar_epi64(ten, rest, at, last)
        }
    }

    #[inline(always)]
    fn times_ten(self, values: __m512i) -> __m512i {
        // SAFETY: `self` is the proof of AVX-512.
        unsafe { _mm512_add_epi64(_mm512_slli_epi64::<3>(values), _mm512_slli_epi64::<1>(values)) }
    }
}

impl Decimals {
    /// The text of one of them.
    #[inline(always)]
    pub(crate) fn text(&self, i: usize, order: &Order) -> Text {
        // SAFETY: `wide` is the proof of AVX-512. The load is of eight words.
        let [high, low, others] = unsafe {
            let lane = _mm512_loadu_si512(LANES.0[i & 7].as_ptr().cast());
            [
                _mm512_permutexvar_epi64(lane, self.high),
                _mm512_permutexvar_epi64(lane, self.low),
                _mm512_permutexvar_epi64(lane, self.others),
            ]
        };
        self.wide.arrange(high, low, others, order)
    }
}

/// Each lane's number in all of them.
static LANES: Lanes = {
    let mut lanes = [[0; 8]; 8];
    let mut i = 0;
    while i < 8 {
        lanes[i] = [i as u64; 8];
        i += 1;
    }
    Lanes(lanes)
};

#[repr(align(64))]
struct Lanes([[u64; 8]; 8]);
