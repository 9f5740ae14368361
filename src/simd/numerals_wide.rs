//! Eight numbers' texts to integers and floats at once, by AVX-512.
//!
//! Where a text ends is known, from the token behind it, so its last bytes are loaded and what lies before it is masked off; the
//! point is taken out, and the bytes before it are moved up (`numerals_columns.rs`).
//!
//! All that is done for eight numbers takes some 160 instructions, each of which waits for the one before it. Of such
//! chains one and a half find room in the CPU, so that they were executed one after the other: 3.4 ns a number. Now
//! there are three loops over up to eight groups of eight, of which the chains are short enough to overlap: 2.3 ns.
#![expect(
    unsafe_code,
    reason = "CPU intrinsics, and loads from places that were moved into the text"
)]

use core::arch::x86_64::*;
use core::mem::{self, MaybeUninit};

use super::numerals::{Divisors, Found, Last, Shape, Stretches, TOKENS};
use super::wide::{Task, Wide};

/// What is to be read: the text, and where tokens stand in it, of which the first is the shape's first. With `FLOATS`
/// numbers become floats, with `INTEGERS` integers of 64 bits, and with both those with a point become floats.
pub(crate) struct Numerals<'a, const FLOATS: bool, const INTEGERS: bool> {
    pub(crate) shape: &'static Shape,
    pub(crate) text: &'a [u8],
    pub(crate) places: &'a [u32],
    pub(crate) kinds: &'a [u8],
    pub(crate) divisors: &'static Divisors,
    pub(crate) found: &'a mut Found,
}

/// Bytes that are loaded of each text.
const LOADED: usize = Found::BEFORE;
/// Groups of eight.
const GROUPS: usize = Found::MOST / 8;
/// The last place that a token can have.
const LAST_PLACE: usize = u32::MAX as usize;

impl<const FLOATS: bool, const INTEGERS: bool> Task for Numerals<'_, FLOATS, INTEGERS> {
    type Output = ();

    #[inline(always)]
    fn run(self, wide: Wide) {
        let Self { shape, text, places, kinds, divisors, found } = self;
        found.count = 0;
        if text.len() < LOADED {
            return;
        }
        let mut groups = [const { MaybeUninit::<Group>::uninit() }; GROUPS];
        let mut last = Last::default();
        let mut stretches = Stretches { places, kinds, last: Some(&mut last) };
        let mut filled = 0;
        let mut wrong = 0;
        let mut long = false;
        while filled < GROUPS
            && wrong == 0
            && let Some((these, their_kinds)) = stretches.next(shape.tokens)
        {
            let group = wide.group(shape, text, these, their_kinds);
            wrong = group.wrong;
            long |= group.long;
            groups[filled].write(group);
            filled += 1;
        }
        let groups = &mut groups[..filled];
        for group in &mut *groups {
            // SAFETY: so many were written, and the ends are in the text.
            unsafe {
                match long {
                    false => wide.columns::<false>(text.as_ptr(), group.assume_init_mut()),
                    true => wide.columns::<true>(text.as_ptr(), group.assume_init_mut()),
                }
            }
        }
        let (mut count, mut points, mut signs) = (0, 0, 0);
        for group in groups {
            // SAFETY: so many were written.
            let group = unsafe { group.assume_init_mut() };
            if FLOATS {
                match long {
                    false => wide.short_floats(group, divisors),
                    true => wide.long_floats(group, divisors),
                }
            }
            wide.finish::<FLOATS, INTEGERS>(group, &mut found.words, count);
            points |= u64::from(group.points) << count;
            signs |= u64::from(group.signs) << count;
            if group.wrong | u32::from(!group.good & shape.lanes) != 0 {
                let right = shape.counts[group.wrong.trailing_zeros() as usize];
                count += (group.good.trailing_ones() as usize).min(right.into());
                break;
            }
            count += shape.most;
        }
        (found.points, found.signs, found.count) = (points, signs, count);
    }
}

/// What is found at eight places.
pub(super) struct Group {
    /// Where the texts end.
    pub(super) ends: [u64; 8],
    /// How long they are.
    pub(super) lengths: __m512i,
    /// The digits, without sign and point.
    pub(super) mantissas: __m512i,
    /// How many bits there are behind the point; without one, in all.
    pub(super) behind: __m512i,
    /// The floats, without sign.
    pub(super) floats: __m512i,
    /// A bit for each token that is not as the shape has it.
    wrong: u32,
    /// A bit for each that has a sign.
    signs: u8,
    /// A bit for each that has a point.
    pub(super) points: u8,
    /// A bit for each that is a number.
    pub(super) good: u8,
    /// A bit for each whose nearest float is not known.
    pub(super) undecided: u8,
    /// Whether one has more than 16 characters.
    long: bool,
}

impl Wide {
    /// Where the numbers stand.
    #[inline(always)]
    fn group(
        self,
        shape: &Shape,
        text: &[u8],
        places: &[u32; TOKENS + 1],
        kinds: &[u8; TOKENS],
    ) -> Group {
        // SAFETY: `self` is the proof of AVX-512. The loads are of no more bytes than the arrays have.
        unsafe {
            let kinds = _mm256_loadu_si256(kinds.as_ptr().cast());
            let expected = _mm256_loadu_si256(shape.kinds.as_ptr().cast());
            let wrong = shape.fixed & _mm256_cmpneq_epi8_mask(kinds, expected);
            let minus = _mm256_cmpeq_epi8_mask(kinds, _mm256_set1_epi8(b'-' as i8));
            let signs = _pext_u32(minus, shape.numbers) as u8;

            let places = places.as_ptr();
            let index = _mm512_loadu_si512(shape.places.as_ptr().cast());
            let places = _mm512_permutex2var_epi32(
                _mm512_loadu_si512(places.cast()),
                index,
                _mm512_loadu_si512(places.add(16).cast()),
            );
            // The ends are moved into the text, whatever they are.
            let ends = _mm512_srli_epi64::<32>(places);
            let moved = _mm512_max_epu32(ends, self.lanes(LOADED as i64));
            let moved = _mm512_min_epu32(moved, self.lanes(text.len().min(LAST_PLACE) as i64));
            let inside = _mm512_cmpeq_epi64_mask(moved, ends);
            let starts = _mm512_and_si512(places, self.lanes(LAST_PLACE as i64));
            let lengths = _mm512_sub_epi64(ends, starts);
            let lengths = _mm512_mask_sub_epi64(lengths, signs, lengths, self.lanes(1));
            // What stands behind the numbers does not count.
            let lanes = match wrong {
                0 => shape.lanes,
                _ => !(u32::MAX << shape.counts[wrong.trailing_zeros() as usize]) as u8,
            };
            let long = _mm512_cmpgt_epu64_mask(lengths, self.lanes(16)) & lanes != 0;
            Group {
                ends: mem::transmute::<__m512i, [u64; 8]>(moved),
                lengths,
                mantissas: lengths,
                behind: lengths,
                floats: lengths,
                wrong,
                signs,
                points: 0,
                good: inside,
                undecided: 0,
                long,
            }
        }
    }

    /// Puts the words there that the numbers become.
    #[inline(always)]
    fn finish<const FLOATS: bool, const INTEGERS: bool>(
        self,
        group: &mut Group,
        words: &mut [MaybeUninit<u64>; Found::MOST],
        at: usize,
    ) {
        let Group { mantissas, floats, signs, points, .. } = *group;
        // SAFETY: `self` is the proof of AVX-512. The store is of eight words.
        unsafe {
            let mut these = mantissas;
            if INTEGERS {
                let negative = _mm512_sub_epi64(self.lanes(0), mantissas);
                these = _mm512_mask_mov_epi64(these, signs, negative);
                // A zero with a sign is a float.
                let fits = !signs | _mm512_cmplt_epi64_mask(negative, self.lanes(0));
                group.good &= match FLOATS {
                    true => points | fits,
                    false => !points & fits,
                };
            }
            if FLOATS {
                let which = if INTEGERS { points } else { 0xFF };
                let floats = _mm512_mask_or_epi64(floats, signs, floats, self.lanes(i64::MIN));
                these = _mm512_mask_mov_epi64(these, which, floats);
                group.good &= !(group.undecided & which);
            }
            let to = &mut words[at..][..8];
            _mm512_storeu_si512(to.as_mut_ptr().cast(), these);
        }
    }
}

/// Where eight texts end: places behind which nothing is read, and 32 bytes before which can be.
pub(super) struct Ends([*const u8; 8]);

impl Ends {
    /// # Safety
    ///
    /// They are offsets in `text`, and at least 32.
    #[inline(always)]
    pub(super) unsafe fn new(text: *const u8, ends: &[u64; 8]) -> Self {
        let mut places = [text; 8];
        let mut lane = 0;
        while lane < 8 {
            // SAFETY: by the caller.
            places[lane] = unsafe { text.add(ends[lane] as usize) };
            lane += 1;
        }
        Ends(places)
    }

    /// The sixteen bytes that end so far before the ends of every second text, from the first on or the second.
    #[inline(always)]
    pub(super) fn load(&self, _: Wide, first: usize, before: usize) -> __m512i {
        debug_assert!(first < 2 && before <= 16);
        // SAFETY: by the caller of `new`; the other argument is the proof of AVX-512.
        unsafe {
            let a = _mm_loadu_si128(self.0[first].sub(16 + before).cast());
            let b = _mm_loadu_si128(self.0[first + 2].sub(16 + before).cast());
            let c = _mm_loadu_si128(self.0[first + 4].sub(16 + before).cast());
            let d = _mm_loadu_si128(self.0[first + 6].sub(16 + before).cast());
            let low = _mm256_inserti128_si256::<1>(_mm256_castsi128_si256(a), b);
            let high = _mm256_inserti128_si256::<1>(_mm256_castsi128_si256(c), d);
            _mm512_inserti64x4::<1>(_mm512_castsi256_si512(low), high)
        }
    }
}
