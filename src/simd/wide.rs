//! Digits to text by AVX-512 IFMA and VBMI: seventeen at once, in any order.
//!
//! Each lane takes one digit of a number `n` below `10^8`: of `n · 10^-k`, 52 bits of fraction are kept, and ten times those
//! have the digit before their point. `10^-k` is rounded down, so `n + 1` takes `n`'s place. What comes out lies between
//! `n · 10^-k` and `(n + 1) · 10^-k`, exclusive, so no digit is another: the rounding errors of `n + 1` add up to at most 0.61
//! of one `10^-k` (`k` is 8; less for the others), and are never zero.
//!
//! The multiplications are those of Mula's and Lemire's `to_string_avx512ifma`; the second half's digits a byte higher, what is
//! no digit among them, and the permutation that puts a point in are ours.
#![expect(unsafe_code, reason = "CPU intrinsics")]

use core::arch::x86_64::*;

use super::Kernels;

/// The bytes of a text, each by where it is found: [`digit`], [`LAST`], [`POINT`], [`ZERO`], [`MINUS`].
pub(crate) type Order = [u8; 32];

/// Where the first sixteen digits are, the first of them 0.
pub(crate) const fn digit(i: usize) -> u8 {
    // The lanes' lowest bytes, then the ones above them.
    (i % 8 * 8 + i / 8) as u8
}

/// Where a point is.
pub(crate) const POINT: u8 = 2;
/// Where a zero is.
pub(crate) const ZERO: u8 = 3;
/// Where the seventeenth digit is.
pub(crate) const LAST: u8 = 4;
/// Where a minus is.
pub(crate) const MINUS: u8 = 5;

/// `10^-8` to `10^-1` in units of `2^-52`, rounded down.
static FRACTIONS: [u64; 8] = {
    let mut fractions = [0; 8];
    let mut power = 1;
    let mut i = 8;
    while i > 0 {
        i -= 1;
        power *= 10;
        fractions[i] = (1 << 52) / power;
    }
    fractions
};

/// Proof that this CPU has what [`run`] needs.
#[derive(Clone, Copy)]
pub(crate) struct Wide(());

/// What [`Wide::run`] runs: a type with a function that can be told to be inlined, which closures cannot (at `opt-level = "z"`
/// a closure is a call without the CPU's features, and so is each intrinsic in it: 35 ns a float instead of 11).
pub(crate) trait Task {
    type Output;

    /// To be `#[inline(always)]`, as what it calls.
    fn run(self, wide: Wide) -> Self::Output;
}

impl Wide {
    /// # Safety
    ///
    /// It is used only where the CPU has what [`run`] needs.
    pub(super) const unsafe fn new() -> Self {
        Self(())
    }

    /// There if AVX-512 is what this process uses, but for a first call before which nothing was chosen.
    #[inline(always)]
    pub(crate) fn active() -> Option<Self> {
        Kernels::active().wide.unwrap_or_else(|| {
            Kernels::choose();
            None
        })
    }

    /// Has `task` run in a function that may use all the CPU has.
    #[inline(always)]
    pub(crate) fn run<T: Task>(self, task: T) -> T::Output {
        // SAFETY: `self` is the proof of AVX-512.
        unsafe { run(self, task) }
    }

    /// The text of sixteen digits, in two halves below `10^8`, and of one more.
    #[inline(always)]
    pub(crate) fn text(self, [high, low]: [u64; 2], last: u64, order: &Order) -> Text {
        debug_assert!(high < 100_000_000 && low < 100_000_000 && last < 10);
        self.arrange(
            self.lanes(high as i64),
            self.lanes(low as i64),
            self.lanes(others(last)),
            order,
        )
    }

    /// The number in every lane.
    #[inline(always)]
    pub(super) fn lanes(self, n: i64) -> __m512i {
        // SAFETY: `self` is the proof of AVX-512.
        unsafe { _mm512_set1_epi64(n) }
    }

    /// The same, each number in every lane, and the last digit in [`others`].
    #[inline(always)]
    pub(super) fn arrange(
        self,
        high: __m512i,
        low: __m512i,
        others: __m512i,
        order: &Order,
    ) -> Text {
        // SAFETY: `self` is the proof of AVX-512. The loads are of 64 bytes and of 32, of any alignment.
        unsafe {
            let fractions = _mm512_loadu_si512(FRACTIONS.as_ptr().cast());
            // The products, and the fractions once more for the one that is added.
            let high = _mm512_madd52lo_epu64(fractions, fractions, high);
            let low = _mm512_madd52lo_epu64(fractions, fractions, low);
            let high = _mm512_madd52hi_epu64(others, high, _mm512_set1_epi64(10));
            // A byte further up; what is below it is left out.
            let low = _mm512_madd52hi_epu64(
                _mm512_set1_epi64(0x30 << 8),
                low,
                _mm512_set1_epi64(10 << 8),
            );
            let second = _mm512_set1_epi64(0xFF << 8);
            let all = _mm512_ternarylogic_epi64::<0xCA>(second, low, high);
            let order = _mm512_zextsi256_si512(_mm256_loadu_si256(order.as_ptr().cast()));
            Text(_mm512_castsi512_si256(_mm512_permutexvar_epi8(order, all)), self)
        }
    }
}

/// What is no digit of the sixteen: a lane's bytes, with the 17th.
#[inline(always)]
pub(super) const fn others(last: u64) -> i64 {
    let others = 0x30 << (8 * ZERO) | 0x2E << (8 * POINT) | 0x2D << (8 * MINUS) | 0x30;
    (others | (0x30 | last) << (8 * LAST)) as i64
}

#[target_feature(
    enable = "avx512f,avx512bw,avx512cd,avx512dq,avx512vl,avx512vbmi,avx512vbmi2,avx512ifma,bmi1,bmi2,lzcnt"
)]
fn run<T: Task>(wide: Wide, task: T) -> T::Output {
    task.run(wide)
}

/// 32 bytes of text.
#[derive(Clone, Copy)]
pub(crate) struct Text(__m256i, Wide);

impl Text {
    /// Bit `i` is set if byte `i` is no zero.
    #[inline(always)]
    pub(crate) fn nonzero(self) -> u32 {
        // SAFETY: `self` holds the proof of AVX-512.
        unsafe { _mm256_cmpneq_epi8_mask(self.0, _mm256_set1_epi8(0x30)) }
    }

    /// Writes it.
    ///
    /// # Safety
    ///
    /// 32 bytes at `out` are writable.
    #[inline(always)]
    pub(crate) unsafe fn store(self, out: *mut u8) {
        // SAFETY: `self` holds the proof of AVX-512, the room is the caller's.
        unsafe { _mm256_storeu_si256(out.cast(), self.0) }
    }

    /// Writes what begins with byte `from < 32`, and zeroes behind it.
    ///
    /// # Safety
    ///
    /// 32 bytes at `out` are writable.
    #[inline(always)]
    pub(crate) unsafe fn store_from(self, from: u32, out: *mut u8) {
        debug_assert!(from < 32);
        // SAFETY: `self` holds the proof of AVX-512, the room is the caller's.
        unsafe {
            let text = _mm256_maskz_compress_epi8(u32::MAX << from, self.0);
            _mm256_storeu_si256(out.cast(), text);
        }
    }
}
