//! From the masks of 64 bytes to tokens: the arithmetic, written once for every back end.
//!
//! A back end says which bytes of a block are quotes, operators and so on (one bit a byte, the first
//! byte in the lowest bit); everything that follows from it is arithmetic on `u64` and a [`Carry`] from
//! block to block. Nothing here stops at an error: a malformed document only gives tokens that the
//! reader will not like.
//!
//! All functions are `#[inline(always)]`: they have to become part of the back end's
//! `#[target_feature]` function, which a call would not be.

use core::mem::MaybeUninit;

use super::{CHUNKS, Carry, Grammar, MARKED, SUSPECT, ScalarMasks, WINDOW, Window, escape_mask16};

/// Bytes in a block, one for each bit of a mask.
pub(super) const BLOCK: usize = 64;

/// Where a block's tokens go; there is room for one token a byte.
pub(super) struct Room<'t> {
    pub(super) pos: &'t mut [MaybeUninit<u32>; BLOCK],
    pub(super) kind: &'t mut [MaybeUninit<u8>; BLOCK],
}

/// What each byte of a block is, exactly and whatever stands around it.
#[derive(Clone, Copy)]
pub(super) struct Masks {
    /// `\`
    pub(super) backslash: u64,
    /// `"`
    pub(super) quote: u64,
    /// `{` `}` `[` `]` `:` `,`
    pub(super) operator: u64,
    /// Space, `\t`, `\n`, `\r`
    pub(super) space: u64,
    /// Below 0x20
    pub(super) control: u64,
}

/// The closing quotes whose kind is not `"`.
#[derive(Clone, Copy, Default)]
pub(super) struct Marks {
    /// Those of kind [`MARKED`], and the suspect.
    pub(super) marked: u64,
    /// Those of kind [`SUSPECT`].
    pub(super) suspect: u64,
}

/// What a back end is: a witness of its CPU features, with what only it knows.
///
/// # Safety
///
/// [`emit`](Self::emit) and [`copy_plain`](Self::copy_plain) initialise the places that they promise.
pub(super) unsafe trait Kernel: Copy {
    /// Whether the last bytes of an input are better looked at together with those before them than by [`Self::pad`].
    const OVERLAPS: bool = true;

    /// Whether a block without an escape, in a string that has some, is worth a branch of its own. (AVX2 loses by it where
    /// there are none: twitter and citm_catalog skipped 0.95 to 0.97.)
    const FORESEES: bool = false;

    /// The bits that bytes have.
    type Bits: Copy;

    fn no_bits(self) -> Self::Bits;

    /// Those, and the bits of a block's bytes.
    fn with_bits(self, bits: Self::Bits, block: &[u8; BLOCK]) -> Self::Bits;

    /// Whether a byte has the highest one.
    fn has_high(self, bits: Self::Bits) -> bool;

    /// Classifies a block.
    fn masks(self, block: &[u8; BLOCK]) -> Masks;

    /// Sets each bit to the parity of the bits up to and including it.
    #[inline(always)]
    fn prefix_xor(self, bits: u64) -> u64 {
        let bits = bits ^ (bits << 1);
        let bits = bits ^ (bits << 2);
        let bits = bits ^ (bits << 4);
        let bits = bits ^ (bits << 8);
        let bits = bits ^ (bits << 16);
        bits ^ (bits << 32)
    }

    /// Has the cache fetch what will be looked at soon of what is left, if that pays.
    #[inline(always)]
    fn fetch(self, _left: &[u8]) {}

    /// Makes a block of fewer than 64 bytes, spaces behind them.
    #[inline(always)]
    fn pad(self, tail: &[u8]) -> [u8; BLOCK] {
        let mut block = [b' '; BLOCK];
        block[..tail.len()].copy_from_slice(tail);
        block
    }

    /// Whether a string can hold all of a block as it is.
    #[inline(always)]
    fn is_plain(self, block: &[u8; BLOCK]) -> bool {
        block.as_chunks().0.iter().fold(0, |mask, bytes| mask | escape_mask16(bytes)) == 0
    }

    /// Copies a block; whether a string can hold all of it as it is. Initialises all 64 places.
    #[inline(always)]
    fn copy_plain(self, block: &[u8; BLOCK], to: &mut [MaybeUninit<u8>; BLOCK]) -> bool {
        *to = block.map(MaybeUninit::new);
        self.is_plain(block)
    }

    /// Those of the `escaped` bytes that make no escape.
    #[inline(always)]
    fn strange(self, block: &[u8; BLOCK], escaped: u64) -> u64 {
        those(block, escaped, |byte| !b"\"\\/bfnrtu".contains(&byte))
    }

    /// Those of the `escaped` bytes that four hexadecimal digits have to follow.
    #[inline(always)]
    fn units(self, block: &[u8; BLOCK], escaped: u64) -> u64 {
        those(block, escaped, |byte| byte == b'u')
    }

    /// Those of the `asked` bytes that are no hexadecimal digits.
    #[inline(always)]
    fn no_digits(self, block: &[u8; BLOCK], asked: u64) -> u64 {
        those(block, asked, |byte| !byte.is_ascii_hexdigit())
    }

    /// Writes one token for each bit of `tokens`. Initialises the first `tokens.count_ones()` places,
    /// the others as it likes.
    #[inline(always)]
    fn emit(self, block: &[u8; BLOCK], tokens: u64, marks: Marks, base: u32, room: Room<'_>) {
        emit(block, tokens, marks, base, room);
    }
}

/// For the last bytes of an input: what is looked at is the block that it ends with, whose first bytes are `done`. To the
/// arithmetic, which sees only the others, there are spaces behind them. (To copy them into a block of their own, and
/// load it while the copy is not yet in the cache, took 8 to 15 ns.)
#[derive(Clone, Copy)]
pub(super) struct Last<K> {
    pub(super) kernel: K,
    /// Less than [`BLOCK`].
    pub(super) done: usize,
}

impl<K: Kernel> Last<K> {
    /// The places behind the last bytes.
    #[inline(always)]
    fn behind(self) -> u64 {
        !(u64::MAX >> self.done)
    }
}

// SAFETY: its kernel keeps the promise, and is given as many tokens: none is behind the bytes that are looked at.
unsafe impl<K: Kernel> Kernel for Last<K> {
    const FORESEES: bool = K::FORESEES;

    type Bits = K::Bits;

    #[inline(always)]
    fn no_bits(self) -> K::Bits {
        self.kernel.no_bits()
    }

    #[inline(always)]
    fn with_bits(self, bits: K::Bits, block: &[u8; BLOCK]) -> K::Bits {
        self.kernel.with_bits(bits, block)
    }

    #[inline(always)]
    fn has_high(self, bits: K::Bits) -> bool {
        self.kernel.has_high(bits)
    }

    #[inline(always)]
    fn masks(self, block: &[u8; BLOCK]) -> Masks {
        let masks = self.kernel.masks(block);
        Masks {
            backslash: masks.backslash >> self.done,
            quote: masks.quote >> self.done,
            operator: masks.operator >> self.done,
            space: masks.space >> self.done | self.behind(),
            control: masks.control >> self.done,
        }
    }

    #[inline(always)]
    fn prefix_xor(self, bits: u64) -> u64 {
        self.kernel.prefix_xor(bits)
    }

    #[inline(always)]
    fn copy_plain(self, block: &[u8; BLOCK], to: &mut [MaybeUninit<u8>; BLOCK]) -> bool {
        self.kernel.copy_plain(block, to)
    }

    #[inline(always)]
    fn strange(self, block: &[u8; BLOCK], escaped: u64) -> u64 {
        self.kernel.strange(block, escaped << self.done) >> self.done | escaped & self.behind()
    }

    #[inline(always)]
    fn units(self, block: &[u8; BLOCK], escaped: u64) -> u64 {
        self.kernel.units(block, escaped << self.done) >> self.done
    }

    #[inline(always)]
    fn no_digits(self, block: &[u8; BLOCK], asked: u64) -> u64 {
        self.kernel.no_digits(block, asked << self.done) >> self.done | asked & self.behind()
    }

    #[inline(always)]
    fn emit(self, block: &[u8; BLOCK], tokens: u64, marks: Marks, base: u32, room: Room<'_>) {
        let marks =
            Marks { marked: marks.marked << self.done, suspect: marks.suspect << self.done };
        let base = base.wrapping_sub(self.done as u32);
        debug_assert_eq!(tokens & self.behind(), 0);
        self.kernel.emit(block, tokens << self.done, marks, base, room);
    }
}

#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
// SAFETY: its kernel keeps the promise, and is given as many bytes to keep: none is behind those that are looked at.
unsafe impl<K: Unescape> Unescape for Last<K> {
    #[inline(always)]
    fn unresolved(self, block: &[u8; BLOCK], escaped: u64) -> u64 {
        let unresolved = self.kernel.unresolved(block, escaped << self.done) >> self.done;
        unresolved | escaped & self.behind()
    }

    #[inline(always)]
    fn resolve(
        self,
        block: &[u8; BLOCK],
        escaped: u64,
        keep: u64,
        to: &mut [MaybeUninit<u8>; BLOCK],
    ) {
        debug_assert_eq!(keep & self.behind(), 0);
        self.kernel.resolve(block, escaped << self.done, keep << self.done, to);
    }
}

/// What a back end needs to [`unescape`]. AVX-512 and AVX2 have it.
///
/// # Safety
///
/// [`resolve`](Self::resolve) initialises the places that it promises.
#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
pub(super) unsafe trait Unescape: Kernel {
    /// Those of the `escaped` bytes that do not stand for one byte: `u`, and what makes no escape.
    fn unresolved(self, block: &[u8; BLOCK], escaped: u64) -> u64;

    /// Writes the bytes of `keep`, one behind the other, with what the `escaped` ones stand for. Initialises
    /// the first `keep.count_ones()` places, the others as it likes.
    fn resolve(
        self,
        block: &[u8; BLOCK],
        escaped: u64,
        keep: u64,
        to: &mut [MaybeUninit<u8>; BLOCK],
    );
}

/// What a back end needs to [`skip`](super::skip_scalars::skip) and to [`check`](super::grammar::check). AVX-512 and AVX2 have
/// it: sixteen bytes at a time, SSE2 would check kinds hardly faster than the parser does.
///
/// # Safety
///
/// [`compress`](Self::compress) initialises the places that it promises.
#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
pub(super) unsafe trait Skip: Kernel {
    /// The bytes that are `byte`.
    fn equal(self, block: &[u8; BLOCK], byte: u8) -> u64;

    /// The bytes that have this bit.
    fn bit(self, block: &[u8; BLOCK], bit: u8) -> u64;

    /// The decimal digits.
    fn digits(self, block: &[u8; BLOCK]) -> u64;

    /// Writes the bytes of `which`, one behind the other. Initialises the first `which.count_ones()` places, the others as it
    /// likes.
    fn compress(self, block: &[u8; BLOCK], which: u64, to: &mut [MaybeUninit<u8>; BLOCK]);

    /// Of all `brackets` those that the next one, which is of `close`, closes.
    #[inline(always)]
    fn openings(self, brackets: u64, close: u64) -> u64 {
        // What is added to a gap's first bit is carried to the bracket behind it: here backwards.
        let (gaps, before) = (!brackets.reverse_bits(), close.reverse_bits() << 1);
        (((before & gaps).wrapping_add(gaps) | before) & !gaps).reverse_bits() & !close
    }
}

/// [`index`](super::index) with a given kernel.
#[inline(always)]
pub(super) fn index<K: Kernel>(
    kernel: K,
    input: &[u8],
    from: usize,
    last: bool,
    window: &mut Window<'_>,
) -> usize {
    let mut carry = *window.carry;
    let mut bits = kernel.no_bits();
    let mut filled = window.filled;
    let mut rest = input.get(from..).unwrap_or_default();
    let mut from = from;
    while filled < WINDOW {
        if let Some((block, after)) = rest.split_first_chunk::<BLOCK>() {
            bits = kernel.with_bits(bits, block);
            filled += step(kernel, block, from as u32, &mut carry, room(window, filled));
            kernel.fetch(rest);
            from += BLOCK;
            rest = after;
        } else {
            if last && !rest.is_empty() {
                let padded;
                let (block, done) = match input.last_chunk() {
                    Some(block) if K::OVERLAPS => (block, BLOCK - rest.len()),
                    _ => {
                        padded = kernel.pad(rest);
                        (&padded, 0)
                    }
                };
                bits = kernel.with_bits(bits, block);
                let last = Last { kernel, done };
                filled += step(last, block, from as u32, &mut carry, room(window, filled));
                from = input.len();
            }
            break;
        }
    }
    *window.carry = carry;
    window.ascii &= !kernel.has_high(bits);
    window.filled = filled;
    from
}

/// [`pass`](super::pass) with a given kernel.
#[inline(always)]
pub(super) fn pass<K: Kernel>(kernel: K, input: &[u8], from: usize) -> (usize, bool) {
    let mut bits = kernel.no_bits();
    let mut rest = input.get(from..).unwrap_or_default();
    while let Some((block, after)) = rest.split_first_chunk()
        && kernel.is_plain(block)
    {
        bits = kernel.with_bits(bits, block);
        kernel.fetch(rest);
        rest = after;
    }
    (input.len() - rest.len(), !kernel.has_high(bits))
}

/// [`skip`](super::skip) of a back end that cannot: it leaves all to the caller.
pub(super) fn skip_nothing(_: &[u8], _: usize, _: u64) -> Option<usize> {
    None
}

/// [`check`](super::check) of a back end that cannot.
pub(super) fn check_nothing(
    _: &mut Grammar,
    _: &[u8],
    _: &mut [ScalarMasks; CHUNKS],
) -> Option<Option<usize>> {
    None
}

/// The lowest `count` bits, up to all 64.
#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
#[inline(always)]
pub(super) fn low_bits(count: usize) -> u64 {
    if count < BLOCK { (1 << count) - 1 } else { u64::MAX }
}

/// The places after the first `filled`, of which there are fewer than [`WINDOW`].
#[inline(always)]
fn room<'t>(window: &'t mut Window<'_>, filled: usize) -> Room<'t> {
    const ROOM: &str = "CAPACITY leaves room for a block";
    Room {
        pos: window.pos[filled..].first_chunk_mut().expect(ROOM),
        kind: window.kind[filled..].first_chunk_mut().expect(ROOM),
    }
}

/// Where strings and scalars lie in a block.
pub(super) struct Found {
    pub(super) masks: Masks,
    /// What has an escaping backslash before it.
    pub(super) escaped: u64,
    /// Quotes that are not escaped.
    pub(super) quote: u64,
    /// From each opening quote to the byte before its closing quote.
    pub(super) in_string: u64,
    /// The first bytes of scalars. Meaningless inside strings.
    starts: u64,
}

impl Found {
    #[inline(always)]
    pub(super) fn tokens(&self) -> u64 {
        (self.masks.operator | self.starts) & !self.in_string | self.quote
    }

    /// What is between the quotes of strings.
    #[inline(always)]
    pub(super) fn interior(&self) -> u64 {
        self.in_string & !self.quote
    }
}

#[inline(always)]
pub(super) fn find<K: Kernel>(kernel: K, block: &[u8; BLOCK], carry: &mut Carry) -> Found {
    let masks = kernel.masks(block);

    let escaped = escaped(masks.backslash, carry);
    let quote = masks.quote & !escaped;
    let in_string = kernel.prefix_xor(quote) ^ carry.in_string;
    carry.in_string = ((in_string as i64) >> 63) as u64;

    let scalar = !(masks.operator | masks.space | quote);
    let starts = scalar & !(scalar << 1 | carry.scalar);
    // Inside a string the bit is meaningless, and harmless: a quote has to come before the next scalar.
    carry.scalar = scalar >> 63;
    Found { masks, escaped, quote, in_string, starts }
}

/// Where a digit of a `\u` has to be and is not; `carry` is of [`digits`].
#[inline(always)]
pub(super) fn missing<K: Kernel>(
    kernel: K,
    block: &[u8; BLOCK],
    found: &Found,
    carry: &mut u64,
) -> u64 {
    let units = kernel.units(block, found.escaped) & found.interior();
    if units | *carry != 0 {
        kernel.no_digits(block, digits(units, found.interior(), carry))
    } else {
        0
    }
}

/// Indexes one block; returns the number of its tokens.
#[inline(always)]
fn step<K: Kernel>(
    kernel: K,
    block: &[u8; BLOCK],
    base: u32,
    carry: &mut Carry,
    room: Room<'_>,
) -> usize {
    let found = find(kernel, block, carry);
    let Found { masks, escaped, quote, in_string, .. } = found;
    let tokens = found.tokens();

    let interior = found.interior();
    let closing = quote & !in_string;
    let special = (masks.backslash | masks.control) & interior;
    let mut marks = Marks::default();
    if special | carry.marked != 0 {
        marks.marked = carry_to_end(special, interior, &mut carry.marked) & closing;
        // No string is suspect that is not marked: an escape's backslash stands in this block, or in
        // a block before, which then has carried a mark.
        let none = K::FORESEES && special | escaped | carry.digits == 0;
        let (missing, strange) = if none {
            (0, 0)
        } else {
            let missing = missing(kernel, block, &found, &mut carry.digits);
            (missing, kernel.strange(block, escaped) | masks.control | missing)
        };
        let suspect = carry_to_end(strange & interior, interior, &mut carry.suspect);
        marks.suspect = (suspect | missing) & closing;
    }

    kernel.emit(block, tokens, marks, base, room);
    tokens.count_ones() as usize
}

/// The bytes that have a backslash before them which is not itself escaped, in a string or not.
#[inline(always)]
fn escaped(backslash: u64, carry: &mut Carry) -> u64 {
    let first = carry.escaped;
    if backslash == 0 {
        carry.escaped = 0;
        return first;
    }
    let escaped = escaped_of(backslash, first);
    carry.escaped = (backslash & !escaped) >> 63;
    escaped
}

/// [`escaped`] without a branch, where `first` is 1 if the first byte is escaped, else 0.
///
/// The method is simdjson's (`json_escape_scanner`): subtracting the backslashes from the odd places
/// lets a borrow run through each series of them, which tells series that start at odd places from
/// those at even ones, and so the places in each that escape from those that are escaped.
#[inline(always)]
pub(super) fn escaped_of(backslash: u64, first: u64) -> u64 {
    const ODD: u64 = 0xAAAA_AAAA_AAAA_AAAA;
    let starts = backslash & !first;
    let series = ((starts << 1 | ODD).wrapping_sub(starts)) ^ ODD;
    series ^ (backslash | first)
}

/// Where the hexadecimal digits of a `\u` have to be: the four bytes after each of `units`, but none
/// behind the end of its string. A closing quote is such a place if there are too few.
#[inline(always)]
fn digits(units: u64, interior: u64, carry: &mut u64) -> u64 {
    // What the block before has left to find, up to the first byte that is not inside the string.
    let mut wanted = *carry & (interior ^ interior.wrapping_add(1));
    let mut at = units;
    *carry = 0;
    for left in [0b1111, 0b111, 0b11, 0b1] {
        wanted |= at << 1;
        *carry |= (at >> 63) * left;
        at = at << 1 & interior;
    }
    wanted
}

/// Bits that, at closing quotes, say whether the string has a special byte.
///
/// The interior of a string is a run of ones with a zero at its closing quote; adding a bit anywhere
/// in the run carries into that zero, and no further. The run that reaches the end of the block
/// carries into the next block.
#[inline(always)]
fn carry_to_end(special: u64, interior: u64, carry: &mut u64) -> u64 {
    let (sum, over) = interior.overflowing_add(special);
    let (sum, over_again) = sum.overflowing_add(*carry);
    *carry = u64::from(over | over_again);
    sum
}

/// The bytes among the `asked` that `found` is true of.
#[inline(always)]
fn those(block: &[u8; BLOCK], asked: u64, found: impl Fn(u8) -> bool) -> u64 {
    let mut those = 0;
    let mut left = asked;
    while left != 0 {
        let byte = block[left.trailing_zeros() as usize % BLOCK];
        let bit = left & left.wrapping_neg();
        those |= if found(byte) { bit } else { 0 };
        left ^= bit;
    }
    those
}

/// Writes tokens eight a round, without a branch for each.
#[inline(always)]
pub(super) fn emit(block: &[u8; BLOCK], tokens: u64, marks: Marks, base: u32, room: Room<'_>) {
    let count = tokens.count_ones() as usize;
    let mut left = tokens;
    let rounds = room.pos.as_chunks_mut::<8>().0.iter_mut().zip(room.kind.as_chunks_mut::<8>().0);
    for (round, (pos, kind)) in rounds.enumerate() {
        if round * 8 >= count {
            break;
        }
        for (pos, kind) in pos.iter_mut().zip(kind) {
            // With no bit left this is 64, and what is written stands past the last token.
            let at = left.trailing_zeros();
            pos.write(base.wrapping_add(at));
            kind.write(block[at as usize % BLOCK]);
            left &= left.wrapping_sub(1);
        }
    }

    patch(tokens, marks, room.kind);
}

/// Gives the closing quotes among the `tokens` their kinds.
#[inline(always)]
pub(super) fn patch(tokens: u64, marks: Marks, kinds: &mut [MaybeUninit<u8>; BLOCK]) {
    for (which, kind) in [(marks.marked, MARKED), (marks.suspect, SUSPECT)] {
        let mut left = which;
        while left != 0 {
            let before = (left & left.wrapping_neg()) - 1;
            kinds[(tokens & before).count_ones() as usize % BLOCK].write(kind);
            left &= left - 1;
        }
    }
}
