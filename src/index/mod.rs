//! The window of tokens: what stage 1 found in the next few kilobytes of input, and a cursor over it.
//!
//! Tokens come from `simd::index` (or, one by one, from the exact scanner in `exact.rs`); a source
//! (`source.rs`) refills them. The cursor promises that every token it hands out was written: each
//! access compares with `filled` first, so that no caller can read an uninitialised one, whatever it
//! does. Positions are offsets in the source's current bytes.
#![expect(unsafe_code, reason = "reads tokens from arrays that are filled from the front")]

pub(crate) mod exact;
#[cfg(feature = "std")]
pub(crate) mod reader;
pub(crate) mod source;

use crate::simd::{self, CAPACITY, Carry, MARKED, WINDOW, Window};
use core::mem::{self, MaybeUninit};

/// Sentinels behind the last token: as many as one look ahead covers.
const SENTINELS: usize = 4;

/// What a member follows: the brace, which is the last token consumed, or a comma, which is next. Two numbers that a loop
/// keeps in registers: a flag that both are made from was a branch a member.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Lead {
    /// So many tokens before the next one it stands; 0 or 1.
    back: usize,
    /// The kinds of its token, of a plain name and of a colon, as they lie in the window.
    kinds: u32,
}

impl Lead {
    pub(crate) const BRACE: Self = Self { back: 1, kinds: u32::from_ne_bytes(*b"{\"\":") };
    pub(crate) const COMMA: Self = Self { back: 0, kinds: u32::from_ne_bytes(*b",\"\":") };

    #[inline(always)]
    pub(crate) fn new(first: bool) -> Self {
        if first { Self::BRACE } else { Self::COMMA }
    }

    /// Whether no member came before.
    #[inline(always)]
    pub(crate) fn is_first(self) -> bool {
        self.back == 1
    }

    /// How many tokens there are from the next one to behind the colon.
    #[inline(always)]
    pub(crate) fn length(self) -> usize {
        4 - self.back
    }
}

/// The window of tokens. Aligned, so that how fast it is written does not hang on where a user's stack happens to be.
#[repr(align(64))]
pub struct Tokens {
    /// The next token. The one before it is kept too: errors are placed after it. At the input's start
    /// that is one of kind 0 at position 0. Invariant: at least 1.
    at: usize,
    /// Invariant: `pos` and `kind` are initialised below `filled`, and `filled <= CAPACITY`.
    filled: usize,
    /// No more tokens will come; the last `SENTINELS` have kind 0.
    ended: bool,
    /// With the two places above as long as a line of the cache, so that `pos` begins with one: 64 bytes are stored at once.
    carry: Carry,
    pos: [MaybeUninit<u32>; CAPACITY],
    kind: [MaybeUninit<u8>; CAPACITY],
    /// How many bytes are indexed before the next look whether they go on inside of a string: the logarithm.
    stretch: u8,
}

/// How many bytes are indexed before the first look whether they go on inside of a string, before the next one if a long
/// string was found so, and at most: logarithms.
const FIRST_STRETCH: u8 = 12;
const SHORT_STRETCH: u8 = 10;
const LONG_STRETCH: u8 = 17;

/// A string of which so many bytes could be passed is a long one.
const LONG: usize = 256;

/// Where a token stands for more bytes than this (its logarithm), strings are long, or may be.
const SPARSE: u8 = 7;

impl Tokens {
    /// An empty window.
    #[inline(always)]
    pub(crate) fn new() -> Self {
        // Written field by field, and the arrays not at all: from a struct expression the compiler
        // makes a constant, and clears or copies its kilobytes, which took 40 % of the time of a
        // 200-byte message.
        let mut tokens = MaybeUninit::<Tokens>::uninit();
        let to = tokens.as_mut_ptr();
        // SAFETY: `to` points to a place for Tokens; every field is written but the arrays, which are
        // of `MaybeUninit`, so that any bytes will do.
        unsafe {
            (&raw mut (*to).at).write(1);
            (&raw mut (*to).filled).write(1);
            (&raw mut (*to).pos).cast::<u32>().write(0);
            (&raw mut (*to).kind).cast::<u8>().write(0);
            (&raw mut (*to).ended).write(false);
            (&raw mut (*to).carry).write(Carry::default());
            (&raw mut (*to).stretch).write(FIRST_STRETCH);
            tokens.assume_init()
        }
    }

    /// Lets go of all tokens but one that is consumed, an operator at `pos`, with which the text before it ends.
    pub(crate) fn restart(&mut self, pos: usize, kind: u8) {
        self.pos[0].write(pos as u32);
        self.kind[0].write(kind);
        (self.at, self.filled) = (1, 1);
        self.ended = false;
        self.carry = Carry::default();
    }

    /// Whether `count` tokens are known from here on.
    #[inline(always)]
    pub(crate) fn has(&self, count: usize) -> bool {
        self.at + count <= self.filled
    }

    /// The kind of the next token, if it is known.
    #[inline(always)]
    pub(crate) fn next_kind(&self) -> Option<u8> {
        debug_assert!(self.filled <= CAPACITY);
        let known = self.at < self.filled;
        // SAFETY: below `filled` all kinds are initialised and in bounds (invariant of `filled`).
        known.then(|| unsafe { self.kind.get_unchecked(self.at).assume_init() })
    }

    /// The position and kind of the next token, if it is known.
    #[inline(always)]
    pub(crate) fn next(&self) -> Option<(usize, u8)> {
        debug_assert!(self.filled <= CAPACITY);
        // SAFETY: as in `next_kind`; positions likewise.
        (self.at < self.filled).then(|| unsafe {
            let pos = self.pos.get_unchecked(self.at).assume_init() as usize;
            (pos, self.kind.get_unchecked(self.at).assume_init())
        })
    }

    /// The positions of the next two tokens, if they are known.
    #[inline(always)]
    pub(crate) fn next_places(&self) -> Option<[usize; 2]> {
        debug_assert!(self.filled <= CAPACITY);
        // SAFETY: as in `next_kind`.
        self.has(2).then(|| unsafe {
            [
                self.pos.get_unchecked(self.at).assume_init() as usize,
                self.pos.get_unchecked(self.at + 1).assume_init() as usize,
            ]
        })
    }

    /// The kinds of the next two tokens, if they are known.
    #[inline(always)]
    pub(crate) fn next_kinds(&self) -> Option<[u8; 2]> {
        debug_assert!(self.filled <= CAPACITY);
        // SAFETY: as in `next_kind`.
        self.has(2).then(|| unsafe {
            [
                self.kind.get_unchecked(self.at).assume_init(),
                self.kind.get_unchecked(self.at + 1).assume_init(),
            ]
        })
    }

    /// The kind of token `i` of the window; 0 if there is none.
    #[inline(always)]
    fn kind_at(&self, i: usize) -> u8 {
        debug_assert!(self.filled <= CAPACITY);
        if i < self.filled {
            // SAFETY: below `filled` all kinds are initialised and in bounds (invariant of `filled`).
            unsafe { self.kind.get_unchecked(i).assume_init() }
        } else {
            0
        }
    }

    #[inline(always)]
    fn pos_at(&self, i: usize) -> usize {
        debug_assert!(self.filled <= CAPACITY);
        if i < self.filled {
            // SAFETY: below `filled` all positions are initialised and in bounds (invariant of `filled`).
            unsafe { self.pos.get_unchecked(i).assume_init() as usize }
        } else {
            0
        }
    }

    /// The kind of the token `ahead` places from the next one; 0 past the end of what is known.
    #[inline(always)]
    pub(crate) fn kind(&self, ahead: usize) -> u8 {
        self.kind_at(self.at + ahead)
    }

    /// The position of the token `ahead` places from the next one.
    #[inline(always)]
    pub(crate) fn pos(&self, ahead: usize) -> usize {
        self.pos_at(self.at + ahead)
    }

    /// Kind of the last consumed token (0 at the input's start).
    #[inline(always)]
    pub(crate) fn last_kind(&self) -> u8 {
        self.kind_at(self.at - 1)
    }

    /// Position of the last consumed token.
    #[inline(always)]
    pub(crate) fn last_pos(&self) -> usize {
        self.pos_at(self.at - 1)
    }

    /// A plain name with the token before it and its colon: where the name's text starts and ends, if all four are
    /// known.
    #[inline(always)]
    pub(crate) fn plain_name(&self, lead: Lead) -> Option<(usize, usize)> {
        debug_assert!(self.at > 0 && self.filled <= CAPACITY);
        // Does not wrap: `at` is at least 1 (its invariant).
        let from = self.at - (lead.back & 1);
        if from + 4 > self.filled {
            return None;
        }
        // SAFETY: the four tokens are initialised and in bounds (invariant of `filled`); the kinds are
        // read unaligned, and any four bytes make a u32.
        unsafe {
            let kinds = self.kind.as_ptr().add(from).cast::<u32>().read_unaligned();
            let start = self.pos.get_unchecked(from + 1).assume_init() as usize + 1;
            let end = self.pos.get_unchecked(from + 2).assume_init() as usize;
            (kinds == lead.kinds).then_some((start, end))
        }
    }

    /// How many scalars the array whose first element is next has at least: all of them if its end is among the
    /// next `most` tokens. `None` if it has arrays or objects, or little is known.
    #[inline]
    pub(crate) fn scalars_ahead(&self, most: usize) -> Option<usize> {
        let kinds = self.known().1;
        let size = match *kinds.first()? {
            b'"' | MARKED => 3,
            // No scalar, or none at all.
            b'{' | b'[' | b']' => return None,
            _ => 2,
        };
        Some(plain_tokens(&kinds[..kinds.len().min(most)], b']')? / size)
    }

    /// How many members the object whose first name is next has at least, likewise.
    #[inline(never)]
    pub(crate) fn members_ahead(&self) -> Option<usize> {
        let kinds = self.known().1;
        let size = match *kinds.get(3)? {
            b'"' | MARKED => 6,
            _ => 5,
        };
        Some(plain_tokens(kinds, b'}')? / size)
    }

    /// The tokens that are known from the next one on: positions and kinds.
    #[inline(always)]
    pub(crate) fn known(&self) -> (&[u32], &[u8]) {
        let count = self.filled.saturating_sub(self.at);
        debug_assert!(self.filled <= CAPACITY);
        // SAFETY: the places from `at` up to `filled` are in bounds and initialised (invariant of
        // `filled`); where there is none, `at` may be anything, and the slices are empty.
        unsafe {
            let at = self.filled - count;
            (
                core::slice::from_raw_parts(self.pos.as_ptr().add(at).cast(), count),
                core::slice::from_raw_parts(self.kind.as_ptr().add(at).cast(), count),
            )
        }
    }

    /// Consumes `count` tokens.
    #[inline(always)]
    pub(crate) fn advance(&mut self, count: usize) {
        debug_assert!(self.has(count));
        self.at += count;
    }

    /// Takes the last `count` consumed tokens back, which the caller consumed in one step.
    pub(crate) fn step_back(&mut self, count: usize) {
        debug_assert!(self.at > count);
        self.at = self.at.saturating_sub(count).max(1);
    }

    /// Takes the last consumed token back, an operator behind a string.
    pub(crate) fn put_back(&mut self) {
        if self.at > 1 {
            return self.step_back(1);
        }
        // Nothing before it is known any more: the string's quote is the last one then.
        let (pos, kind) = (self.pos_at(0), self.kind_at(0));
        self.insert(0, pos, kind);
        self.pos[0].write(pos.saturating_sub(1) as u32);
        self.kind[0].write(b'"');
    }

    /// The bytes between the quotes of the string that starts here, if it is plain: no escape, no
    /// control byte, and its end known.
    #[inline(always)]
    pub(crate) fn plain_string(&self) -> Option<(usize, usize)> {
        if !self.has(2) {
            return None;
        }
        debug_assert!(self.filled <= CAPACITY);
        // SAFETY: both tokens are initialised and in bounds (invariant of `filled`).
        unsafe {
            let start = self.pos.get_unchecked(self.at).assume_init() as usize + 1;
            let end = self.pos.get_unchecked(self.at + 1).assume_init() as usize;
            let kinds = self.kind.as_ptr().add(self.at).cast::<[u8; 2]>().read();
            (kinds == *b"\"\"").then_some((start, end))
        }
    }

    /// Puts a token before the one `ahead` places from here: the rest of a scalar of which a part was
    /// consumed, or a mark that something is missing.
    #[cold]
    pub(crate) fn insert(&mut self, ahead: usize, pos: usize, kind: u8) {
        // Each call comes with a token consumed, so that there is room once these are let go.
        if self.filled == CAPACITY {
            self.compact();
        }
        let place = self.at + ahead;
        assert!(place <= self.filled && self.filled < CAPACITY);
        self.pos.copy_within(place..self.filled, place + 1);
        self.kind.copy_within(place..self.filled, place + 1);
        self.pos[place].write(pos as u32);
        self.kind[place].write(kind);
        self.filled += 1;
    }

    /// Moves the tokens that are left to the front, the last consumed one first.
    fn compact(&mut self) {
        let keep = self.at.min(self.filled).saturating_sub(1);
        if keep == 0 {
            return;
        }
        self.pos.copy_within(keep..self.filled, 0);
        self.kind.copy_within(keep..self.filled, 0);
        self.at -= keep;
        self.filled -= keep;
    }

    /// Makes all positions relative to a place `by` bytes further on. None lies before it.
    fn rebase(&mut self, by: usize) {
        for i in 0..self.filled {
            let pos = self.pos_at(i).saturating_sub(by);
            self.pos[i].write(pos as u32);
        }
    }

    /// Appends one token.
    fn push(&mut self, pos: usize, kind: u8) {
        self.pos[self.filled].write(pos as u32);
        self.kind[self.filled].write(kind);
        self.filled += 1;
    }

    /// Takes the last token back.
    #[cfg(feature = "std")]
    fn pop(&mut self) -> (usize, u8) {
        let last = self.filled - 1;
        let token = (self.pos_at(last), self.kind_at(last));
        self.filled = last;
        token
    }

    /// Whether the last token that is known, and not consumed, is a number.
    #[cfg(feature = "std")]
    fn ends_with_number(&self) -> bool {
        self.has(1) && matches!(self.kind_at(self.filled - 1), b'-' | b'0'..=b'9')
    }

    /// Takes the end back, if it was marked.
    pub(crate) fn resume(&mut self) {
        if mem::take(&mut self.ended) {
            self.filled = self.at.max(self.filled - SENTINELS);
        }
    }

    /// Marks the end of the input at `pos`.
    #[cold]
    fn end(&mut self, pos: usize) {
        if !self.ended {
            for _ in 0..SENTINELS {
                self.push(pos, 0);
            }
            self.ended = true;
        }
    }

    /// Lets stage 1 append the tokens of `input[from..]`; returns where it stopped, and whether all bytes before that are
    /// ASCII.
    #[inline]
    fn fill(&mut self, input: &[u8], from: usize, last: bool) -> (usize, bool) {
        let Tokens { filled, carry, pos, kind, stretch, .. } = self;
        let mut window = Window { pos, kind, filled: *filled, carry, ascii: true };
        let next = match input.len().saturating_sub(from) >> FIRST_STRETCH {
            0 => simd::index(input, from, last, &mut window),
            _ => index_in_stretches(input, from, last, &mut window, stretch),
        };
        // Invariant of `filled`: `simd::index` promises it of `window.filled`.
        debug_assert!(window.filled <= CAPACITY);
        *filled = window.filled;
        (next, window.ascii)
    }
}

/// [`simd::index`], but the insides of long strings are looked at for their end alone. So that no other text pays for it, stage 1 does
/// not ask, and is stopped now and then: sooner where long strings have been found, hardly ever where not.
#[inline(never)]
fn index_in_stretches(
    input: &[u8],
    from: usize,
    last: bool,
    window: &mut Window<'_>,
    stretch: &mut u8,
) -> usize {
    let mut next = from;
    while let Some(part) = input.get(..next + (1 << *stretch))
        && window.filled < WINDOW
    {
        let before = window.filled;
        next = simd::index(part, next, false, window);
        let sparse = (window.filled - before) << SPARSE <= 1 << *stretch;
        let mut passed = 0;
        if window.filled < WINDOW && window.carry.is_in_string() {
            let (to, ascii) = simd::pass(input, next);
            passed = to - next;
            next = to;
            window.ascii &= ascii;
        }
        if passed >= LONG {
            *stretch = SHORT_STRETCH;
        } else if passed == 0 || !sparse {
            *stretch = (*stretch + 3).min(LONG_STRETCH);
        }
    }
    match window.filled < WINDOW {
        true => simd::index(input, next, last, window),
        false => next,
    }
}

/// How many of these are before the first bracket, and that one if it is `close`; all, if there is none. `None` if it is another
/// one, or there are fewer than eight.
#[inline]
fn plain_tokens(kinds: &[u8], close: u8) -> Option<usize> {
    // All brackets have these bits so, and no other byte that a JSON text has outside strings.
    const BITS: u64 = u64::from_ne_bytes([0xD9; 8]);
    const BRACKET: u64 = u64::from_ne_bytes([0x59; 8]);
    const LOW: u64 = u64::from_ne_bytes([0x01; 8]);
    let mut at = 0;
    while let Some(eight) = kinds[at..].first_chunk::<8>() {
        let others = (u64::from_le_bytes(*eight) & BITS) ^ BRACKET;
        let found = others.wrapping_sub(LOW) & !others & (LOW << 7);
        if found != 0 {
            let bracket = at + found.trailing_zeros() as usize / 8;
            return (kinds[bracket] == close).then_some(bracket + 1);
        }
        if at + 8 >= kinds.len() {
            return Some(kinds.len());
        }
        at = (at + 8).min(kinds.len() - 8);
    }
    None
}
