//! Every AArch64: four vectors of sixteen bytes, whose masks are gathered together.
#![expect(unsafe_code, reason = "CPU intrinsics")]

use core::arch::aarch64::*;
use core::mem::MaybeUninit;

use super::block::{BLOCK, Kernel, Masks};
use super::{Backend, KEPT, Kernels, TURN, Window, block, rewrite};

static KERNELS: Kernels = Kernels {
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

/// The back end's functions, if this CPU can run them.
pub(super) fn kernels(backend: Backend) -> Option<&'static Kernels> {
    (backend == Backend::Neon).then_some(&KERNELS)
}

fn index(input: &[u8], from: usize, last: bool, window: &mut Window<'_>) -> usize {
    block::index(Neon, input, from, last, window)
}

fn pass(input: &[u8], from: usize) -> (usize, bool) {
    block::pass(Neon, input, from)
}

fn copy_plain(from: &[u8], to: &mut [MaybeUninit<u8>]) -> usize {
    rewrite::copy_plain(Neon, from, to)
}

/// Needs nothing more than the target promises: this file is only part of builds that have NEON.
#[derive(Clone, Copy)]
struct Neon;

// SAFETY: `emit` is the trait's own, which writes eight tokens a round until there are as many as there are bits.
unsafe impl Kernel for Neon {
    type Bits = uint8x16_t;

    #[inline(always)]
    fn no_bits(self) -> uint8x16_t {
        splat(0)
    }

    #[inline(always)]
    fn with_bits(self, bits: uint8x16_t, block: &[u8; BLOCK]) -> uint8x16_t {
        quarters(block).into_iter().fold(bits, or)
    }

    #[inline(always)]
    fn has_high(self, bits: uint8x16_t) -> bool {
        // SAFETY: NEON is there.
        unsafe { vmaxvq_u8(bits) >= 0x80 }
    }

    #[inline(always)]
    fn masks(self, block: &[u8; BLOCK]) -> Masks {
        let bytes = quarters(block);
        Masks {
            backslash: gather(bytes.map(|part| equals(part, splat(b'\\')))),
            quote: gather(bytes.map(|part| equals(part, splat(b'"')))),
            operator: gather(bytes.map(operators)),
            space: gather(bytes.map(|part| equals(part, look_up(&SPACES, part)))),
            control: gather(bytes.map(controls)),
        }
    }

    #[inline(always)]
    fn units(self, block: &[u8; BLOCK], escaped: u64) -> u64 {
        escaped & gather(quarters(block).map(|part| equals(part, splat(b'u'))))
    }

    #[inline(always)]
    fn no_digits(self, block: &[u8; BLOCK], asked: u64) -> u64 {
        let digits = quarters(block)
            .map(|part| or(up_to(9, part, b'0'), up_to(5, or(part, splat(0x20)), b'a')));
        asked & !gather(digits)
    }
}

#[inline(always)]
fn quarters(block: &[u8; BLOCK]) -> [uint8x16_t; 4] {
    let parts = block.as_chunks::<16>().0;
    [load(&parts[0]), load(&parts[1]), load(&parts[2]), load(&parts[3])]
}

#[inline(always)]
pub(super) fn escape_mask16(bytes: &[u8; 16]) -> u32 {
    let bytes = load(bytes);
    // SAFETY: NEON is there.
    let turned = unsafe { veorq_u8(bytes, splat(TURN)) };
    gather16(or(up_to(0x20, turned, 0), equals(bytes, splat(b'\\'))))
}

#[inline(always)]
pub(super) fn backslash_mask16(bytes: &[u8; 16]) -> u32 {
    let bytes = load(bytes);
    gather16(or(equals(bytes, splat(b'\\')), controls(bytes)))
}

#[inline(always)]
pub(super) fn digit_mask16(bytes: &[u8; 16]) -> u32 {
    gather16(up_to(9, load(bytes), b'0'))
}

#[inline(always)]
pub(super) fn digits_from(window: &[u8; 32], from: usize) -> (u64, u32) {
    let [_, bytes] = window.as_chunks::<16>().0 else { return (0, 0) };
    let skipped = from.clamp(16, 32) - 16;
    let others = (!digits_by_four(load(bytes))).checked_shr(4 * skipped as u32).unwrap_or(1);
    let at = (others.trailing_zeros() as usize / 4).min(16 - skipped);
    let count = at as u32;
    // SAFETY: NEON is there. Sixteen bytes are loaded from places of 32 that are at most 16, by the line above.
    unsafe {
        let kept = vld1q_u8(KEPT.as_ptr().add(at));
        let text = vld1q_u8(window.as_ptr().add(skipped + at));
        (number_of(vandq_u8(vsubq_u8(text, splat(b'0')), kept)), count)
    }
}

#[inline(always)]
pub(super) fn last_digits(bytes: &[u8; 16], count: usize) -> Option<u64> {
    // SAFETY: NEON is there. Sixteen bytes are loaded from a place of 32 that is at most 16.
    unsafe {
        let kept = vld1q_u8(KEPT.as_ptr().add(count.min(16)));
        let values = vandq_u8(vsubq_u8(load(bytes), splat(b'0')), kept);
        (vmaxvq_u8(values) <= 9).then(|| number_of(values))
    }
}

#[inline(always)]
pub(super) fn last_decimal(bytes: &[u8; 17], count: usize) -> Option<(u64, u32)> {
    let (before, text) = (load(bytes.first_chunk()?), load(bytes.last_chunk()?));
    let decimals = by_four(equals(text, splat(b'.'))).leading_zeros() / 4;
    // Digits on both sides: a point that is farther away is another number's.
    if (decimals as usize).wrapping_sub(1) >= count.saturating_sub(2) {
        return None;
    }
    // SAFETY: NEON is there. Sixteen bytes are loaded from places of 32 that are at most 16: `decimals` is a quarter of a
    // count of 64 bits.
    unsafe {
        let behind = vld1q_u8(KEPT.as_ptr().add(decimals as usize));
        let kept = vld1q_u8(KEPT.as_ptr().add((count - 1).min(16)));
        // What lies before the point moves up to its place.
        let moved = vbslq_u8(behind, text, before);
        let values = vandq_u8(vsubq_u8(moved, splat(b'0')), kept);
        (vmaxvq_u8(values) <= 9).then(|| (number_of(values), decimals))
    }
}

/// The number with these sixteen digits, the first byte's the highest.
#[inline(always)]
fn number_of(digits: uint8x16_t) -> u64 {
    const TENS: [u8; 16] = [10, 1, 10, 1, 10, 1, 10, 1, 10, 1, 10, 1, 10, 1, 10, 1];
    const HUNDREDS: [u16; 8] = [100, 1, 100, 1, 100, 1, 100, 1];
    const MYRIADS: [u32; 4] = [10_000, 1, 10_000, 1];
    // SAFETY: NEON is there; the tables have sixteen bytes each.
    unsafe {
        // Pairs, fours, eights.
        let pairs = vpaddlq_u8(vmulq_u8(digits, load(&TENS)));
        let fours = vpaddlq_u16(vmulq_u16(pairs, vld1q_u16(HUNDREDS.as_ptr())));
        let eights = vpaddlq_u32(vmulq_u32(fours, vld1q_u32(MYRIADS.as_ptr())));
        let (high, low) = (vgetq_lane_u64::<0>(eights), vgetq_lane_u64::<1>(eights));
        high * 100_000_000 + low
    }
}

/// The digits of sixteen bytes: four bits each, all of them set or none.
#[inline(always)]
fn digits_by_four(bytes: uint8x16_t) -> u64 {
    by_four(up_to(9, bytes, b'0'))
}

/// The bytes found, which are all ones: four bits each.
#[inline(always)]
fn by_four(found: uint8x16_t) -> u64 {
    // SAFETY: NEON is there.
    unsafe {
        let halves = vshrn_n_u16::<4>(vreinterpretq_u16_u8(found));
        vget_lane_u64::<0>(vreinterpret_u64_u8(halves))
    }
}

/// The bytes from `first` to `last` behind it.
#[inline(always)]
fn up_to(last: u8, bytes: uint8x16_t, first: u8) -> uint8x16_t {
    // SAFETY: NEON is there.
    unsafe { vcleq_u8(vsubq_u8(bytes, splat(first)), splat(last)) }
}

/// By its low four bits, the one whitespace byte that has these; elsewhere a byte with other low bits.
const SPACES: [u8; 16] = [b' ', 0, 0, 0, 0, 0, 0, 0, 0, b'\t', b'\n', 0, 0, b'\r', 0, 0];

#[inline(always)]
fn load(bytes: &[u8; 16]) -> uint8x16_t {
    // SAFETY: NEON is there, and there are 16 bytes to read, of any alignment.
    unsafe { vld1q_u8(bytes.as_ptr()) }
}

#[inline(always)]
fn splat(byte: u8) -> uint8x16_t {
    // SAFETY: NEON is there.
    unsafe { vdupq_n_u8(byte) }
}

#[inline(always)]
fn or(a: uint8x16_t, b: uint8x16_t) -> uint8x16_t {
    // SAFETY: NEON is there.
    unsafe { vorrq_u8(a, b) }
}

#[inline(always)]
fn equals(a: uint8x16_t, b: uint8x16_t) -> uint8x16_t {
    // SAFETY: NEON is there.
    unsafe { vceqq_u8(a, b) }
}

/// For each byte, `table`'s entry for its low four bits.
#[inline(always)]
fn look_up(table: &[u8; 16], bytes: uint8x16_t) -> uint8x16_t {
    // SAFETY: NEON is there.
    unsafe { vqtbl1q_u8(load(table), vandq_u8(bytes, splat(0x0f))) }
}

#[inline(always)]
fn operators(bytes: uint8x16_t) -> uint8x16_t {
    // `{` and `[`, `}` and `]` are the same letters but for this bit.
    let folded = or(bytes, splat(0x20));
    let brackets = or(equals(folded, splat(b'{')), equals(folded, splat(b'}')));
    or(brackets, or(equals(bytes, splat(b':')), equals(bytes, splat(b','))))
}

#[inline(always)]
fn controls(bytes: uint8x16_t) -> uint8x16_t {
    // SAFETY: NEON is there.
    unsafe { vcltq_u8(bytes, splat(0x20)) }
}

/// One bit for each byte: each keeps the bit of its place among eight, then neighbours are added
/// three times over.
#[inline(always)]
fn gather(found: [uint8x16_t; 4]) -> u64 {
    let [a, b, c, d] = found.map(place);
    // SAFETY: NEON is there.
    unsafe {
        let sums = vpaddq_u8(vpaddq_u8(a, b), vpaddq_u8(c, d));
        let sums = vpaddq_u8(sums, sums);
        vgetq_lane_u64::<0>(vreinterpretq_u64_u8(sums))
    }
}

/// As [`gather`], for one vector.
#[inline(always)]
fn gather16(found: uint8x16_t) -> u32 {
    let bits = place(found);
    // SAFETY: NEON is there.
    unsafe { u32::from(vaddv_u8(vget_low_u8(bits))) | u32::from(vaddv_u8(vget_high_u8(bits))) << 8 }
}

/// Of the bytes found, which are all ones, keeps the bit of the place among eight.
#[inline(always)]
fn place(found: uint8x16_t) -> uint8x16_t {
    const BITS: [u8; 16] = [1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128];
    // SAFETY: NEON is there.
    unsafe { vandq_u8(found, load(&BITS)) }
}
