//! Skipping arrays and objects by arithmetic: the grammar of a block, and of 64 tokens, is a handful of masks.
//!
//! Blocks give their tokens' kinds, 64 of which are looked at together: what may follow what is a comparison of masks
//! that are one place apart, and only brackets are taken one by one. No position is kept, and nothing is said of what is
//! wrong: who wants to know reads the value again, token by token.

use core::mem::MaybeUninit;

use super::Carry;
use super::block::{self, BLOCK, Skip, low_bits};
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
            if let Some(end) = grammar.check(kernel, pending.kinds(), count)? {
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

/// What 64 tokens have to know of those before them.
struct Grammar {
    open: Nesting,
    /// 1 if the last token was an opening quote, as all ones, else 0.
    in_string: u64,
    /// 1 if the last token ended a value, or was the closing quote of a name.
    after_end: u64,
    /// 1 if the last token opened an array or object.
    after_open: u64,
    /// 1 if a name is due, if this is in an object: the last token was a comma or `{`.
    named: u64,
    /// Two bits: where the next two tokens have to be a colon, likewise.
    colons: u64,
}

impl Grammar {
    #[inline(always)]
    fn new(open: u64) -> Self {
        Grammar {
            open: Nesting::new(open),
            in_string: 0,
            after_end: 0,
            after_open: 0,
            named: 0,
            colons: 0,
        }
    }

    /// Looks at the next `count` tokens: the number of the one that closes the last level, if it is there.
    ///
    /// `None`: a token is where it must not be.
    #[inline(always)]
    fn check<K: Skip>(
        &mut self,
        kernel: K,
        kinds: &[u8; BLOCK],
        count: usize,
    ) -> Option<Option<usize>> {
        let all = low_bits(count);
        let is = |kind| kernel.equal(kinds, kind) & all;
        let (quote, comma, colon) = (is(b'"'), is(b','), is(b':'));
        let (curly_open, curly_close) = (is(b'{'), is(b'}'));
        let (open, close) = (curly_open | is(b'['), curly_close | is(b']'));

        let inside = kernel.prefix_xor(quote) ^ self.in_string;
        let opening = quote & inside;
        let separator = comma | colon | close;
        let ended = !(opening | open | comma | colon) & all;
        let after_end = ended << 1 | self.after_end;
        let after_open = open << 1 | self.after_open;
        // Between the quotes of a string there is no token.
        let mut wrong = (after_end ^ separator) & !(close & after_open) & all;

        let named = (curly_open | comma) << 1 | self.named;
        let names = named & opening;
        let colons = names << 2 | self.colons;
        wrong |= colon & !colons;
        let wrong_in_object = (named & !(opening | close) | colons & !colon) & all;
        let wrong_in_array = colon;

        self.in_string = ((inside as i64) >> 63) as u64;
        self.after_end = ended >> 63;
        self.after_open = open >> 63;
        self.named = (curly_open | comma) >> 63;
        self.colons = names >> 62;

        let (mut brackets, mut done) = (open | close, 0);
        let curly = curly_open | curly_close;
        while brackets != 0 {
            let bit = brackets & brackets.wrapping_neg();
            let up_to = bit ^ (bit - 1);
            let in_object = self.open.in_object();
            wrong |= select(in_object, wrong_in_object, wrong_in_array) & up_to & !done;
            if close & bit != 0 {
                wrong |= select(in_object, !curly, curly) & bit;
                if !self.open.pop() {
                    return (wrong & up_to == 0).then_some(Some(bit.trailing_zeros() as usize));
                }
            } else if !self.open.push(curly & bit != 0) {
                return None;
            }
            done = up_to;
            brackets ^= bit;
        }
        wrong |= select(self.open.in_object(), wrong_in_object, wrong_in_array) & !done;
        (wrong == 0).then_some(None)
    }
}

#[inline(always)]
fn select(condition: bool, yes: u64, no: u64) -> u64 {
    core::hint::select_unpredictable(condition, yes, no)
}

/// Which containers are open: one bit a level, 1 for an object, the innermost lowest.
struct Nesting {
    /// The innermost levels below a leading 1.
    bits: u64,
    outer: [u64; OUTER],
    /// How many words of `outer` are used.
    words: usize,
}

/// Deeper than 64 times as many levels, values are read token by token.
const OUTER: usize = 8;

impl Nesting {
    #[inline(always)]
    fn new(levels: u64) -> Self {
        Nesting { bits: levels, outer: [0; OUTER], words: 0 }
    }

    #[inline(always)]
    fn in_object(&self) -> bool {
        self.bits & 1 != 0
    }

    /// False if that is too deep.
    #[inline(always)]
    fn push(&mut self, object: bool) -> bool {
        if self.bits >> 63 != 0 {
            let Some(word) = self.outer.get_mut(self.words) else { return false };
            *word = self.bits;
            self.words += 1;
            self.bits = 1;
        }
        self.bits = self.bits << 1 | u64::from(object);
        true
    }

    /// Leaves the innermost container; false if none is left.
    #[inline(always)]
    fn pop(&mut self) -> bool {
        self.bits >>= 1;
        if self.bits == 1 {
            let Some(word) = self.words.checked_sub(1) else { return false };
            self.words = word;
            self.bits = self.outer[word % OUTER];
        }
        true
    }
}
