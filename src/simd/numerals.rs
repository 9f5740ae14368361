//! What numbers that are read together look like, and what they become.
#![expect(unsafe_code, reason = "words of which some are initialised")]

use core::mem::MaybeUninit;
use core::slice;

/// Tokens that are looked at at once.
pub(super) const TOKENS: usize = 32;

/// Where numbers stand among tokens.
pub struct Shape {
    /// For each of eight numbers its token and the one behind it.
    pub(crate) places: [u32; 16],
    /// The kinds of the tokens that are no numbers.
    pub(crate) kinds: [u8; TOKENS],
    /// A bit for each of those.
    pub(crate) fixed: u32,
    /// A bit for each token that is a number.
    pub(crate) numbers: u32,
    /// How many numbers there are if so many tokens are as they should be. What stands behind the last of them may be what is
    /// wrong: all there are says nothing of the token behind.
    pub(crate) counts: [u8; TOKENS + 1],
    /// The most there are, a bit for each of them, and the tokens that they take.
    pub(crate) most: usize,
    pub(crate) lanes: u8,
    pub(crate) tokens: usize,
}

/// The tokens that numbers are read at, as many at once as are looked at.
#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
pub(super) struct Stretches<'a> {
    pub(super) places: &'a [u32],
    pub(super) kinds: &'a [u8],
    /// For the last that are known, and none behind them: of kind 0, where no number ends.
    pub(super) last: Option<&'a mut Last>,
}

/// Room for the last tokens.
#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
pub(super) struct Last {
    places: [u32; 2 * TOKENS + 1],
    kinds: [u8; 2 * TOKENS],
}

#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
impl Default for Last {
    #[inline(always)]
    fn default() -> Self {
        Last { places: [0; 2 * TOKENS + 1], kinds: [0; 2 * TOKENS] }
    }
}

#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
impl<'a> Stretches<'a> {
    /// The tokens that are next, and the place of one more, of which so many are consumed; `None` if no token is left.
    #[inline(always)]
    pub(super) fn next(
        &mut self,
        consumed: usize,
    ) -> Option<(&'a [u32; TOKENS + 1], &'a [u8; TOKENS])> {
        let (places, kinds) = match (self.places.first_chunk(), self.kinds.first_chunk()) {
            (Some(places), Some(kinds)) => (places, kinds),
            _ => {
                let known = self.places.len().min(self.kinds.len());
                let last = self.last.take().filter(|_| known > 0)?;
                last.places[..known].copy_from_slice(&self.places[..known]);
                last.kinds[..known].copy_from_slice(&self.kinds[..known]);
                let last: &'a Last = last;
                (self.places, self.kinds) = (&last.places, &last.kinds);
                (last.places.first_chunk()?, last.kinds.first_chunk()?)
            }
        };
        (self.places, self.kinds) = (&self.places[consumed..], &self.kinds[consumed..]);
        Some((places, kinds))
    }
}

/// The powers of ten that numbers are divided by.
#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
pub(crate) struct Divisors {
    /// The bits of `10^0` to `10^22`, as floats.
    pub(crate) floats: [u64; 24],
    /// The significands of `10^0` to `10^-22`, rounded down, the top bit set.
    pub(crate) reciprocals: [u64; 24],
}

/// Numbers that were read together.
#[repr(align(64))]
pub struct Found {
    /// The bits of each, what it is. Invariant: `count` of them are initialised.
    pub(super) words: [MaybeUninit<u64>; Self::MOST],
    /// A bit for each of which the kernel left the digits, to be divided by a power of ten.
    #[cfg_attr(
        not(all(target_arch = "x86_64", target_feature = "sse2")),
        expect(dead_code, reason = "x86-64 alone reads numbers together")
    )]
    pub(crate) scaled: u64,
    /// How many digits of those stand behind the point.
    #[cfg_attr(
        not(all(target_arch = "x86_64", target_feature = "sse2")),
        expect(dead_code, reason = "x86-64 alone reads numbers together")
    )]
    pub(crate) decimals: [u8; Self::MOST],
    /// A bit for each that has a point, where integers are wanted.
    pub points: u64,
    /// A bit for each that has a sign, where integers are wanted; of others only where digits were left.
    pub signs: u64,
    /// How many there are. Invariant: no more than `MOST`.
    pub(super) count: usize,
}

impl Found {
    /// Numbers that are found at once.
    pub const MOST: usize = 64;
    /// The bytes of the input that are loaded before the end of each.
    pub(crate) const BEFORE: usize = 32;

    /// The bits of each, as what it became.
    #[inline(always)]
    pub fn words(&self) -> &[u64] {
        // SAFETY: invariants of `words` and `count`.
        unsafe { slice::from_raw_parts(self.words.as_ptr().cast(), self.count) }
    }

    /// The same, to be changed.
    #[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
    #[inline(always)]
    pub(crate) fn words_mut(&mut self) -> &mut [u64] {
        // SAFETY: invariants of `words` and `count`.
        unsafe { slice::from_raw_parts_mut(self.words.as_mut_ptr().cast(), self.count) }
    }
}

impl Default for Found {
    /// None yet.
    #[inline(always)]
    fn default() -> Self {
        Found {
            words: [MaybeUninit::uninit(); Self::MOST],
            scaled: 0,
            decimals: [0; Self::MOST],
            points: 0,
            signs: 0,
            count: 0,
        }
    }
}
