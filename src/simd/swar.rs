//! The portable back end: eight bytes at a time in a `u64`, on every target and either byte order.

use core::mem::MaybeUninit;

use super::block::{BLOCK, Kernel, Masks};
use super::{Backend, Kernels, TURN, Window, block, rewrite};

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

/// The back ends of a target that has no other.
#[cfg_attr(
    any(
        all(target_arch = "x86_64", target_feature = "sse2"),
        all(target_arch = "aarch64", target_feature = "neon", target_endian = "little"),
    ),
    expect(dead_code, reason = "they have their own")
)]
pub(super) fn kernels(_: Backend) -> Option<&'static Kernels> {
    None
}

fn index(input: &[u8], from: usize, last: bool, window: &mut Window<'_>) -> usize {
    block::index(Swar, input, from, last, window)
}

fn pass(input: &[u8], from: usize) -> (usize, bool) {
    block::pass(Swar, input, from)
}

fn copy_plain(from: &[u8], to: &mut [MaybeUninit<u8>]) -> usize {
    rewrite::copy_plain(Swar, from, to)
}

/// Needs nothing of the CPU.
#[derive(Clone, Copy)]
pub(super) struct Swar;

// SAFETY: `emit` is the trait's own, which writes eight tokens a round until there are as many as there are bits.
unsafe impl Kernel for Swar {
    type Bits = u64;

    #[inline(always)]
    fn no_bits(self) -> u64 {
        0
    }

    #[inline(always)]
    fn with_bits(self, bits: u64, block: &[u8; BLOCK]) -> u64 {
        block.as_chunks::<8>().0.iter().fold(bits, |bits, word| bits | u64::from_le_bytes(*word))
    }

    #[inline(always)]
    fn has_high(self, bits: u64) -> bool {
        bits & HIGH != 0
    }

    #[inline(always)]
    fn masks(self, block: &[u8; BLOCK]) -> Masks {
        let mut masks = Masks { backslash: 0, quote: 0, operator: 0, space: 0, control: 0 };
        for (i, bytes) in block.as_chunks::<8>().0.iter().enumerate() {
            let word = u64::from_le_bytes(*bytes);
            // `{` and `[`, `}` and `]` are the same letters but for this bit.
            let folded = word | splat(0x20);
            let operator = equals(folded, b'{')
                | equals(folded, b'}')
                | equals(word, b':')
                | equals(word, b',');
            let space = equals(word, b' ')
                | equals(word, b'\t')
                | equals(word, b'\n')
                | equals(word, b'\r');
            masks.backslash |= gather(equals(word, b'\\')) << (8 * i);
            masks.quote |= gather(equals(word, b'"')) << (8 * i);
            masks.operator |= gather(operator) << (8 * i);
            masks.space |= gather(space) << (8 * i);
            masks.control |= gather(controls(word)) << (8 * i);
        }
        masks
    }
}

#[inline(always)]
pub(super) fn escape_mask16(bytes: &[u8; 16]) -> u32 {
    mask16(bytes, escapes)
}

#[inline(always)]
pub(super) fn backslash_mask16(bytes: &[u8; 16]) -> u32 {
    mask16(bytes, |word| equals(word, b'\\') | controls(word))
}

#[inline(always)]
pub(super) fn digit_mask16(bytes: &[u8; 16]) -> u32 {
    mask16(bytes, digits)
}

#[inline(always)]
pub(super) fn digits_from(window: &[u8; 32], from: usize) -> (u64, u32) {
    if from <= 16 {
        return leading_digits(window);
    }
    let mut moved = [0; 32];
    let rest = window.get(from..).unwrap_or_default();
    moved[16..][..rest.len()].copy_from_slice(rest);
    leading_digits(&moved)
}

#[inline(always)]
pub(super) fn last_digits(bytes: &[u8; 16], count: usize) -> Option<u64> {
    number_of(u128::from_le_bytes(*bytes), count)
}

/// The number that the last `count` bytes of `text` are, if they are all digits.
#[inline(always)]
fn number_of(text: u128, count: usize) -> Option<u64> {
    let zeros = u128::from(splat(b'0')) << 64 | u128::from(splat(b'0'));
    let values = (text ^ zeros) & last_bytes(count);
    let (high, low) = (values as u64, (values >> 64) as u64);
    let are_digits = |word: u64| digits(word ^ splat(b'0')) == HIGH;
    (are_digits(high) && are_digits(low))
        .then(|| eight_digits(high) * 100_000_000 + eight_digits(low))
}

/// All bits of the last `count` bytes of sixteen.
#[inline(always)]
fn last_bytes(count: usize) -> u128 {
    u128::MAX.checked_shl(8 * (16 - count.min(16)) as u32).unwrap_or(0)
}

#[inline(always)]
pub(super) fn last_decimal(bytes: &[u8; 17], count: usize) -> Option<(u64, u32)> {
    let before = u128::from_le_bytes(*bytes.first_chunk()?);
    let text = u128::from_le_bytes(*bytes.last_chunk()?);
    let points = |word: u128| u128::from(equals(word as u64, b'.'));
    let decimals = (points(text) | points(text >> 64) << 64).leading_zeros() / 8;
    // Digits on both sides: a point that is farther away is another number's.
    if (decimals as usize).wrapping_sub(1) >= count.saturating_sub(2) {
        return None;
    }
    // What lies before the point moves up to its place.
    let behind = last_bytes(decimals as usize);
    Some((number_of(text & behind | before & !behind, count - 1)?, decimals))
}

#[inline(always)]
fn leading_digits(window: &[u8; 32]) -> (u64, u32) {
    let [_, _, first, second] = window.as_chunks::<8>().0 else { return (0, 0) };
    let (high, run) = leading_digits8(u64::from_le_bytes(*first));
    if run < 8 {
        return (high, run);
    }
    let (low, run) = leading_digits8(u64::from_le_bytes(*second));
    (high * 10_u64.pow(run) + low, 8 + run)
}

#[inline(always)]
fn leading_digits8(word: u64) -> (u64, u32) {
    let run = (!digits(word) & HIGH).trailing_zeros() / 8;
    // Zeros move in from below: leading zeros of the text.
    let shift = 64 - 8 * run;
    (eight_digits((word ^ splat(b'0')).checked_shl(shift).unwrap_or(0)), run)
}

/// The number with these eight digits, the lowest byte's first. Pairs, then fours, then all: each product
/// adds to an upper lane ten, a hundred, ten thousand times the lower.
#[inline(always)]
pub(super) fn eight_digits(digits: u64) -> u64 {
    let pairs = (digits.wrapping_mul((10 << 8) + 1) >> 8) & 0x00FF_00FF_00FF_00FF;
    let fours = (pairs.wrapping_mul((100 << 16) + 1) >> 16) & 0x0000_FFFF_0000_FFFF;
    fours.wrapping_mul((10_000 << 32) + 1) >> 32
}

/// The high bit of each byte that is a digit: from `0` on, and not from behind `9` on. Exact: the sums of
/// seven bits stay in their bytes.
#[inline(always)]
fn digits(word: u64) -> u64 {
    let low = word & !HIGH;
    let from_zero = low + splat(0x80 - b'0');
    let past_nine = low + splat(0x80 - b'9' - 1);
    from_zero & !past_nine & !word & HIGH
}

/// The high bit of each byte that is `"`, `\` or below 0x20.
#[inline(always)]
pub(super) fn escapes(word: u64) -> u64 {
    let turned = word ^ splat(TURN);
    // Exact, as `controls`: 0x21 and more carry into the high bit.
    let others = !(((turned & !HIGH) + splat(0x80 - 0x21)) | turned) & HIGH;
    others | equals(word, b'\\')
}

#[inline(always)]
fn mask16(bytes: &[u8; 16], find: impl Fn(u64) -> u64) -> u32 {
    let both = u128::from_le_bytes(*bytes);
    (gather(find(both as u64)) | gather(find((both >> 64) as u64)) << 8) as u32
}

const HIGH: u64 = splat(0x80);

const fn splat(byte: u8) -> u64 {
    u64::from_ne_bytes([byte; 8])
}

/// The high bit of each byte that equals `byte`. Exact: nothing carries from byte to byte.
#[inline(always)]
fn equals(word: u64, byte: u8) -> u64 {
    let difference = word ^ splat(byte);
    !(((difference & !HIGH) + !HIGH) | difference) & HIGH
}

/// The high bit of each byte below 0x20. Exact, as above.
#[inline(always)]
fn controls(word: u64) -> u64 {
    !(((word & !HIGH) + splat(0x80 - 0x20)) | word) & HIGH
}

/// The high bits of the eight bytes, the lowest byte's first.
#[inline(always)]
fn gather(high: u64) -> u64 {
    ((high >> 7).wrapping_mul(0x0102_0408_1020_4080)) >> 56
}
