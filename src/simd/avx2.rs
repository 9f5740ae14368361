//! x86-64 with AVX2, BMI, POPCNT and PCLMULQDQ: two vectors of 32 bytes.
#![expect(unsafe_code, reason = "CPU intrinsics")]

use core::arch::x86_64::*;

use super::block::{BLOCK, Kernel, Masks};
use super::{Kernels, Window, block};

/// For CPUs with the features named below, and no others.
pub(super) static KERNELS: Kernels = Kernels { index, find_escape };

#[target_feature(enable = "avx2,bmi1,bmi2,popcnt,pclmulqdq")]
fn index(input: &[u8], from: usize, last: bool, window: &mut Window<'_>) -> usize {
    block::index(Avx2::witness(), input, from, last, window)
}

#[target_feature(enable = "avx2,bmi1,bmi2,popcnt,pclmulqdq")]
fn find_escape(bytes: &[u8]) -> usize {
    block::find_escape(Avx2::witness(), bytes)
}

/// Proof that this CPU has what [`Avx2::witness`] asks for.
#[derive(Clone, Copy)]
struct Avx2(());

impl Avx2 {
    /// Safe to call only from functions that need the same features, and so run only where they are.
    #[inline]
    #[target_feature(enable = "avx2,bmi1,bmi2,popcnt,pclmulqdq")]
    fn witness() -> Self {
        Self(())
    }

    #[inline(always)]
    fn load(self, bytes: &[u8; 32]) -> __m256i {
        // SAFETY: `self` is the proof of AVX2, and there are 32 bytes to read, of any alignment.
        unsafe { _mm256_loadu_si256(bytes.as_ptr().cast()) }
    }

    #[inline(always)]
    fn splat(self, byte: u8) -> __m256i {
        // SAFETY: `self` is the proof of AVX2.
        unsafe { _mm256_set1_epi8(byte as i8) }
    }

    /// The bytes of which `a` and `b` have the same.
    #[inline(always)]
    fn equals(self, a: __m256i, b: __m256i) -> u64 {
        // SAFETY: `self` is the proof of AVX2.
        unsafe { u64::from(_mm256_movemask_epi8(_mm256_cmpeq_epi8(a, b)) as u32) }
    }

    /// For each byte, `table`'s entry for its low four bits; 0 for bytes from 0x80.
    #[inline(always)]
    fn look_up(self, table: &[u8; 16], bytes: __m256i) -> __m256i {
        // SAFETY: `self` is the proof of AVX2, and there are 16 bytes to read, of any alignment.
        unsafe {
            let table = _mm256_broadcastsi128_si256(_mm_loadu_si128(table.as_ptr().cast()));
            _mm256_shuffle_epi8(table, bytes)
        }
    }

    #[inline(always)]
    fn half(self, bytes: &[u8; 32]) -> Masks {
        let bytes = self.load(bytes);
        // SAFETY: `self` is the proof of AVX2.
        let (folded, low) = unsafe {
            (_mm256_or_si256(bytes, self.splat(0x20)), _mm256_min_epu8(bytes, self.splat(0x1f)))
        };
        let control = self.equals(bytes, low);
        Masks {
            backslash: self.equals(bytes, self.splat(b'\\')),
            quote: self.equals(bytes, self.splat(b'"')),
            operator: self.equals(folded, self.look_up(&FOLDED_OPERATORS, bytes)) & !control,
            space: self.equals(bytes, self.look_up(&SPACES, bytes)),
            control,
        }
    }

    /// The bytes that make no escape of one letter.
    #[inline(always)]
    fn no_letters(self, bytes: &[u8; 32]) -> u64 {
        let bytes = self.load(bytes);
        // SAFETY: `self` is the proof of AVX2.
        let high = unsafe { _mm256_and_si256(_mm256_srli_epi16::<4>(bytes), self.splat(0x0f)) };
        let (low, high) = (self.look_up(&LETTERS_LOW, bytes), self.look_up(&LETTERS_HIGH, high));
        // SAFETY: `self` is the proof of AVX2.
        self.equals(unsafe { _mm256_and_si256(low, high) }, self.splat(0))
    }
}

impl Kernel for Avx2 {
    #[inline(always)]
    fn masks(self, block: &[u8; BLOCK]) -> Masks {
        let halves = block.as_chunks::<32>().0;
        let (low, high) = (self.half(&halves[0]), self.half(&halves[1]));
        Masks {
            backslash: low.backslash | high.backslash << 32,
            quote: low.quote | high.quote << 32,
            operator: low.operator | high.operator << 32,
            space: low.space | high.space << 32,
            control: low.control | high.control << 32,
        }
    }

    #[inline(always)]
    fn strange(self, block: &[u8; BLOCK], escaped: u64) -> u64 {
        let halves = block.as_chunks::<32>().0;
        escaped & (self.no_letters(&halves[0]) | self.no_letters(&halves[1]) << 32)
    }

    #[inline(always)]
    fn prefix_xor(self, bits: u64) -> u64 {
        // SAFETY: `self` is the proof of PCLMULQDQ.
        unsafe { prefix_xor(bits) }
    }
}

/// A carry-less product with all ones.
#[inline]
#[target_feature(enable = "pclmulqdq")]
pub(super) fn prefix_xor(bits: u64) -> u64 {
    let product = _mm_clmulepi64_si128::<0>(_mm_set_epi64x(0, bits as i64), _mm_set1_epi8(-1));
    _mm_cvtsi128_si64(product) as u64
}

/// By its low four bits, the one whitespace byte that has these; elsewhere a byte with other low bits.
pub(super) const SPACES: [u8; 16] = {
    let mut table = [0x80; 16];
    table[0] = b' ';
    table[9] = b'\t';
    table[10] = b'\n';
    table[13] = b'\r';
    table
};

/// By its low four bits, the one operator that has these, with 0x20 set. The control bytes 0x0c and
/// 0x1a are taken for `,` and `:` when 0x20 is set in them too, and have to be taken out again.
pub(super) const FOLDED_OPERATORS: [u8; 16] = {
    let mut table = [0; 16];
    table[10] = b':';
    table[11] = b'{';
    table[12] = b',';
    table[13] = b'}';
    table
};

/// The letters that make an escape: a byte is one of them if its entry here, by its low four bits, and
/// that in [`LETTERS_HIGH`], by its high four, have a bit in common.
pub(super) const LETTERS_LOW: [u8; 16] = letters().0;
pub(super) const LETTERS_HIGH: [u8; 16] = letters().1;

const fn letters() -> ([u8; 16], [u8; 16]) {
    let (mut low, mut high) = ([0; 16], [0; 16]);
    let letters = *b"\"\\/bfnrt";
    let mut i = 0;
    while i < letters.len() {
        // All are ASCII: eight high halves, a bit for each.
        let bit = 1 << (letters[i] >> 4);
        low[(letters[i] & 0x0f) as usize] |= bit;
        high[(letters[i] >> 4) as usize] |= bit;
        i += 1;
    }
    (low, high)
}
