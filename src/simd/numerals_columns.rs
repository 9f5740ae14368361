//! Numbers of up to 24 characters: each a lane of two or three columns, the last of which holds its last eight bytes,
//! the last byte highest.
//!
//! Bytes are counted in bits, as the shifts want them. Eight digits make a number by three multiplications, as in `sse2.rs`. A
//! float is one division of two exact floats, or Eisel's and Lemire's product (`number/scale.rs`), for which 64 bits are
//! multiplied in pieces of 52.
#![expect(unsafe_code, reason = "CPU intrinsics")]

use core::arch::x86_64::*;

use super::numerals::Divisors;
use super::numerals_wide::{Ends, Group};
use super::wide::Wide;

/// A one in each byte.
const BYTE: i64 = 0x0101_0101_0101_0101;

impl Wide {
    /// The numbers that end where the group's do; with `LONG` they have up to 24 characters, and 16 without.
    ///
    /// # Safety
    ///
    /// The ends are offsets in `text`, and at least 32.
    #[inline(always)]
    pub(super) unsafe fn columns<const LONG: bool>(self, text: *const u8, group: &mut Group) {
        let lengths = group.lengths;
        // SAFETY: `self` is the proof of AVX-512, the ends are the caller's.
        unsafe {
            let ends = Ends::new(text, &group.ends);
            let [even, odd] = [ends.load(self, 0, 0), ends.load(self, 1, 0)];
            let last = _mm512_unpackhi_epi64(even, odd);
            let middle = _mm512_unpacklo_epi64(even, odd);
            let mut first = self.lanes(0);
            if LONG {
                first = _mm512_unpackhi_epi64(ends.load(self, 0, 16), ends.load(self, 1, 16));
            }

            let bits = _mm512_slli_epi64::<3>(lengths);
            // How many lie behind the last point; without one, all.
            let mut after = self.behind_point(last, bits, 64);
            let none = _mm512_cmpeq_epi64_mask(after, self.lanes(64));
            let before = self.behind_point(middle, bits, 128);
            after = _mm512_mask_add_epi64(after, none, after, before);
            if LONG {
                let none = _mm512_cmpeq_epi64_mask(after, self.lanes(128));
                let before = self.behind_point(first, bits, 192);
                after = _mm512_mask_add_epi64(after, none, after, before);
            }

            let last = self.text_of(last, bits, 64, 0x30);
            let middle = self.text_of(middle, bits, 128, 0x30);
            if LONG {
                first = self.text_of(first, bits, 192, 0x30);
            }
            // The first byte of the text, where the shifts are less than 64.
            let mut head = _mm512_or_si512(
                _mm512_srlv_epi64(last, _mm512_sub_epi64(self.lanes(64), bits)),
                _mm512_srlv_epi64(middle, _mm512_sub_epi64(self.lanes(128), bits)),
            );
            if LONG {
                let first = _mm512_srlv_epi64(first, _mm512_sub_epi64(self.lanes(192), bits));
                head = _mm512_or_si512(head, first);
            }
            // It is a zero only where it is alone, or alone before the point. No number ends or begins with a point.
            let whole = _mm512_sub_epi64(bits, after);
            let good = (_mm512_test_epi64_mask(head, self.lanes(0xFF))
                | _mm512_cmpeq_epi64_mask(whole, self.lanes(16))
                | _mm512_cmpeq_epi64_mask(bits, self.lanes(8)))
                & _mm512_test_epi64_mask(after, after)
                & _mm512_cmpneq_epi64_mask(whole, self.lanes(8));

            // Up to the point all moves one byte up.
            let moved = _mm512_shldi_epi64::<8>(last, middle);
            let last = self.up_to_point(after, 0, moved, last);
            let moved = _mm512_shldi_epi64::<8>(middle, first);
            let middle = self.up_to_point(after, 64, moved, middle);
            let nine = self.lanes(9 * BYTE);
            let mut others =
                _mm512_or_si512(_mm512_subs_epu8(last, nine), _mm512_subs_epu8(middle, nine));
            let low = self.eight_digits(last);
            let high = self.eight_digits(middle);
            let mut mantissas =
                _mm512_add_epi64(low, _mm512_mul_epu32(high, self.lanes(100_000_000)));
            let mut fits = 0xFF;
            if LONG {
                let moved = _mm512_slli_epi64::<8>(first);
                let first = self.up_to_point(after, 128, moved, first);
                others = _mm512_or_si512(others, _mm512_subs_epu8(first, nine));
                let first = self.eight_digits(first);
                fits = _mm512_cmplt_epu64_mask(first, self.lanes(1000))
                    & _mm512_cmple_epu64_mask(lengths, self.lanes(24));
                // 10^16 is 2^16 times 5^16.
                let first =
                    _mm512_madd52lo_epu64(self.lanes(0), first, self.lanes(152_587_890_625));
                mantissas = _mm512_add_epi64(mantissas, _mm512_slli_epi64::<16>(first));
            }
            group.mantissas = mantissas;
            group.behind = after;
            group.points = _mm512_cmpneq_epi64_mask(after, bits);
            group.good &= good & fits & _mm512_testn_epi64_mask(others, others);
        }
    }

    /// What a column has of the text, exclusive-or a byte, and 0 where that is not; it ends `most` bits behind the last
    /// column's start.
    #[inline(always)]
    fn text_of(self, column: __m512i, bits: __m512i, most: i64, byte: i64) -> __m512i {
        // SAFETY: `self` is the proof of AVX-512.
        unsafe {
            let there = _mm512_subs_epu16(self.lanes(most), bits);
            let there = _mm512_sllv_epi64(self.lanes(-1), there);
            // (column ^ ascii) & there
            _mm512_ternarylogic_epi64::<0x28>(column, self.lanes(byte * BYTE), there)
        }
    }

    /// How many bits lie behind the last byte that is a point or none of the text; 64 if there is none.
    #[inline(always)]
    fn behind_point(self, column: __m512i, bits: __m512i, most: i64) -> __m512i {
        let others = self.text_of(column, bits, most, 0x2E);
        // SAFETY: `self` is the proof of AVX-512.
        unsafe {
            let points = _mm512_subs_epu8(self.lanes(BYTE), others);
            _mm512_and_si512(_mm512_lzcnt_epi64(points), self.lanes(!7))
        }
    }

    /// `moved` up to the point, and `text` behind it; so many bits of those behind it are of columns before.
    #[inline(always)]
    fn up_to_point(self, after: __m512i, most: i64, moved: __m512i, text: __m512i) -> __m512i {
        // SAFETY: `self` is the proof of AVX-512.
        unsafe {
            let after = _mm512_subs_epu16(after, self.lanes(most));
            let which = _mm512_srlv_epi64(self.lanes(-1), after);
            _mm512_ternarylogic_epi64::<0xCA>(which, moved, text)
        }
    }

    /// The number that each lane's eight digits are, the lowest byte first.
    #[inline(always)]
    fn eight_digits(self, digits: __m512i) -> __m512i {
        // SAFETY: `self` is the proof of AVX-512.
        unsafe {
            let pairs = _mm512_maddubs_epi16(digits, _mm512_set1_epi16(1 << 8 | 10));
            let fours = _mm512_madd_epi16(pairs, _mm512_set1_epi32(1 << 16 | 100));
            let upper = _mm512_and_si512(fours, self.lanes(0xFFFF_FFFF));
            _mm512_madd52lo_epu64(_mm512_srli_epi64::<32>(fours), upper, self.lanes(10_000))
        }
    }

    /// The table's entries at these indices.
    #[inline(always)]
    fn entries(self, table: &[u64; 24], indices: __m512i) -> __m512i {
        let table = table.as_ptr();
        // SAFETY: `self` is the proof of AVX-512. The loads are of eight of the table's 24 words.
        unsafe {
            let low = _mm512_loadu_si512(table.cast());
            let high = _mm512_loadu_si512(table.add(8).cast());
            let last = _mm512_loadu_si512(table.add(16).cast());
            let entries = _mm512_permutex2var_epi64(low, indices, high);
            let rest = _mm512_cmpge_epi64_mask(indices, self.lanes(16));
            _mm512_mask_permutexvar_epi64(entries, rest, indices, last)
        }
    }

    /// The decimals as floats without sign.
    #[inline(always)]
    pub(super) fn long_floats(self, group: &mut Group, divisors: &Divisors) {
        let Group { mantissas, behind, points, .. } = *group;
        // SAFETY: `self` is the proof of AVX-512. The loads are of eight of the tables' 24 words.
        unsafe {
            let decimals = _mm512_maskz_srli_epi64::<3>(points, behind);
            let long = _mm512_cmpge_epu64_mask(mantissas, self.lanes(1 << 53));
            let mut floats = self.lanes(0);
            if long != 0xFF {
                let powers = _mm512_castsi512_pd(self.entries(&divisors.floats, decimals));
                let mantissas = _mm512_cvtepi64_pd(mantissas);
                floats = _mm512_castpd_si512(_mm512_div_pd(mantissas, powers));
            }
            if long == 0 {
                group.floats = floats;
                return;
            }
            let ten = self.entries(&divisors.reciprocals, decimals);
            let zeros = _mm512_lzcnt_epi64(mantissas);
            let mantissas = _mm512_sllv_epi64(mantissas, zeros);
            // The product in 52 bits each.
            let upper = _mm512_srli_epi64::<52>(mantissas);
            let upper_ten = _mm512_srli_epi64::<52>(ten);
            let second = _mm512_madd52hi_epu64(self.lanes(0), mantissas, ten);
            let second = _mm512_madd52lo_epu64(second, mantissas, upper_ten);
            let second = _mm512_madd52lo_epu64(second, upper, ten);
            let third = _mm512_srli_epi64::<52>(second);
            let third = _mm512_madd52hi_epu64(third, mantissas, upper_ten);
            let third = _mm512_madd52hi_epu64(third, upper, ten);
            let third = _mm512_madd52lo_epu64(third, upper, upper_ten);
            // Its upper 64 bits, and twelve of those below.
            let high = _mm512_shldi_epi64::<40>(third, _mm512_slli_epi64::<12>(second));
            let undecided = self.lanes(0x1FF);
            let high_undecided =
                _mm512_cmpeq_epi64_mask(_mm512_and_si512(high, undecided), undecided);
            let low_undecided = _mm512_testn_epi64_mask(second, self.lanes(0xFFF));
            let top = _mm512_srli_epi64::<63>(high);
            let significand = _mm512_srlv_epi64(high, _mm512_add_epi64(top, self.lanes(9)));
            let odd = _mm512_and_si512(significand, self.lanes(1));
            let significand = _mm512_srli_epi64::<1>(_mm512_add_epi64(significand, odd));
            // floor(log2(10^-decimals)) + 63, the exponent of the product's top bit, and the bias.
            let exponent = _mm512_mul_epi32(decimals, self.lanes(-217_706));
            let exponent = _mm512_srai_epi64::<16>(exponent);
            let exponent = _mm512_add_epi64(exponent, self.lanes(63 + 1022));
            let exponent = _mm512_sub_epi64(_mm512_add_epi64(exponent, top), zeros);
            let long_floats = _mm512_add_epi64(significand, _mm512_slli_epi64::<52>(exponent));
            let floats = _mm512_mask_mov_epi64(floats, long, long_floats);
            group.floats = floats;
            group.undecided = long & (high_undecided | low_undecided);
        }
    }

    /// The same of no more than 16 characters, of which the nearest is always known: where there is a point, there are
    /// less than 16 digits, and those are below 2^53; more of an integer are rounded once, too.
    #[inline(always)]
    pub(super) fn short_floats(self, group: &mut Group, divisors: &Divisors) {
        let Group { mantissas, behind, points, .. } = *group;
        let powers = divisors.floats.as_ptr();
        // SAFETY: `self` is the proof of AVX-512. The loads are of the first sixteen of the table's words, and the index is taken
        // modulo 16.
        unsafe {
            let decimals = _mm512_maskz_srli_epi64::<3>(points, behind);
            let powers = _mm512_permutex2var_epi64(
                _mm512_loadu_si512(powers.cast()),
                decimals,
                _mm512_loadu_si512(powers.add(8).cast()),
            );
            let mantissas = _mm512_cvtepi64_pd(mantissas);
            group.floats =
                _mm512_castpd_si512(_mm512_div_pd(mantissas, _mm512_castsi512_pd(powers)));
        }
    }
}
