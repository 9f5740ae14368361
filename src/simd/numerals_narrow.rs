//! Eight numbers' texts to integers and floats at once, by AVX2: as in `numerals_wide.rs` and `numerals_columns.rs`, but four to
//! a vector, each a lane of one to three columns, the last of which holds its last eight bytes, the last byte highest.
//!
//! What AVX2 has no instruction for is done otherwise. The first point of a column is the lowest byte of a mask that is set, and
//! what is up to it are the bits that change when 1 is taken from that. A float of exact parts is a division; what is none is
//! left as its digits, to be scaled by `number/`.
//!
//! Tried and lost: one number after the other, 32 bytes each, 10 ns. The chain of one is 60 cycles long, and the CPU holds the
//! instructions of two. The way of one by one, in a loop without serde: as slow as with it.
#![expect(
    unsafe_code,
    reason = "CPU intrinsics, and loads from places that were moved into the text"
)]

use core::arch::x86_64::*;
use core::mem::{self, MaybeUninit};

use super::Kernels;
use super::numerals::{Divisors, Found, Last, Shape, Stretches, TOKENS};

/// Bytes that are loaded of each text.
const LOADED: usize = Found::BEFORE;
/// Groups of eight.
const GROUPS: usize = Found::MOST / 8;
/// The last place that a token can have.
const LAST_PLACE: usize = u32::MAX as usize;
/// A one in each byte.
const BYTE: i64 = 0x0101_0101_0101_0101;

/// Proof that this CPU has what [`read`] needs: AVX2, and what `x86` asks for with it.
#[derive(Clone, Copy)]
pub(crate) struct Narrow(());

/// What is wanted of the numbers, and what floats are divided by, as of [`Numerals`](super::Numerals).
#[derive(Clone, Copy)]
pub(crate) struct Wanted {
    pub(crate) floats: bool,
    pub(crate) integers: bool,
    pub(crate) divisors: &'static Divisors,
}

/// In each lane, of all numbers that are looked at: the first end, the last, and the greatest length.
struct Bounds {
    first: __m256i,
    last: __m256i,
    longest: __m256i,
}

/// Where eight numbers stand.
struct Group {
    fours: [Four; 2],
    /// How many there are.
    count: usize,
    /// Whether all tokens are as the shape has them: a number may be the last of its array with all numbers there.
    goes_on: bool,
}

/// Where four numbers stand.
struct Four {
    /// Where the texts end.
    ends: [u64; 4],
    /// How long they are.
    lengths: __m256i,
    /// 1 where there is a sign.
    signs: __m256i,
}

/// Four numbers' digits.
struct Digits {
    /// Eight of them each, without sign and point, the first first. Later the first is the number that they are.
    columns: [__m256i; 3],
    /// How many of them are behind the point.
    decimals: [u64; 4],
    /// All ones where there is no point.
    whole: __m256i,
    /// All ones where it is a number.
    good: __m256i,
}

impl Narrow {
    /// # Safety
    ///
    /// It is used only where the CPU has what [`read`] needs.
    pub(super) const unsafe fn new() -> Self {
        Self(())
    }

    /// There if AVX2 is what this process uses.
    #[inline(always)]
    pub(crate) fn active() -> Option<Self> {
        Kernels::active().narrow
    }

    /// Reads the numbers at tokens of which the first is the shape's first, up to the first number that is not as usual.
    #[inline(always)]
    pub(crate) fn read(
        self,
        wanted: Wanted,
        shape: &Shape,
        text: &[u8],
        (places, kinds): (&[u32], &[u8]),
        found: &mut Found,
    ) {
        // SAFETY: `self` is the proof of AVX2.
        unsafe { read(self, wanted, shape, text, places, kinds, found) }
    }

    /// The number in every lane.
    #[inline(always)]
    fn lanes(self, n: i64) -> __m256i {
        // SAFETY: `self` is the proof of AVX2.
        unsafe { _mm256_set1_epi64x(n) }
    }

    /// A bit for each lane that is all ones.
    #[inline(always)]
    fn bits(self, lanes: __m256i) -> u8 {
        // SAFETY: `self` is the proof of AVX2.
        unsafe { _mm256_movemask_pd(_mm256_castsi256_pd(lanes)) as u8 }
    }

    /// All ones where the lanes are 0.
    #[inline(always)]
    fn zeros(self, lanes: __m256i) -> __m256i {
        // SAFETY: `self` is the proof of AVX2.
        unsafe { _mm256_cmpeq_epi64(lanes, self.lanes(0)) }
    }

    /// Where the numbers stand.
    #[inline(always)]
    fn group(
        self,
        shape: &Shape,
        places: &[u32; TOKENS + 1],
        kinds: &[u8; TOKENS],
        bounds: &mut Bounds,
    ) -> Group {
        // SAFETY: `self` is the proof of AVX2. The loads are of as many bytes as the arrays have.
        let (wrong, minus) = unsafe {
            let kinds = _mm256_loadu_si256(kinds.as_ptr().cast());
            let expected = _mm256_loadu_si256(shape.kinds.as_ptr().cast());
            let equal = _mm256_movemask_epi8(_mm256_cmpeq_epi8(kinds, expected)).cast_unsigned();
            let minus = _mm256_cmpeq_epi8(kinds, _mm256_set1_epi8(b'-' as i8));
            (shape.fixed & !equal, _mm256_movemask_epi8(minus).cast_unsigned())
        };
        // What stands behind the numbers does not count, nor one behind which no token is known.
        let count = match wrong.trailing_zeros() as usize {
            TOKENS => shape.most,
            right => shape.counts[right.saturating_sub(usize::from(kinds[right] == 0))].into(),
        };
        let first = self.four::<0>(shape, places, minus, count, bounds);
        let second = self.four::<4>(shape, places, minus, count, bounds);
        Group { fours: [first, second], count, goes_on: wrong == 0 }
    }

    /// Where four of the eight stand, from the first or the fifth on, of which `count` are looked at.
    #[inline(always)]
    fn four<const FROM: usize>(
        self,
        shape: &Shape,
        places: &[u32; TOKENS + 1],
        minus: u32,
        count: usize,
        bounds: &mut Bounds,
    ) -> Four {
        // The place of a number, and of the token behind it.
        let token = |lane: usize| shape.places[2 * (FROM + lane)] as usize % TOKENS;
        let both = |lane: usize| {
            let at = token(lane);
            (u64::from(places[at]) | u64::from(places[at + 1]) << 32).cast_signed()
        };
        // SAFETY: `self` is the proof of AVX2. The load is of eight of the places.
        unsafe {
            // Where each second token is a number, the places stand side by side.
            let (tokens, both) = if shape.tokens == 2 * shape.most {
                let from = 2 * FROM as i64;
                (
                    _mm256_set_epi64x(from + 6, from + 4, from + 2, from),
                    _mm256_loadu_si256(places[2 * FROM..][..8].as_ptr().cast()),
                )
            } else {
                let [a, b, c, d] = [token(0), token(1), token(2), token(3)];
                (
                    _mm256_set_epi64x(d as i64, c as i64, b as i64, a as i64),
                    _mm256_set_epi64x(both(3), both(2), both(1), both(0)),
                )
            };
            let mut ends = _mm256_srli_epi64::<32>(both);
            let starts = _mm256_and_si256(both, self.lanes(LAST_PLACE as i64));
            let signs = _mm256_srlv_epi64(self.lanes(minus.into()), tokens);
            let signs = _mm256_and_si256(signs, self.lanes(1));
            let mut lengths = _mm256_sub_epi64(_mm256_sub_epi64(ends, starts), signs);
            // What is not looked at has no length: so it has no point and nothing to scale, of which bits would be left
            // where the next group's are.
            if count < FROM + 4 {
                let lanes = _mm256_set_epi64x(3, 2, 1, 0);
                let count = self.lanes(count as i64 - FROM as i64);
                let looked_at = _mm256_cmpgt_epi64(count, lanes);
                lengths = _mm256_and_si256(lengths, looked_at);
                ends = _mm256_blendv_epi8(self.lanes(LOADED as i64), ends, looked_at);
            }
            bounds.first = _mm256_min_epu32(bounds.first, ends);
            bounds.last = _mm256_max_epu32(bounds.last, ends);
            bounds.longest = _mm256_max_epu32(bounds.longest, lengths);
            let ends = mem::transmute::<__m256i, [u64; 4]>(ends);
            Four { ends, lengths, signs }
        }
    }

    /// The columns that hold the longest of the numbers, if that is not more than three.
    #[inline(always)]
    fn columns_of(self, bounds: &Bounds) -> usize {
        // SAFETY: `self` is the proof of AVX2.
        let [more_than_one, more_than_two] = unsafe {
            [
                _mm256_cmpgt_epi64(bounds.longest, self.lanes(8)),
                _mm256_cmpgt_epi64(bounds.longest, self.lanes(16)),
            ]
        };
        1 + usize::from(self.bits(more_than_one) != 0) + usize::from(self.bits(more_than_two) != 0)
    }

    /// Whether all end behind so many bytes, and before so many.
    #[inline(always)]
    fn are_inside(self, bounds: &Bounds, length: usize) -> bool {
        // SAFETY: `self` is the proof of AVX2.
        let outside = unsafe {
            _mm256_or_si256(
                _mm256_cmpgt_epi64(self.lanes(LOADED as i64), bounds.first),
                _mm256_cmpgt_epi64(bounds.last, self.lanes(length as i64)),
            )
        };
        self.bits(outside) == 0
    }

    /// The sixteen bytes that end so far before the ends of the first and third text, or of the second and fourth.
    ///
    /// # Safety
    ///
    /// The ends are offsets in `text`, and at least 32.
    #[inline(always)]
    unsafe fn load(self, text: *const u8, ends: &[u64; 4], first: usize, before: usize) -> __m256i {
        debug_assert!(first < 2 && before <= 16);
        // SAFETY: `self` is the proof of AVX2, the ends are the caller's.
        unsafe {
            let low = text.add(ends[first] as usize).sub(16 + before);
            let high = text.add(ends[first + 2] as usize).sub(16 + before);
            let low = _mm256_castsi128_si256(_mm_loadu_si128(low.cast()));
            _mm256_inserti128_si256::<1>(low, _mm_loadu_si128(high.cast()))
        }
    }

    /// The digits of the numbers, which are in so many columns of eight bytes, one to three.
    ///
    /// # Safety
    ///
    /// The ends are offsets in `text`, and at least 32.
    #[inline(always)]
    unsafe fn columns<const COLUMNS: usize>(self, text: *const u8, four: &Four) -> Digits {
        const { assert!(1 <= COLUMNS && COLUMNS <= 3) };
        let lengths = four.lengths;
        // SAFETY: `self` is the proof of AVX2, the ends are the caller's.
        unsafe {
            let even = self.load(text, &four.ends, 0, 0);
            let odd = self.load(text, &four.ends, 1, 0);
            // From the first on, the last one last.
            let mut columns = [_mm256_unpackhi_epi64(even, odd); COLUMNS];
            if COLUMNS > 1 {
                columns[COLUMNS - 2] = _mm256_unpacklo_epi64(even, odd);
            }
            if COLUMNS == 3 {
                let even = self.load(text, &four.ends, 0, 16);
                let odd = self.load(text, &four.ends, 1, 16);
                columns[0] = _mm256_unpackhi_epi64(even, odd);
            }

            let bits = _mm256_slli_epi64::<3>(lengths);
            let mut up_to = [bits; COLUMNS];
            let mut none = [bits; COLUMNS];
            let mut whole = self.lanes(-1);
            let mut head = self.lanes(0);
            let mut i = 0;
            while i < COLUMNS {
                // What a column has of the text; its first byte is that of the text if the shift is less than 64.
                let most = self.lanes(64 * (COLUMNS - i) as i64);
                let shift = _mm256_sub_epi64(most, bits);
                let there = _mm256_sllv_epi64(self.lanes(-1), _mm256_subs_epu16(most, bits));
                let points = _mm256_cmpeq_epi8(columns[i], self.lanes(0x2E * BYTE));
                let points = _mm256_and_si256(points, there);
                columns[i] = _mm256_xor_si256(columns[i], self.lanes(0x30 * BYTE));
                columns[i] = _mm256_and_si256(columns[i], there);
                head = _mm256_or_si256(head, _mm256_srlv_epi64(columns[i], shift));
                // The lowest bits of the bytes up to the first point, or of all.
                let others = _mm256_add_epi64(points, self.lanes(-1));
                up_to[i] = _mm256_xor_si256(points, others);
                none[i] = self.zeros(points);
                whole = _mm256_and_si256(whole, none[i]);
                i += 1;
            }

            let nine = self.lanes(9 * BYTE);
            let mut others = self.lanes(0);
            let mut decimals = self.lanes(8 * COLUMNS as i64);
            let mut none_before = self.lanes(-1);
            let mut before = self.lanes(0);
            i = 0;
            while i < COLUMNS {
                let up_to = _mm256_and_si256(up_to[i], none_before);
                let count = _mm256_and_si256(up_to, self.lanes(BYTE));
                let count = _mm256_sad_epu8(count, self.lanes(0));
                decimals = _mm256_sub_epi64(decimals, count);
                none_before = _mm256_and_si256(none_before, none[i]);
                // Up to the point all moves one byte up.
                let moved = _mm256_or_si256(_mm256_slli_epi64::<8>(columns[i]), before);
                before = _mm256_srli_epi64::<56>(columns[i]);
                let up_to = _mm256_slli_epi64::<7>(_mm256_andnot_si256(whole, up_to));
                columns[i] = _mm256_blendv_epi8(columns[i], moved, up_to);
                others = _mm256_or_si256(others, _mm256_subs_epu8(columns[i], nine));
                i += 1;
            }
            let mut good = self.zeros(others);
            if COLUMNS == 3 {
                let too_long = _mm256_cmpgt_epi64(lengths, self.lanes(24));
                good = _mm256_andnot_si256(too_long, good);
            }
            // No number begins or ends with a point, and with a zero only where that is alone before the point.
            // The digits before the point, and one.
            let before_point = _mm256_sub_epi64(_mm256_sub_epi64(lengths, decimals), whole);
            let two = self.lanes(2);
            let zero = self.zeros(_mm256_and_si256(head, self.lanes(0xFF)));
            let wrong = _mm256_or_si256(
                _mm256_or_si256(
                    _mm256_cmpgt_epi64(two, before_point),
                    _mm256_and_si256(zero, _mm256_cmpgt_epi64(before_point, two)),
                ),
                _mm256_andnot_si256(whole, self.zeros(decimals)),
            );
            let good = _mm256_andnot_si256(wrong, good);
            let decimals = mem::transmute::<__m256i, [u64; 4]>(decimals);
            let mut all = [columns[COLUMNS - 1]; 3];
            all[..COLUMNS].copy_from_slice(&columns);
            Digits { columns: all, decimals, whole, good }
        }
    }

    /// Makes one number of the columns, which takes the place of the first.
    #[inline(always)]
    fn join<const COLUMNS: usize>(self, digits: &mut Digits) {
        const TEN_16: i64 = 10_000_000_000_000_000;
        let columns = &digits.columns;
        let mut mantissas = self.eight_digits(columns[COLUMNS - 1]);
        // SAFETY: `self` is the proof of AVX2.
        unsafe {
            if COLUMNS > 1 {
                let high = self.eight_digits(columns[COLUMNS - 2]);
                let high = _mm256_mul_epu32(high, self.lanes(100_000_000));
                mantissas = _mm256_add_epi64(mantissas, high);
            }
            if COLUMNS == 3 {
                let first = self.eight_digits(columns[0]);
                let low = _mm256_mul_epu32(first, self.lanes(TEN_16 & 0xFFFF_FFFF));
                let high = _mm256_mul_epu32(first, self.lanes(TEN_16 >> 32));
                let high = _mm256_slli_epi64::<32>(high);
                mantissas = _mm256_add_epi64(mantissas, _mm256_add_epi64(low, high));
                let fits = _mm256_cmpgt_epi64(self.lanes(1000), first);
                digits.good = _mm256_and_si256(digits.good, fits);
            }
        }
        digits.columns[0] = mantissas;
    }

    /// The number that each lane's eight digits are, the lowest byte first.
    #[inline(always)]
    fn eight_digits(self, digits: __m256i) -> __m256i {
        // SAFETY: `self` is the proof of AVX2.
        unsafe {
            let pairs = _mm256_maddubs_epi16(digits, _mm256_set1_epi16(1 << 8 | 10));
            let fours = _mm256_madd_epi16(pairs, _mm256_set1_epi32(1 << 16 | 100));
            let upper = _mm256_mul_epu32(fours, self.lanes(10_000));
            _mm256_add_epi64(_mm256_srli_epi64::<32>(fours), upper)
        }
    }

    /// A bit for each that has a sign.
    #[inline(always)]
    fn signs(self, four: &Four) -> u8 {
        // SAFETY: `self` is the proof of AVX2.
        self.bits(unsafe { _mm256_slli_epi64::<63>(four.signs) })
    }

    /// Puts down what four numbers become. Returns which of them have a point, which are as wanted, and which are still to
    /// be scaled.
    #[inline(always)]
    fn put(
        self,
        wanted: Wanted,
        four: &Four,
        digits: &Digits,
        words: &mut [MaybeUninit<u64>; 4],
    ) -> [u8; 3] {
        let &Digits { columns: [mantissas, ..], decimals, whole, mut good } = digits;
        let mut scaled = 0;
        // SAFETY: `self` is the proof of AVX2. The store is of as many bytes as the array has.
        unsafe {
            let mut these = mantissas;
            if wanted.integers {
                let negative = _mm256_sub_epi64(self.lanes(0), mantissas);
                let signed = _mm256_sub_epi64(self.lanes(0), four.signs);
                these = _mm256_blendv_epi8(mantissas, negative, signed);
                // A zero with a sign is a float.
                let beyond = _mm256_cmpgt_epi64(negative, self.lanes(-1));
                let beyond = _mm256_and_si256(beyond, signed);
                good = match wanted.floats {
                    true => _mm256_andnot_si256(_mm256_and_si256(beyond, whole), good),
                    false => _mm256_andnot_si256(beyond, _mm256_and_si256(good, whole)),
                };
            }
            if wanted.floats {
                // Not by `map`, which is a call here.
                let power = |i: usize| wanted.divisors.floats[decimals[i] as usize % 16] as i64;
                let powers = _mm256_set_epi64x(power(3), power(2), power(1), power(0));
                let powers = _mm256_castsi256_pd(powers);
                // The upper and the lower half as floats, each exact; only their sum is rounded.
                let upper = _mm256_srli_epi64::<32>(mantissas);
                let upper = _mm256_or_si256(upper, self.lanes(0x4530_0000_0000_0000));
                let lower =
                    _mm256_blend_epi32::<0xAA>(mantissas, self.lanes(0x4330_0000_0000_0000));
                let offset = _mm256_castsi256_pd(self.lanes(0x4530_0000_0010_0000));
                let upper = _mm256_sub_pd(_mm256_castsi256_pd(upper), offset);
                let floats = _mm256_add_pd(upper, _mm256_castsi256_pd(lower));
                let floats = _mm256_castpd_si256(_mm256_div_pd(floats, powers));
                let floats = _mm256_or_si256(floats, _mm256_slli_epi64::<63>(four.signs));
                let large = _mm256_srli_epi64::<53>(mantissas);
                let large = _mm256_or_si256(
                    large,
                    _mm256_srli_epi64::<4>(mem::transmute::<[u64; 4], __m256i>(decimals)),
                );
                let exact = self.zeros(large);
                these = match wanted.integers {
                    true => _mm256_blendv_epi8(floats, these, whole),
                    false => floats,
                };
                // Of what is neither exact nor to be an integer, the digits are left.
                let done = match wanted.integers {
                    true => _mm256_or_si256(exact, whole),
                    false => exact,
                };
                scaled = !self.bits(done) & 0xF;
                if scaled != 0 {
                    these = _mm256_blendv_epi8(mantissas, these, done);
                }
            }
            _mm256_storeu_si256(words.as_mut_ptr().cast(), these);
        }
        let with_point = if wanted.integers { !self.bits(whole) & 0xF } else { 0 };
        [with_point, self.bits(good), scaled]
    }

    /// Puts down how many digits stand behind the points.
    #[inline(always)]
    fn put_decimals(self, digits: &Digits, decimals: &mut [u8; 4]) {
        // SAFETY: `self` is the proof of AVX2. The load is of as many bytes as the array has.
        unsafe {
            let lanes = _mm256_loadu_si256(digits.decimals.as_ptr().cast());
            let lowest = _mm_set1_epi32(0x0C04_0800);
            let low = _mm256_castsi256_si128(lanes);
            let high = _mm256_extracti128_si256::<1>(lanes);
            let bytes = _mm_or_si128(low, _mm_slli_epi64::<32>(high));
            *decimals = _mm_cvtsi128_si32(_mm_shuffle_epi8(bytes, lowest)).to_le_bytes();
        }
    }
}

#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
fn read(
    narrow: Narrow,
    wanted: Wanted,
    shape: &Shape,
    text: &[u8],
    places: &[u32],
    kinds: &[u8],
    found: &mut Found,
) {
    (found.count, found.scaled) = (0, 0);
    if text.len() < LOADED {
        return;
    }
    let mut groups = [const { MaybeUninit::<Group>::uninit() }; GROUPS];
    let mut all_digits = [const { MaybeUninit::<Digits>::uninit() }; 2 * GROUPS];
    let mut last = Last::default();
    let mut stretches = Stretches { places, kinds, last: Some(&mut last) };
    let mut filled = 0;
    let zero = narrow.lanes(0);
    let mut bounds = Bounds { first: narrow.lanes(LAST_PLACE as i64), last: zero, longest: zero };
    let mut goes_on = true;
    while filled < GROUPS
        && goes_on
        && let Some((these, their_kinds)) = stretches.next(shape.tokens)
    {
        let group = narrow.group(shape, these, their_kinds, &mut bounds);
        goes_on = group.goes_on;
        groups[filled].write(group);
        filled += 1;
    }
    if !narrow.are_inside(&bounds, text.len()) {
        return;
    }
    let columns = narrow.columns_of(&bounds);
    let all_digits = all_digits[..2 * filled].as_chunks_mut::<2>().0;
    for (group, digits) in groups[..filled].iter().zip(&mut *all_digits) {
        // SAFETY: so many were written, and the ends are in the text.
        unsafe {
            for (four, digits) in group.assume_init_ref().fours.iter().zip(digits) {
                digits.write(match columns {
                    1 => narrow.columns::<1>(text.as_ptr(), four),
                    2 => narrow.columns::<2>(text.as_ptr(), four),
                    _ => narrow.columns::<3>(text.as_ptr(), four),
                });
            }
        }
    }
    for digits in all_digits.as_flattened_mut() {
        // SAFETY: so many were written.
        let digits = unsafe { digits.assume_init_mut() };
        match columns {
            1 => narrow.join::<1>(digits),
            2 => narrow.join::<2>(digits),
            _ => narrow.join::<3>(digits),
        }
    }
    let (mut count, mut points, mut signs, mut scaled) = (0, 0, 0, 0);
    for (group, digits) in groups[..filled].iter().zip(all_digits) {
        // SAFETY: so many were written.
        let group = unsafe { group.assume_init_ref() };
        let Some(words) = found.words[count..].first_chunk_mut::<8>() else { break };
        let mut good = 0;
        for (i, (four, digits)) in group.fours.iter().zip(digits).enumerate() {
            // SAFETY: as many of these were written.
            let digits = unsafe { digits.assume_init_ref() };
            let [with_point, as_wanted, to_scale] =
                narrow.put(wanted, four, digits, &mut words.as_chunks_mut().0[i]);
            let at = count + 4 * i;
            points |= u64::from(with_point) << at;
            if wanted.integers || to_scale != 0 {
                signs |= u64::from(narrow.signs(four)) << at;
            }
            scaled |= u64::from(to_scale) << at;
            good |= as_wanted << (4 * i);
            if to_scale != 0 {
                let decimals = found.decimals[at..].first_chunk_mut::<4>();
                narrow.put_decimals(digits, decimals.unwrap_or(&mut [0; 4]));
            }
        }
        let right = (good.trailing_ones() as usize).min(group.count);
        count += right;
        if right < shape.most || !group.goes_on {
            break;
        }
    }
    (found.points, found.signs, found.scaled, found.count) = (points, signs, scaled, count);
}
