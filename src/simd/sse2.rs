//! Every x86-64: four vectors of sixteen bytes.
#![expect(unsafe_code, reason = "CPU intrinsics")]

use core::arch::x86_64::*;
use core::mem::MaybeUninit;

use super::block::{BLOCK, Kernel, Masks};
use super::{KEPT, Kernels, TURN, Window, block, rewrite};

pub(super) static KERNELS: Kernels = Kernels {
    index,
    pass,
    skip: block::skip_nothing,
    check: block::check_nothing,
    copy_plain,
    escape: rewrite::rewrite_nothing,
    unescape: rewrite::rewrite_nothing,
    few_escapes: None,
    wide: Some(None),
    narrow: None,
};

fn index(input: &[u8], from: usize, last: bool, window: &mut Window<'_>) -> usize {
    block::index(Sse2, input, from, last, window)
}

fn pass(input: &[u8], from: usize) -> (usize, bool) {
    block::pass(Sse2, input, from)
}

fn copy_plain(from: &[u8], to: &mut [MaybeUninit<u8>]) -> usize {
    rewrite::copy_plain(Sse2, from, to)
}

/// Needs nothing more than the target promises: this file is only part of builds that have SSE2.
#[derive(Clone, Copy)]
struct Sse2;

// SAFETY: `emit` is the trait's own, which writes eight tokens a round until there are as many as there are bits.
unsafe impl Kernel for Sse2 {
    type Bits = __m128i;

    #[inline(always)]
    fn no_bits(self) -> __m128i {
        splat(0)
    }

    #[inline(always)]
    fn with_bits(self, bits: __m128i, block: &[u8; BLOCK]) -> __m128i {
        block.as_chunks::<16>().0.iter().fold(bits, |bits, bytes| or(bits, load(bytes)))
    }

    #[inline(always)]
    fn has_high(self, bits: __m128i) -> bool {
        gather(bits) != 0
    }

    #[inline(always)]
    fn masks(self, block: &[u8; BLOCK]) -> Masks {
        let mut masks = Masks { backslash: 0, quote: 0, operator: 0, space: 0, control: 0 };
        for (i, bytes) in block.as_chunks::<16>().0.iter().enumerate() {
            let bytes = load(bytes);
            // `{` and `[`, `}` and `]` are the same letters but for this bit.
            let folded = or(bytes, splat(0x20));
            let brackets = or(equals(folded, b'{'), equals(folded, b'}'));
            let operator = or(brackets, or(equals(bytes, b':'), equals(bytes, b',')));
            let breaks = or(equals(bytes, b'\n'), equals(bytes, b'\r'));
            let space = or(breaks, or(equals(bytes, b' '), equals(bytes, b'\t')));
            masks.backslash |= gather(equals(bytes, b'\\')) << (16 * i);
            masks.quote |= gather(equals(bytes, b'"')) << (16 * i);
            masks.operator |= gather(operator) << (16 * i);
            masks.space |= gather(space) << (16 * i);
            masks.control |= gather(controls(bytes)) << (16 * i);
        }
        masks
    }

    #[inline(always)]
    fn units(self, block: &[u8; BLOCK], escaped: u64) -> u64 {
        let mut units = 0;
        for (i, bytes) in block.as_chunks::<16>().0.iter().enumerate() {
            units |= gather(equals(load(bytes), b'u')) << (16 * i);
        }
        escaped & units
    }

    #[inline(always)]
    fn no_digits(self, block: &[u8; BLOCK], asked: u64) -> u64 {
        let mut digits = 0;
        for (i, bytes) in block.as_chunks::<16>().0.iter().enumerate() {
            let bytes = load(bytes);
            let letters = up_to(5, or(bytes, splat(0x20)), b'a');
            digits |= gather(or(up_to(9, bytes, b'0'), letters)) << (16 * i);
        }
        asked & !digits
    }
}

#[inline(always)]
pub(super) fn escape_mask16(bytes: &[u8; 16]) -> u32 {
    let bytes = load(bytes);
    // SAFETY: SSE2 is there.
    let turned = unsafe { _mm_xor_si128(bytes, splat(TURN)) };
    gather(or(up_to(0x20, turned, 0), equals(bytes, b'\\'))) as u32
}

#[inline(always)]
pub(super) fn backslash_mask16(bytes: &[u8; 16]) -> u32 {
    let bytes = load(bytes);
    gather(or(equals(bytes, b'\\'), controls(bytes))) as u32
}

#[inline(always)]
pub(super) fn digit_mask16(bytes: &[u8; 16]) -> u32 {
    gather(digits(load(bytes))) as u32
}

/// The digits: moved to the upper end of the positive bytes, where one comparison is enough.
#[inline(always)]
fn digits(bytes: __m128i) -> __m128i {
    // SAFETY: SSE2 is there.
    unsafe { _mm_cmpgt_epi8(_mm_add_epi8(bytes, splat(0x7f - b'9')), splat(0x7f - 10)) }
}

#[inline(always)]
pub(super) fn digits_from(window: &[u8; 32], from: usize) -> (u64, u32) {
    let [_, bytes] = window.as_chunks::<16>().0 else { return (0, 0) };
    let skipped = from.clamp(16, 32) - 16;
    let count = (!gather(digits(load(bytes))) >> skipped).trailing_zeros();
    let at = count as usize;
    debug_assert!(skipped + at <= 16);
    // SAFETY: SSE2 is there. Sixteen bytes are loaded from places of 32 that are at most 16: the mask has no bit
    // above the sixteenth, so that there are no more than `16 - skipped` digits.
    unsafe {
        let kept = _mm_loadu_si128(KEPT.as_ptr().add(at).cast());
        let text = _mm_loadu_si128(window.as_ptr().add(skipped + at).cast());
        (number_of(_mm_and_si128(_mm_sub_epi8(text, splat(b'0')), kept)), count)
    }
}

#[inline(always)]
pub(super) fn last_digits(bytes: &[u8; 16], count: usize) -> Option<u64> {
    // SAFETY: SSE2 is there. Sixteen bytes are loaded from a place of 32 that is at most 16.
    unsafe {
        let kept = _mm_loadu_si128(KEPT.as_ptr().add(count.min(16)).cast());
        let values = _mm_and_si128(_mm_sub_epi8(load(bytes), splat(b'0')), kept);
        let digits = _mm_cmpeq_epi8(_mm_min_epu8(values, splat(9)), values);
        (gather(digits) == 0xffff).then(|| number_of(values))
    }
}

#[inline(always)]
pub(super) fn last_decimal(bytes: &[u8; 17], count: usize) -> Option<(u64, u32)> {
    let (before, text) = (load(bytes.first_chunk()?), load(bytes.last_chunk()?));
    // 16 if there is none. Of 16 bits, `bsr` would wait for what its register held before.
    let decimals = ((gather(equals(text, b'.')) as u32) << 16 | 0x8000).leading_zeros();
    // Digits on both sides: a point that is farther away is another number's.
    if (decimals as usize).wrapping_sub(1) >= count.saturating_sub(2) {
        return None;
    }
    // SAFETY: SSE2 is there. Sixteen bytes are loaded from places of 32 that are at most 16: `decimals` is a count of 16
    // bits.
    unsafe {
        let behind = _mm_loadu_si128(KEPT.as_ptr().add(decimals as usize).cast());
        let kept = _mm_loadu_si128(KEPT.as_ptr().add((count - 1).min(16)).cast());
        // What lies before the point moves up to its place.
        let moved = _mm_or_si128(_mm_and_si128(behind, text), _mm_andnot_si128(behind, before));
        let values = _mm_and_si128(_mm_sub_epi8(moved, splat(b'0')), kept);
        let digits = _mm_cmpeq_epi8(_mm_min_epu8(values, splat(9)), values);
        (gather(digits) == 0xffff).then(|| (number_of(values), decimals))
    }
}

/// The number with these sixteen digits, the first byte's the highest.
#[inline(always)]
fn number_of(digits: __m128i) -> u64 {
    // SAFETY: SSE2 is there.
    unsafe {
        // Pairs, fours, eights. The low byte of each sixteen bits, the first digit, times ten goes to the
        // high one's place.
        let pairs = _mm_srli_epi16::<8>(_mm_mullo_epi16(digits, _mm_set1_epi16((10 << 8) + 1)));
        let fours = _mm_madd_epi16(pairs, _mm_set1_epi32((1 << 16) + 100));
        let fours = _mm_packs_epi32(fours, fours);
        let eights = _mm_madd_epi16(fours, _mm_set1_epi32((1 << 16) + 10_000));
        let both = _mm_cvtsi128_si64(eights) as u64;
        u64::from(both as u32) * 100_000_000 + (both >> 32)
    }
}

/// The bytes from `first` to `last` behind it: those that the minimum with `last` leaves as they are, once
/// `first` is taken from them.
#[inline(always)]
fn up_to(last: u8, bytes: __m128i, first: u8) -> __m128i {
    // SAFETY: SSE2 is there.
    unsafe {
        let values = _mm_sub_epi8(bytes, splat(first));
        _mm_cmpeq_epi8(_mm_min_epu8(values, splat(last)), values)
    }
}

#[inline(always)]
fn load(bytes: &[u8; 16]) -> __m128i {
    // SAFETY: SSE2 is there, and there are 16 bytes to read; `loadu` asks for no alignment.
    unsafe { _mm_loadu_si128(bytes.as_ptr().cast()) }
}

#[inline(always)]
fn splat(byte: u8) -> __m128i {
    // SAFETY: SSE2 is there.
    unsafe { _mm_set1_epi8(byte as i8) }
}

#[inline(always)]
fn or(a: __m128i, b: __m128i) -> __m128i {
    // SAFETY: SSE2 is there.
    unsafe { _mm_or_si128(a, b) }
}

#[inline(always)]
fn equals(bytes: __m128i, byte: u8) -> __m128i {
    // SAFETY: SSE2 is there.
    unsafe { _mm_cmpeq_epi8(bytes, splat(byte)) }
}

#[inline(always)]
fn controls(bytes: __m128i) -> __m128i {
    up_to(0x1f, bytes, 0)
}

#[inline(always)]
fn gather(found: __m128i) -> u64 {
    // SAFETY: SSE2 is there.
    unsafe { _mm_movemask_epi8(found) as u64 }
}
