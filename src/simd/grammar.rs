//! The grammar of arrays and objects, of 64 tokens at once: what may follow what is a comparison of masks that are one
//! place apart, and only brackets are taken one by one.
//!
//! It looks at kinds, not at text: what a scalar is has to be looked at elsewhere, and it says which tokens are scalars.
//! Nothing is said of what is wrong: who wants to know reads the value again, token by token.

#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
use super::block::{BLOCK, Skip, low_bits};
#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
use super::{CHUNKS, MARKED, ScalarMasks};

/// [`check`](super::check) with a given kernel.
#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
#[inline(always)]
pub(super) fn check<K: Skip>(
    kernel: K,
    grammar: &mut Grammar,
    kinds: &[u8],
    masks: &mut [ScalarMasks; CHUNKS],
) -> Option<Option<usize>> {
    let (mut rest, mut masks) = (kinds, masks.iter_mut());
    debug_assert!(!kinds.is_empty());
    while !rest.is_empty() {
        let padded;
        let (chunk, count) = match rest.first_chunk() {
            Some(chunk) => (chunk, BLOCK),
            None => {
                padded = kernel.pad(rest);
                (&padded, rest.len())
            }
        };
        let (end, scalars) = grammar.check(kernel, chunk, count)?;
        // Of all bytes that a scalar may begin with, letters have this bit.
        let literals = kernel.bit(chunk, 0x40) & scalars;
        *masks.next()? = ScalarMasks { numbers: scalars ^ literals, literals };
        if let Some(end) = end {
            return Some(Some(kinds.len() - rest.len() + end));
        }
        // What follows fewer than 64 tokens would be looked at as if it followed 64.
        rest = rest.get(BLOCK..)?;
    }
    Some(None)
}

/// What 64 tokens have to know of those before them.
pub(crate) struct Grammar {
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
    /// That of a value which begins with the next token, and of all that is `open` around it (see
    /// [`skip`](super::skip())).
    #[inline(always)]
    pub(crate) fn new(open: u64) -> Self {
        Grammar {
            open: Nesting::new(open),
            in_string: 0,
            after_end: 0,
            after_open: 0,
            named: 0,
            colons: 0,
        }
    }

    /// Looks at the next `count` tokens: the number of the one that closes the last level, if it is there, and which of them
    /// are scalars, up to that one.
    ///
    /// `None`: a token is where it must not be.
    #[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
    #[inline(always)]
    pub(super) fn check<K: Skip>(
        &mut self,
        kernel: K,
        kinds: &[u8; BLOCK],
        count: usize,
    ) -> Option<(Option<usize>, u64)> {
        let all = low_bits(count);
        let is = |kind| kernel.equal(kinds, kind) & all;
        let (marked, comma, colon) = (is(MARKED), is(b','), is(b':'));
        let quote = is(b'"') | marked;
        let (curly_open, curly_close) = (is(b'{'), is(b'}'));
        let (open, close) = (curly_open | is(b'['), curly_close | is(b']'));

        let inside = kernel.prefix_xor(quote) ^ self.in_string;
        let opening = quote & inside;
        let separator = comma | colon | close;
        let ended = !(opening | open | comma | colon) & all;
        let after_end = ended << 1 | self.after_end;
        let after_open = open << 1 | self.after_open;
        let mut wrong = (after_end ^ separator) & !(close & after_open) & all;
        // Between the quotes of a string is no token: what is there instead of its closing quote is the kind of one that is
        // suspect. And outside of strings the other kind of a closing quote is that of a scalar, of none that there is.
        wrong |= (inside ^ opening | marked & opening) & all;

        let named = (curly_open | comma) << 1 | self.named;
        let names = named & opening;
        let colons = names << 2 | self.colons;
        wrong |= colon & !colons;
        let mut wrong_in_object = (named & !(opening | close) | colons & !colon) & all;
        let mut wrong_in_array = colon;

        self.in_string = ((inside as i64) >> 63) as u64;
        self.after_end = ended >> 63;
        self.after_open = open >> 63;
        self.named = (curly_open | comma) >> 63;
        self.colons = names >> 62;

        let scalars = ended & !(close | quote);
        let curly = curly_open | curly_close;
        let mut brackets = open | close;
        if brackets.count_ones() >= MANY && !self.open.is_outermost() {
            // Containers without others in them, all at once: what is inside is of the kind of the bracket before it.
            let leaves = kernel.openings(brackets, close);
            let (objects, arrays) = (leaves & curly, leaves & !curly);
            let (object_ends, array_ends) = (next(objects, brackets), next(arrays, brackets));
            wrong |= object_ends & !curly | array_ends & curly;
            let (in_objects, in_arrays) =
                (behind(objects, object_ends), behind(arrays, array_ends));
            wrong |= wrong_in_object & in_objects | wrong_in_array & in_arrays;
            wrong_in_object &= !(in_objects | in_arrays);
            wrong_in_array &= !(in_objects | in_arrays);
            brackets &= !(leaves | object_ends | array_ends);
        }
        let mut done = 0;
        while brackets != 0 {
            let bit = brackets & brackets.wrapping_neg();
            let up_to = bit ^ (bit - 1);
            let in_object = self.open.in_object();
            wrong |= select(in_object, wrong_in_object, wrong_in_array) & up_to & !done;
            if close & bit != 0 {
                wrong |= select(in_object, !curly, curly) & bit;
                if !self.open.pop() {
                    let end = bit.trailing_zeros() as usize;
                    return (wrong & up_to == 0).then_some((Some(end), scalars & up_to));
                }
            } else if !self.open.push(curly & bit != 0) {
                return None;
            }
            done = up_to;
            brackets ^= bit;
        }
        wrong |= select(self.open.in_object(), wrong_in_object, wrong_in_array) & !done;
        (wrong == 0).then_some((None, scalars))
    }
}

/// So many brackets among 64 tokens, and it is worth the time to take those first that follow each other.
#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
const MANY: u32 = 16;

/// For each bit of `from`, which is one of `brackets`, the next of these.
#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
#[inline(always)]
fn next(from: u64, brackets: u64) -> u64 {
    // What is added to a gap's first bit is carried to the bracket behind it.
    let (starts, gaps) = (from << 1, !brackets);
    ((starts & gaps).wrapping_add(gaps) | starts) & brackets
}

/// What is behind each opening bracket up to the closing one that follows it, and that one.
#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
#[inline(always)]
fn behind(opening: u64, closing: u64) -> u64 {
    closing.wrapping_sub(opening) << 1
}

#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
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

/// Deeper than 63 levels for each of these and 63 more, values are read token by token.
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

    /// Whether no container is open.
    #[inline(always)]
    fn is_outermost(&self) -> bool {
        self.bits == 1
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
