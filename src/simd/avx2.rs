//! x86-64 with AVX2, BMI, POPCNT and PCLMULQDQ: two vectors of 32 bytes.
#![expect(unsafe_code, reason = "CPU intrinsics")]

use core::arch::x86_64::*;
use core::mem::MaybeUninit;

use super::block::{BLOCK, Kernel, Marks, Masks, Room, Skip, Unescape};
use super::grammar::{self, Grammar};
use super::numerals_narrow::Narrow;
use super::{CHUNKS, ESCAPED, Kernels, ScalarMasks, TURN, Window, block, rewrite, skip_scalars};

/// For CPUs with the features named below, and no others.
pub(super) static KERNELS: Kernels = Kernels {
    index,
    pass,
    skip,
    check,
    copy_plain,
    escape: rewrite::rewrite_nothing,
    unescape,
    few_escapes: Some(2),
    wide: Some(None),
    // SAFETY: these are active only where `x86` has found all of those features.
    narrow: Some(unsafe { Narrow::new() }),
};

#[target_feature(enable = "avx2,bmi1,bmi2,popcnt,pclmulqdq")]
fn index(input: &[u8], from: usize, last: bool, window: &mut Window<'_>) -> usize {
    block::index(Avx2::witness(), input, from, last, window)
}

#[target_feature(enable = "avx2,bmi1,bmi2,popcnt,pclmulqdq")]
fn check(
    grammar: &mut Grammar,
    kinds: &[u8],
    masks: &mut [ScalarMasks; CHUNKS],
) -> Option<Option<usize>> {
    grammar::check(Avx2::witness(), grammar, kinds, masks)
}

#[target_feature(enable = "avx2,bmi1,bmi2,popcnt,pclmulqdq")]
fn pass(input: &[u8], from: usize) -> (usize, bool) {
    block::pass(Avx2::witness(), input, from)
}

#[target_feature(enable = "avx2,bmi1,bmi2,popcnt,pclmulqdq")]
fn copy_plain(from: &[u8], to: &mut [MaybeUninit<u8>]) -> usize {
    rewrite::copy_plain(Avx2::witness(), from, to)
}

#[target_feature(enable = "avx2,bmi1,bmi2,popcnt,pclmulqdq")]
fn skip(input: &[u8], from: usize, open: u64) -> Option<usize> {
    skip_scalars::skip(Avx2::witness(), input, from, open)
}

#[target_feature(enable = "avx2,bmi1,bmi2,popcnt,pclmulqdq")]
fn unescape(from: &[u8], to: &mut [MaybeUninit<u8>]) -> (usize, usize) {
    rewrite::unescape(Avx2::witness(), from, to)
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
    fn load_half(self, bytes: &[u8; 16]) -> __m128i {
        // SAFETY: `self` is the proof of AVX2, and there are 16 bytes to read, of any alignment.
        unsafe { _mm_loadu_si128(bytes.as_ptr().cast()) }
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
        // SAFETY: `self` is the proof of AVX2.
        unsafe { _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(self.load_half(table)), bytes) }
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

    /// The bytes, and for the `escaped` ones what the letter stands for. Letters have their own place in a table, by
    /// their low bits but the last; the others that may stand there stand for themselves.
    #[inline(always)]
    fn resolved(self, bytes: &[u8; 32], escaped: u32) -> __m256i {
        let bytes = self.load(bytes);
        // SAFETY: `self` is the proof of AVX2.
        unsafe {
            let place = _mm256_and_si256(_mm256_srli_epi16::<1>(bytes), self.splat(0x0f));
            let letters = _mm256_cmpgt_epi8(bytes, self.splat(0x5f));
            // The bit of each byte, from the mask's byte that it is in.
            let mask =
                _mm256_shuffle_epi8(_mm256_set1_epi32(escaped as i32), self.load(&BYTE_OF_BIT));
            let bit = _mm256_set1_epi64x(0x8040_2010_0804_0201_u64 as i64);
            let escaped = _mm256_cmpeq_epi8(_mm256_and_si256(mask, bit), bit);
            let escaped = _mm256_and_si256(escaped, letters);
            _mm256_blendv_epi8(bytes, self.look_up(&LETTERS, place), escaped)
        }
    }

    /// The bytes that are of none of the `classes`.
    #[inline(always)]
    fn none_of(self, classes: u8, bytes: &[u8; 32]) -> u64 {
        let bytes = self.load(bytes);
        // SAFETY: `self` is the proof of AVX2.
        let found = unsafe {
            let high = _mm256_and_si256(_mm256_srli_epi16::<4>(bytes), self.splat(0x0f));
            let high = _mm256_and_si256(self.look_up(&HIGH_CLASSES, high), self.splat(classes));
            _mm256_and_si256(self.look_up(&LOW_CLASSES, bytes), high)
        };
        self.equals(found, self.splat(0))
    }
}

// SAFETY: `emit` is `block::emit` for up to eight tokens; else each of its rounds begins where the ones before have their
// last token, and stores as many as it has, or more.
unsafe impl Kernel for Avx2 {
    type Bits = __m256i;

    #[inline(always)]
    fn no_bits(self) -> __m256i {
        self.splat(0)
    }

    #[inline(always)]
    fn with_bits(self, bits: __m256i, block: &[u8; BLOCK]) -> __m256i {
        let [low, high] = halves(block);
        // SAFETY: `self` is the proof of AVX2.
        unsafe { _mm256_or_si256(bits, _mm256_or_si256(self.load(low), self.load(high))) }
    }

    #[inline(always)]
    fn has_high(self, bits: __m256i) -> bool {
        // SAFETY: `self` is the proof of AVX2.
        unsafe { _mm256_movemask_epi8(bits) != 0 }
    }

    #[inline(always)]
    fn masks(self, block: &[u8; BLOCK]) -> Masks {
        let [low, high] = halves(block);
        let (low, high) = (self.half(low), self.half(high));
        Masks {
            backslash: low.backslash | high.backslash << 32,
            quote: low.quote | high.quote << 32,
            operator: low.operator | high.operator << 32,
            space: low.space | high.space << 32,
            control: low.control | high.control << 32,
        }
    }

    // In registers: filled in memory, the block is loaded before its stores have left the core, which took a third of the
    // time that 60 bytes take to be indexed.
    #[inline(always)]
    fn pad(self, tail: &[u8]) -> [u8; BLOCK] {
        let mut block = [b' '; BLOCK];
        let Some(last) = tail.last_chunk::<16>() else {
            block[..tail.len()].copy_from_slice(tail);
            return block;
        };
        // Sixteen bytes from `at` on. Those at the tail's end come from its last sixteen, moved down.
        let part = |at: usize| {
            let from = at.min(tail.len() - last.len());
            let bytes = tail[from..].first_chunk().unwrap_or(last);
            // SAFETY: `self` is the proof of AVX2.
            unsafe {
                // The high bit of a place says that there is none.
                let moved = _mm_set1_epi8((0x70 + (at - from)) as i8);
                let places = _mm_add_epi8(self.load_half(&IOTA), moved);
                let bytes = _mm_shuffle_epi8(self.load_half(bytes), places);
                _mm_blendv_epi8(bytes, _mm_set1_epi8(b' ' as i8), places)
            }
        };
        for (i, half) in block.as_chunks_mut::<32>().0.iter_mut().enumerate() {
            let [low, high] = [part(32 * i), part(32 * i + 16)];
            // SAFETY: `self` is the proof of AVX2. The store fills the 32 bytes of `half`.
            unsafe { _mm256_storeu_si256(half.as_mut_ptr().cast(), _mm256_set_m128i(high, low)) };
        }
        block
    }

    #[inline(always)]
    fn strange(self, block: &[u8; BLOCK], escaped: u64) -> u64 {
        let [low, high] = halves(block);
        escaped & (self.none_of(ESCAPES, low) | self.none_of(ESCAPES, high) << 32)
    }

    #[inline(always)]
    fn units(self, block: &[u8; BLOCK], escaped: u64) -> u64 {
        escaped & self.equal(block, b'u')
    }

    #[inline(always)]
    fn no_digits(self, block: &[u8; BLOCK], asked: u64) -> u64 {
        let [low, high] = halves(block);
        asked & (self.none_of(DIGITS, low) | self.none_of(DIGITS, high) << 32)
    }

    // Up to eight tokens, which is what most blocks have, are written one by one; more by a table that has
    // the places of the bits of a byte, eight bytes at a time. What stands behind the last token of a round
    // is overwritten by the next. Round by round of eight tokens, dense numbers took a quarter longer, since
    // the number of rounds is hard to foresee; the table alone takes longer for sparse tokens.
    #[inline(always)]
    fn emit(self, block: &[u8; BLOCK], tokens: u64, marks: Marks, base: u32, room: Room<'_>) {
        if tokens.count_ones() <= 8 {
            return block::emit(block, tokens, marks, base, room);
        }
        let mut filled = 0;
        // SAFETY: `self` is the proof of AVX2.
        let (mut start, step) = unsafe { (_mm256_set1_epi32(base as i32), _mm256_set1_epi32(8)) };
        for (i, bytes) in block.as_chunks::<8>().0.iter().enumerate() {
            let which = (tokens >> (8 * i)) as u8;
            let places = &PLACES[usize::from(which)];
            debug_assert!(filled <= 8 * i);
            // SAFETY: `self` is the proof of AVX2. `room` has 64 places in both arrays; the 8 that are
            // written start at `filled`, which is at most 8 for each of the `i` rounds before, of 8.
            unsafe {
                let places = _mm_loadl_epi64(places.as_ptr().cast());
                let kinds = _mm_shuffle_epi8(_mm_loadl_epi64(bytes.as_ptr().cast()), places);
                _mm_storel_epi64(room.kind.as_mut_ptr().add(filled).cast(), kinds);
                let pos = _mm256_add_epi32(_mm256_cvtepu8_epi32(places), start);
                _mm256_storeu_si256(room.pos.as_mut_ptr().add(filled).cast(), pos);
                start = _mm256_add_epi32(start, step);
            }
            filled += which.count_ones() as usize;
        }
        block::patch(tokens, marks, room.kind);
    }

    #[inline(always)]
    fn copy_plain(self, block: &[u8; BLOCK], to: &mut [MaybeUninit<u8>; BLOCK]) -> bool {
        let [low, high] = [0, 1].map(|half| self.load(&block.as_chunks().0[half]));
        // SAFETY: `self` is the proof of AVX2. The stores fill the 64 places of `to`.
        unsafe {
            let to: *mut __m256i = to.as_mut_ptr().cast();
            _mm256_storeu_si256(to, low);
            _mm256_storeu_si256(to.add(1), high);
        }
        self.is_plain(block)
    }

    #[inline(always)]
    fn is_plain(self, block: &[u8; BLOCK]) -> bool {
        let [low, high] = [0, 1].map(|half| self.load(&block.as_chunks().0[half]));
        // SAFETY: `self` is the proof of AVX2.
        unsafe {
            let special = |bytes: __m256i| {
                let backslash = _mm256_cmpeq_epi8(bytes, self.splat(b'\\'));
                let turned = _mm256_xor_si256(bytes, self.splat(TURN));
                let others = _mm256_cmpeq_epi8(_mm256_min_epu8(turned, self.splat(0x20)), turned);
                _mm256_or_si256(backslash, others)
            };
            let special = _mm256_or_si256(special(low), special(high));
            _mm256_movemask_epi8(special) == 0
        }
    }

    #[inline(always)]
    fn prefix_xor(self, bits: u64) -> u64 {
        // SAFETY: `self` is the proof of PCLMULQDQ.
        unsafe { prefix_xor(bits) }
    }
}

// SAFETY: each round of `compress` begins behind the bytes of those before, and stores as many as it has, or more.
unsafe impl Skip for Avx2 {
    #[inline(always)]
    fn equal(self, block: &[u8; BLOCK], byte: u8) -> u64 {
        let [low, high] = halves(block);
        let byte = self.splat(byte);
        self.equals(self.load(low), byte) | self.equals(self.load(high), byte) << 32
    }

    #[inline(always)]
    fn bit(self, block: &[u8; BLOCK], bit: u8) -> u64 {
        let bit = self.splat(bit);
        // SAFETY: `self` is the proof of AVX2.
        let [low, high] =
            halves(block).map(|half| unsafe { _mm256_and_si256(self.load(half), bit) });
        self.equals(low, bit) | self.equals(high, bit) << 32
    }

    #[inline(always)]
    fn digits(self, block: &[u8; BLOCK]) -> u64 {
        let digits = |bytes| {
            // SAFETY: `self` is the proof of AVX2.
            unsafe {
                let values = _mm256_sub_epi8(self.load(bytes), self.splat(b'0'));
                self.equals(values, _mm256_min_epu8(values, self.splat(9)))
            }
        };
        let [low, high] = halves(block);
        digits(low) | digits(high) << 32
    }

    // By the table that tokens are written by.
    #[inline(always)]
    fn compress(self, block: &[u8; BLOCK], which: u64, to: &mut [MaybeUninit<u8>; BLOCK]) {
        let mut filled = 0;
        for (i, bytes) in block.as_chunks::<8>().0.iter().enumerate() {
            let which = (which >> (8 * i)) as u8;
            debug_assert!(filled <= 8 * i);
            // SAFETY: `self` is the proof of AVX2. `to` has 64 places; the 8 that are written start at `filled`, which
            // is at most 8 for each of the `i` rounds before, of 8.
            unsafe {
                let places = _mm_loadl_epi64(PLACES[usize::from(which)].as_ptr().cast());
                let kept = _mm_shuffle_epi8(_mm_loadl_epi64(bytes.as_ptr().cast()), places);
                _mm_storel_epi64(to.as_mut_ptr().add(filled).cast(), kept);
            }
            filled += which.count_ones() as usize;
        }
    }
}

// SAFETY: `resolve` stores all 64 places, or leaves it to `compress`.
unsafe impl Unescape for Avx2 {
    #[inline(always)]
    fn unresolved(self, block: &[u8; BLOCK], escaped: u64) -> u64 {
        match escaped {
            0 => 0,
            _ => self.strange(block, escaped) | self.units(block, escaped),
        }
    }

    #[inline(always)]
    fn resolve(
        self,
        block: &[u8; BLOCK],
        escaped: u64,
        keep: u64,
        to: &mut [MaybeUninit<u8>; BLOCK],
    ) {
        if keep == u64::MAX {
            // No backslash, and so no escape: as most blocks are where text has few.
            *to = block.map(MaybeUninit::new);
            return;
        }
        let mut text = [0_u8; BLOCK];
        let [low, high] = halves(block);
        // SAFETY: `self` is the proof of AVX2. The stores fill the 64 bytes of `text`.
        unsafe {
            let to = text.as_mut_ptr();
            _mm256_storeu_si256(to.cast(), self.resolved(low, escaped as u32));
            _mm256_storeu_si256(to.add(32).cast(), self.resolved(high, (escaped >> 32) as u32));
        }
        self.compress(&text, keep, to);
    }
}

#[inline(always)]
fn halves(block: &[u8; BLOCK]) -> [&[u8; 32]; 2] {
    let halves = block.as_chunks().0;
    [&halves[0], &halves[1]]
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

/// 0, 1, 2 … 15
const IOTA: [u8; 16] = {
    let mut iota = [0; 16];
    let mut i = 0;
    while i < 16 {
        iota[i] = i as u8;
        i += 1;
    }
    iota
};

/// For each of 32 bytes, which byte of a mask has its bit: in a half of a vector, from that half.
static BYTE_OF_BIT: [u8; 32] = {
    let mut table = [0; 32];
    let mut i = 0;
    while i < 32 {
        table[i] = (i / 8) as u8;
        i += 1;
    }
    table
};

/// What letters stand for behind a backslash, by their low five bits without the last.
static LETTERS: [u8; 16] = {
    let letters = *b"bfnrt";
    let mut table = [0; 16];
    let mut i = 0;
    while i < letters.len() {
        table[(letters[i] >> 1 & 0x0f) as usize] = ESCAPED[letters[i] as usize];
        i += 1;
    }
    table
};

/// The places of the bits that are set in a byte, in ascending order; zeros behind them.
static PLACES: [[u8; 8]; 256] = {
    let mut table = [[0; 8]; 256];
    let mut byte = 0;
    while byte < 256 {
        let (mut found, mut bit) = (0, 0);
        while bit < 8 {
            if byte >> bit & 1 != 0 {
                table[byte][found] = bit as u8;
                found += 1;
            }
            bit += 1;
        }
        byte += 1;
    }
    table
};

/// What a byte may be in an escape, a bit each: it is all that its entry in [`LOW_CLASSES`], by its low four
/// bits, has in common with that in [`HIGH_CLASSES`], by its high four.
pub(super) const LOW_CLASSES: [u8; 16] = classes().0;
pub(super) const HIGH_CLASSES: [u8; 16] = classes().1;

/// A letter behind a backslash: a bit for each of the high halves that they have.
pub(super) const ESCAPES: u8 = 1 << 2 | 1 << 5 | 1 << 6 | 1 << 7;
/// A hexadecimal digit: bits 3, 4 and 0 for the high halves 3, 4 and 6.
pub(super) const DIGITS: u8 = 1 << 3 | 1 << 4 | 1 << 0;

const fn classes() -> ([u8; 16], [u8; 16]) {
    let (mut low, mut high) = ([0; 16], [0; 16]);
    let letters = *b"\"\\/bfnrtu";
    let mut i = 0;
    while i < letters.len() {
        let bit = 1 << (letters[i] >> 4);
        low[(letters[i] & 0x0f) as usize] |= bit;
        high[(letters[i] >> 4) as usize] |= bit;
        i += 1;
    }
    high[3] |= 1 << 3;
    high[4] |= 1 << 4;
    high[6] |= 1 << 0;
    let mut digit = 0;
    while digit < 10 {
        low[digit] |= 1 << 3;
        if digit >= 1 && digit <= 6 {
            low[digit] |= 1 << 4 | 1 << 0;
        }
        digit += 1;
    }
    (low, high)
}
