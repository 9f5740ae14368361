//! Skipping arrays and objects of scalars by arithmetic: a block's numbers and literals are a handful of masks.
//!
//! Blocks give their tokens' kinds, 64 of which are looked at together (`grammar`). No position is kept, and nothing is said
//! of what is wrong: who wants to know reads the value again, token by token.

use core::mem::MaybeUninit;

use super::Carry;
use super::block::{self, BLOCK, Skip};
use super::grammar::Grammar;
use super::scalars::Scalars;

/// [`skip`](super::skip) with a given kernel.
#[inline(always)]
pub(super) fn skip<K: Skip>(kernel: K, input: &[u8], from: usize, open: u64) -> Option<usize> {
    let mut carries = Carries::default();
    let mut pending = Pending::new();
    let mut grammar = Grammar::new(open);
    let mut rest = input.get(from..)?;
    let mut at = from;
    loop {
        let ended = rest.len() < BLOCK;
        let padded;
        let block = if let Some((block, after)) = rest.split_first_chunk() {
            rest = after;
            block
        } else {
            padded = kernel.pad(rest);
            &padded
        };
        let tokens = step(kernel, block, &mut carries, pending.room())?;
        pending.add(at, tokens);
        kernel.fetch(rest);
        at += BLOCK;
        while pending.count >= BLOCK || ended {
            let count = pending.count.min(BLOCK);
            if let (Some(end), _) = grammar.check(kernel, pending.kinds(), count)? {
                return pending.position(end).map(|end| end + 1);
            }
            if count == 0 {
                return None;
            }
            pending.take(count);
        }
    }
}

/// What a block has to know of those before it.
#[derive(Default)]
struct Carries {
    strings: Carry,
    scalars: Scalars,
}

/// The tokens of a block, whose kinds are written to `kinds`; `None` if a scalar or a string is not what it should be.
#[inline(always)]
fn step<K: Skip>(
    kernel: K,
    block: &[u8; BLOCK],
    carries: &mut Carries,
    kinds: &mut [MaybeUninit<u8>; BLOCK],
) -> Option<u64> {
    let Carries { strings, scalars } = carries;
    let found = block::find(kernel, block, strings);
    let interior = found.interior();
    let mut wrong = 0;
    // A backslash that escapes may be the last byte of the block before.
    if (found.escaped | found.masks.control) & interior | strings.digits != 0 {
        let strange = kernel.strange(block, found.escaped) | found.masks.control;
        let missing = block::missing(kernel, block, &found, &mut strings.digits);
        wrong = strange & interior | missing;
    }
    let others = found.masks.operator | found.masks.space | found.quote | found.in_string;
    wrong |= scalars.wrong(kernel, block, !others);
    let tokens = found.tokens();
    kernel.compress(block, tokens, kinds);
    (wrong == 0).then_some(tokens)
}

/// Tokens that were found and not yet looked at.
struct Pending {
    /// Invariant: the first `count` are initialised, and fewer than [`BLOCK`] between blocks.
    kinds: [MaybeUninit<u8>; 2 * BLOCK],
    count: usize,
    /// The blocks that have them: where they start, and the mask of all their tokens. Invariant: the first `filled` are
    /// initialised; each has a token, so there are no more than tokens.
    blocks: [MaybeUninit<(usize, u64)>; BLOCK],
    filled: usize,
    /// How many tokens of the first block are gone.
    gone: usize,
}

impl Pending {
    #[inline(always)]
    fn new() -> Self {
        Pending {
            kinds: [MaybeUninit::uninit(); 2 * BLOCK],
            count: 0,
            blocks: [MaybeUninit::uninit(); BLOCK],
            filled: 0,
            gone: 0,
        }
    }

    /// Where the next block's kinds go.
    #[inline(always)]
    fn room(&mut self) -> &mut [MaybeUninit<u8>; BLOCK] {
        self.kinds[self.count..].first_chunk_mut().expect("fewer than a block are pending")
    }

    /// Adds the tokens of the block at `at`, whose kinds have been written.
    #[inline(always)]
    fn add(&mut self, at: usize, tokens: u64) {
        self.blocks[self.filled % BLOCK].write((at, tokens));
        self.filled += usize::from(tokens != 0);
        self.count += tokens.count_ones() as usize;
    }

    /// The first [`BLOCK`] kinds; where there are fewer, spaces behind them.
    #[inline(always)]
    fn kinds(&mut self) -> &[u8; BLOCK] {
        if self.count < BLOCK {
            self.kinds[self.count..BLOCK].fill(MaybeUninit::new(b' '));
        }
        // SAFETY: the first `count` are initialised (invariant), those behind them were filled.
        unsafe { &*self.kinds.as_ptr().cast() }
    }

    /// Lets go of the first `count`, [`BLOCK`] or all, which leaves tokens of the last block only.
    #[inline(always)]
    fn take(&mut self, count: usize) {
        self.kinds.copy_within(BLOCK.., 0);
        self.count -= count;
        if self.count == 0 {
            (self.filled, self.gone) = (0, 0);
        } else {
            self.blocks[0] = self.blocks[(self.filled - 1) % BLOCK];
            self.filled = 1;
            self.gone = self.block(0).1.count_ones() as usize - self.count;
        }
    }

    #[inline(always)]
    fn block(&self, number: usize) -> (usize, u64) {
        assert!(number < self.filled, "a block that was added");
        // SAFETY: it is one of the first `filled` (invariant).
        unsafe { self.blocks[number].assume_init() }
    }

    /// Where the token with this number is.
    #[inline(never)]
    fn position(&self, number: usize) -> Option<usize> {
        let mut left = number + self.gone;
        for (at, mut tokens) in (0..self.filled).map(|number| self.block(number)) {
            let count = tokens.count_ones() as usize;
            if left < count {
                for _ in 0..left {
                    tokens &= tokens - 1;
                }
                return Some(at + tokens.trailing_zeros() as usize);
            }
            left -= count;
        }
        None
    }
}
