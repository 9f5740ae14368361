//! x86-64 with AVX-512 F, BW, DQ, VL, VBMI, VBMI2, and for digits CD, IFMA and LZCNT: one vector of 64 bytes.
#![expect(unsafe_code, reason = "CPU intrinsics")]

use core::arch::x86_64::*;
use core::mem::MaybeUninit;

use super::avx2::{
    DIGITS, ESCAPES, FOLDED_OPERATORS, HIGH_CLASSES, LOW_CLASSES, SPACES, prefix_xor,
};
use super::block::{BLOCK, Kernel, Marks, Masks, Room, Skip, Unescape};
use super::grammar::{self, Grammar};
use super::{
    CHUNKS, ESCAPED, Kernels, MARKED, SUSPECT, ScalarMasks, TURN, Wide, Window, block, prefetch,
    rewrite, skip_scalars,
};

/// For CPUs with the features named below and in `wide`, and no others.
pub(super) static KERNELS: Kernels = Kernels {
    index,
    pass,
    skip,
    check,
    copy_plain,
    escape,
    unescape,
    few_escapes: None,
    // SAFETY: these are active only where `x86` has found all of those features.
    wide: Some(Some(unsafe { Wide::new() })),
    narrow: None,
};

#[target_feature(
    enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512vbmi,avx512vbmi2,bmi1,bmi2,popcnt,pclmulqdq"
)]
fn index(input: &[u8], from: usize, last: bool, window: &mut Window<'_>) -> usize {
    block::index(Avx512::witness(), input, from, last, window)
}

#[target_feature(
    enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512vbmi,avx512vbmi2,bmi1,bmi2,popcnt,pclmulqdq"
)]
fn check(
    grammar: &mut Grammar,
    kinds: &[u8],
    masks: &mut [ScalarMasks; CHUNKS],
) -> Option<Option<usize>> {
    grammar::check(Avx512::witness(), grammar, kinds, masks)
}

#[target_feature(
    enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512vbmi,avx512vbmi2,bmi1,bmi2,popcnt,pclmulqdq"
)]
fn pass(input: &[u8], from: usize) -> (usize, bool) {
    block::pass(Avx512::witness(), input, from)
}

#[target_feature(
    enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512vbmi,avx512vbmi2,bmi1,bmi2,popcnt,pclmulqdq"
)]
fn copy_plain(from: &[u8], to: &mut [MaybeUninit<u8>]) -> usize {
    rewrite::copy_plain(Avx512::witness(), from, to)
}

#[target_feature(
    enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512vbmi,avx512vbmi2,bmi1,bmi2,popcnt,pclmulqdq"
)]
fn skip(input: &[u8], from: usize, open: u64) -> Option<usize> {
    skip_scalars::skip(Avx512::witness(), input, from, open)
}

#[target_feature(
    enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512vbmi,avx512vbmi2,bmi1,bmi2,popcnt,pclmulqdq"
)]
fn unescape(from: &[u8], to: &mut [MaybeUninit<u8>]) -> (usize, usize) {
    rewrite::unescape(Avx512::witness(), from, to)
}

#[target_feature(
    enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512vbmi,avx512vbmi2,bmi1,bmi2,popcnt,pclmulqdq"
)]
fn escape(from: &[u8], to: &mut [MaybeUninit<u8>]) -> (usize, usize) {
    let (mut read, mut written) = (0, 0);
    while let Some((more_read, more_written)) =
        Avx512::witness().escape(&from[read..], &mut to[written..])
    {
        read += more_read;
        written += more_written;
    }
    (read, written)
}

/// Proof that this CPU has what [`Avx512::witness`] asks for.
#[derive(Clone, Copy)]
struct Avx512(());

impl Avx512 {
    /// Safe to call only from functions that need the same features, and so run only where they are.
    #[inline]
    #[target_feature(
        enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512vbmi,avx512vbmi2,bmi1,bmi2,popcnt,pclmulqdq"
    )]
    fn witness() -> Self {
        Self(())
    }

    #[inline(always)]
    fn load(self, block: &[u8; BLOCK]) -> __m512i {
        // SAFETY: `self` is the proof of AVX-512, and there are 64 bytes to read, of any alignment.
        unsafe { _mm512_loadu_si512(block.as_ptr().cast()) }
    }

    #[inline(always)]
    fn splat(self, byte: u8) -> __m512i {
        // SAFETY: `self` is the proof of AVX-512.
        unsafe { _mm512_set1_epi8(byte as i8) }
    }

    /// The bytes of which `a` and `b` have the same.
    #[inline(always)]
    fn equals(self, a: __m512i, b: __m512i) -> u64 {
        // SAFETY: `self` is the proof of AVX-512.
        unsafe { _mm512_cmpeq_epi8_mask(a, b) }
    }

    /// For each byte, `table`'s entry for its low four bits; 0 for bytes from 0x80.
    #[inline(always)]
    fn look_up(self, table: &[u8; 16], bytes: __m512i) -> __m512i {
        // SAFETY: `self` is the proof of AVX-512, and there are 16 bytes to read, of any alignment.
        unsafe {
            let table = _mm512_broadcast_i32x4(_mm_loadu_si128(table.as_ptr().cast()));
            _mm512_shuffle_epi8(table, bytes)
        }
    }

    /// What each byte stands for behind a backslash; 0 for those from 0x80 on, and as in [`ESCAPED`].
    #[inline(always)]
    fn escaped(self, bytes: __m512i) -> __m512i {
        let [low, high] = [&ESCAPED.as_chunks().0[0], &ESCAPED.as_chunks().0[1]];
        // SAFETY: `self` is the proof of AVX-512.
        unsafe {
            let ascii = _mm512_cmplt_epu8_mask(bytes, self.splat(0x80));
            _mm512_maskz_permutex2var_epi8(ascii, self.load(low), bytes, self.load(high))
        }
    }

    /// The bytes that are of none of the `classes`.
    #[inline(always)]
    fn none_of(self, classes: u8, block: &[u8; BLOCK]) -> u64 {
        let bytes = self.load(block);
        // SAFETY: `self` is the proof of AVX-512.
        unsafe {
            let high = _mm512_and_si512(_mm512_srli_epi16::<4>(bytes), self.splat(0x0f));
            let classes = _mm512_and_si512(self.look_up(&HIGH_CLASSES, high), self.splat(classes));
            _mm512_testn_epi8_mask(self.look_up(&LOW_CLASSES, bytes), classes)
        }
    }

    /// Those of the `bytes` that `which` has, one behind the other.
    #[inline(always)]
    fn compressed(self, bytes: __m512i, which: u64, to: &mut [MaybeUninit<u8>; BLOCK]) {
        // SAFETY: `self` is the proof of AVX-512. The store fills the 64 places of `to`.
        unsafe {
            _mm512_storeu_si512(to.as_mut_ptr().cast(), _mm512_maskz_compress_epi8(which, bytes));
        }
    }

    /// Writes what up to 32 bytes become; `None` if one of them has no letter, or there is none, or no room.
    #[inline(always)]
    fn escape(self, from: &[u8], to: &mut [MaybeUninit<u8>]) -> Option<(usize, usize)> {
        const EVEN: u64 = 0x5555_5555_5555_5555;
        let room: &mut [_; BLOCK] = to.first_chunk_mut()?;
        let count = from.len().min(32);
        if count == 0 {
            return None;
        }
        let there = block::low_bits(count) as u32;
        // SAFETY: `self` is the proof of AVX-512 and BMI2. A masked load touches only the bytes of its mask, which are
        // `from`'s; the store fills the 64 bytes of `room`.
        unsafe {
            let bytes = _mm256_maskz_loadu_epi8(there, from.as_ptr().cast());
            let is = |byte: u8| _mm256_cmpeq_epi8_mask(bytes, _mm256_set1_epi8(byte as i8));
            let control = _mm256_mask_cmplt_epu8_mask(there, bytes, _mm256_set1_epi8(0x20));
            let letters = _mm256_loadu_si256(LETTERS.as_ptr().cast());
            let letters = _mm256_permutexvar_epi8(bytes, letters);
            if _mm256_mask_testn_epi8_mask(control, letters, letters) != 0 {
                return None;
            }
            // Each byte has two places, of which the first, the backslash's, is there if it is escaped.
            let escaped = u64::from(control | is(b'"') | is(b'\\'));
            let places = (_pdep_u64(escaped, EVEN) | !EVEN) & block::low_bits(2 * count);
            let text = _mm512_castsi256_si512(_mm256_mask_mov_epi8(bytes, control, letters));
            let text = _mm512_mask_expand_epi8(self.splat(b'\\'), _pext_u64(!EVEN, places), text);
            _mm512_storeu_si512(room.as_mut_ptr().cast(), text);
            Some((count, places.count_ones() as usize))
        }
    }
}

// SAFETY: `emit` stores all kinds, and positions by sixteens until there are as many as tokens.
unsafe impl Kernel for Avx512 {
    // A masked load is faster.
    const OVERLAPS: bool = false;
    const FORESEES: bool = true;

    type Bits = __m512i;

    #[inline(always)]
    fn no_bits(self) -> __m512i {
        self.splat(0)
    }

    #[inline(always)]
    fn with_bits(self, bits: __m512i, block: &[u8; BLOCK]) -> __m512i {
        // SAFETY: `self` is the proof of AVX-512.
        unsafe { _mm512_or_si512(bits, self.load(block)) }
    }

    #[inline(always)]
    fn has_high(self, bits: __m512i) -> bool {
        // SAFETY: `self` is the proof of AVX-512.
        unsafe { _mm512_movepi8_mask(bits) != 0 }
    }

    #[inline(always)]
    fn masks(self, block: &[u8; BLOCK]) -> Masks {
        let bytes = self.load(block);
        // SAFETY: `self` is the proof of AVX-512.
        let (folded, control) = unsafe {
            (
                _mm512_or_si512(bytes, self.splat(0x20)),
                _mm512_cmplt_epu8_mask(bytes, self.splat(0x20)),
            )
        };
        Masks {
            backslash: self.equals(bytes, self.splat(b'\\')),
            quote: self.equals(bytes, self.splat(b'"')),
            operator: self.equals(folded, self.look_up(&FOLDED_OPERATORS, bytes)) & !control,
            space: self.equals(bytes, self.look_up(&SPACES, bytes)),
            control,
        }
    }

    // Two vectors of 32 bytes, whose stores span fewer lines of the cache, are slower.
    #[inline(always)]
    fn copy_plain(self, block: &[u8; BLOCK], to: &mut [MaybeUninit<u8>; BLOCK]) -> bool {
        // SAFETY: `self` is the proof of AVX-512. The store fills the 64 places of `to`.
        unsafe { _mm512_storeu_si512(to.as_mut_ptr().cast(), self.load(block)) };
        self.is_plain(block)
    }

    #[inline(always)]
    fn is_plain(self, block: &[u8; BLOCK]) -> bool {
        let bytes = self.load(block);
        // SAFETY: `self` is the proof of AVX-512.
        unsafe {
            let plain = _mm512_cmpneq_epi8_mask(bytes, self.splat(b'\\'));
            let turned = _mm512_xor_si512(bytes, self.splat(TURN));
            _mm512_mask_cmpgt_epu8_mask(plain, turned, self.splat(0x20)) == u64::MAX
        }
    }

    #[inline(always)]
    fn prefix_xor(self, bits: u64) -> u64 {
        // SAFETY: `self` is the proof of PCLMULQDQ.
        unsafe { prefix_xor(bits) }
    }

    // A walk through memory is foreseen by the CPU, but not from one page to the next, where documents that are larger than
    // its caches have to wait. (AVX2 looks at text half as fast and does not wait; there it cost 3 %.)
    #[inline(always)]
    fn fetch(self, left: &[u8]) {
        if let Some(ahead) = left.get(AHEAD) {
            prefetch(ahead);
        }
    }

    #[inline(always)]
    fn pad(self, tail: &[u8]) -> [u8; BLOCK] {
        assert!(tail.len() < BLOCK, "a tail is less than a block");
        let there = (1 << tail.len()) - 1;
        let mut block = [0; BLOCK];
        // SAFETY: `self` is the proof of AVX-512. The mask has a bit for each byte of `tail`, and a
        // masked load touches no other; the store fills the 64 bytes of `block`. No alignment needed.
        unsafe {
            let bytes = _mm512_mask_loadu_epi8(self.splat(b' '), there, tail.as_ptr().cast());
            _mm512_storeu_si512(block.as_mut_ptr().cast(), bytes);
        }
        block
    }

    #[inline(always)]
    fn strange(self, block: &[u8; BLOCK], escaped: u64) -> u64 {
        escaped & self.none_of(ESCAPES, block)
    }

    #[inline(always)]
    fn units(self, block: &[u8; BLOCK], escaped: u64) -> u64 {
        escaped & self.equal(block, b'u')
    }

    #[inline(always)]
    fn no_digits(self, block: &[u8; BLOCK], asked: u64) -> u64 {
        asked & self.none_of(DIGITS, block)
    }

    // Compressed in the register and then stored: compressing to memory is microcode on Zen 4, and
    // made the whole of simdjson five times slower there (its issue 2334).
    #[inline(always)]
    fn emit(self, block: &[u8; BLOCK], tokens: u64, marks: Marks, base: u32, room: Room<'_>) {
        let bytes = self.load(block);
        let count = tokens.count_ones();
        // SAFETY: `self` is the proof of AVX-512. `room` has places for 64 kinds and 64 positions, of
        // which the stores fill all the former and the latter by sixteens at 0, 16, 32 and 48.
        unsafe {
            let kinds = _mm512_mask_blend_epi8(marks.marked, bytes, self.splat(MARKED));
            let kinds = _mm512_mask_blend_epi8(marks.suspect, kinds, self.splat(SUSPECT));
            self.compressed(kinds, tokens, room.kind);

            let offsets = _mm512_maskz_compress_epi8(tokens, self.load(&IOTA));
            let pos = room.pos.as_mut_ptr();
            let store = |at: usize, offsets: __m128i| {
                let widened =
                    _mm512_add_epi32(_mm512_cvtepu8_epi32(offsets), _mm512_set1_epi32(base as i32));
                _mm512_storeu_si512(pos.add(at).cast(), widened);
            };
            store(0, _mm512_castsi512_si128(offsets));
            if count > 16 {
                store(16, _mm512_extracti32x4_epi32::<1>(offsets));
                if count > 32 {
                    store(32, _mm512_extracti32x4_epi32::<2>(offsets));
                    if count > 48 {
                        store(48, _mm512_extracti32x4_epi32::<3>(offsets));
                    }
                }
            }
        }
    }
}

// SAFETY: `compress` stores all 64 places.
unsafe impl Skip for Avx512 {
    #[inline(always)]
    fn equal(self, block: &[u8; BLOCK], byte: u8) -> u64 {
        self.equals(self.load(block), self.splat(byte))
    }

    #[inline(always)]
    fn bit(self, block: &[u8; BLOCK], bit: u8) -> u64 {
        // SAFETY: `self` is the proof of AVX-512.
        unsafe { _mm512_test_epi8_mask(self.load(block), self.splat(bit)) }
    }

    #[inline(always)]
    fn digits(self, block: &[u8; BLOCK]) -> u64 {
        // SAFETY: `self` is the proof of AVX-512.
        unsafe {
            let values = _mm512_sub_epi8(self.load(block), self.splat(b'0'));
            _mm512_cmplt_epu8_mask(values, self.splat(10))
        }
    }

    #[inline(always)]
    fn compress(self, block: &[u8; BLOCK], which: u64, to: &mut [MaybeUninit<u8>; BLOCK]) {
        self.compressed(self.load(block), which, to);
    }

    #[inline(always)]
    fn openings(self, brackets: u64, close: u64) -> u64 {
        // SAFETY: `self` is the proof of AVX-512 and of BMI2.
        unsafe {
            let closes = _pext_u64(close, brackets);
            _pdep_u64(!closes & closes >> 1, brackets)
        }
    }
}

// SAFETY: `resolve` stores all 64 places.
unsafe impl Unescape for Avx512 {
    #[inline(always)]
    fn unresolved(self, block: &[u8; BLOCK], escaped: u64) -> u64 {
        let values = self.escaped(self.load(block));
        escaped & self.equals(values, self.splat(0))
    }

    #[inline(always)]
    fn resolve(
        self,
        block: &[u8; BLOCK],
        escaped: u64,
        keep: u64,
        to: &mut [MaybeUninit<u8>; BLOCK],
    ) {
        let bytes = self.load(block);
        let values = self.escaped(bytes);
        // SAFETY: `self` is the proof of AVX-512.
        let text = unsafe { _mm512_mask_mov_epi8(bytes, escaped, values) };
        self.compressed(text, keep, to);
    }
}

/// How many bytes ahead of a block its text is fetched: half as many and twice as many gain half as much.
const AHEAD: usize = 1024;

/// What stands behind a backslash for each control byte; 0 where that would take more than a letter.
static LETTERS: [u8; 32] = {
    let mut table = [0; 32];
    let mut letter = 0;
    while letter < ESCAPED.len() {
        let byte = ESCAPED[letter];
        if byte != 0 && byte < 0x20 {
            table[byte as usize] = letter as u8;
        }
        letter += 1;
    }
    table
};

/// 0, 1, 2 … 63
const IOTA: [u8; BLOCK] = {
    let mut iota = [0; BLOCK];
    let mut i = 0;
    while i < BLOCK {
        iota[i] = i as u8;
        i += 1;
    }
    iota
};
