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
    /// How many numbers there are if so many tokens are as they should be.
    pub(crate) counts: [u8; TOKENS + 1],
    /// The most there are, a bit for each of them, and the tokens that they take.
    pub(crate) most: usize,
    pub(crate) lanes: u8,
    pub(crate) tokens: usize,
}

/// Numbers that were read together.
#[repr(align(64))]
pub struct Found {
    /// The bits of each, what it is. Invariant: `count` of them are initialised.
    pub(super) words: [MaybeUninit<u64>; Self::MOST],
    /// A bit for each that has a point.
    pub points: u64,
    /// A bit for each that has a sign.
    pub signs: u64,
    /// How many there are. Invariant: no more than `MOST`.
    pub(super) count: usize,
}

impl Found {
    /// Numbers that are found at once.
    pub const MOST: usize = 64;

    /// The bits of each, as what it became.
    #[inline(always)]
    pub fn words(&self) -> &[u64] {
        // SAFETY: invariants of `words` and `count`.
        unsafe { slice::from_raw_parts(self.words.as_ptr().cast(), self.count) }
    }
}

impl Default for Found {
    /// None yet.
    #[inline(always)]
    fn default() -> Self {
        Found { words: [MaybeUninit::uninit(); Self::MOST], points: 0, signs: 0, count: 0 }
    }
}
