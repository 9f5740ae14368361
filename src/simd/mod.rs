//! The only rooms that know a CPU: blocks of bytes in, masks and tokens out.
//!
//! [`index`] finds the tokens of a stretch of JSON, [`skip`] and [`check`] the end of a value, [`escape`] and [`unescape`]
//! rewrite what strings hold. They go through [`Kernels`], a table of functions that is chosen once per process by what the CPU has,
//! so that a plain build gets AVX-512 where it runs on it. The small masks ([`escape_mask16`] and its kin) use what every
//! CPU of the target has, and inline.
//!
//! Nothing here knows what JSON means, no values and no errors, but for [`skip`] and [`check`], which know the
//! grammar and tell right from wrong.
#![expect(unsafe_code, reason = "CPU intrinsics, and calls to functions with target features")]

use core::mem::MaybeUninit;
use core::ptr;
use core::sync::atomic::{AtomicPtr, Ordering};

mod block;
#[cfg_attr(
    not(all(target_arch = "x86_64", target_feature = "sse2")),
    expect(dead_code, reason = "x86-64 alone looks at kinds so")
)]
mod grammar;
#[cfg(feature = "serde")]
pub(crate) mod known;
mod numerals;
mod rewrite;

mod swar;

#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
mod avx2;
#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
mod avx512;
#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
mod decimals;
#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
mod numerals_columns;
#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
mod numerals_narrow;
#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
mod numerals_wide;
#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
mod scalars;
#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
mod skip_scalars;
#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
mod sse2;
#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
mod wide;
#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
mod x86;
#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
use self::{sse2 as baseline, x86 as target};

#[cfg(all(target_arch = "aarch64", target_feature = "neon", target_endian = "little"))]
mod neon;
#[cfg(all(target_arch = "aarch64", target_feature = "neon", target_endian = "little"))]
use self::{neon as baseline, neon as target};

#[cfg(not(any(
    all(target_arch = "x86_64", target_feature = "sse2"),
    all(target_arch = "aarch64", target_feature = "neon", target_endian = "little"),
)))]
use self::{swar as baseline, swar as target};

#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
pub(crate) use self::decimals::{Decimals, Tens, WHOLE};
pub(crate) use self::grammar::Grammar;
#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
pub(crate) use self::numerals::Divisors;
pub use self::numerals::{Found, Shape};
#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
pub(crate) use self::numerals_narrow::{Narrow, Wanted};
#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
pub(crate) use self::numerals_wide::Numerals;
#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
pub(crate) use self::wide::{LAST, MINUS, Order, POINT, Task, Wide, ZERO, digit};

/// There is none.
#[cfg(not(all(target_arch = "x86_64", target_feature = "sse2")))]
type Wide = core::convert::Infallible;
/// There is none.
#[cfg(not(all(target_arch = "x86_64", target_feature = "sse2")))]
type Narrow = core::convert::Infallible;

pub mod probe;

/// Tokens a window holds before it counts as full.
pub(crate) const WINDOW: usize = 1024;

/// Length of a window's arrays: the last block of a window adds up to 64 tokens, and leaves room for
/// as many again, because kernels store whole vectors.
pub(crate) const CAPACITY: usize = WINDOW + 64 + 64;

/// So many tokens [`check`] looks at together.
pub(crate) const CHUNK: usize = block::BLOCK;

/// How often a window's arrays hold so many.
pub(crate) const CHUNKS: usize = CAPACITY / CHUNK;

/// Which of [`CHUNK`] tokens are scalars: a bit each, the first one's lowest.
#[derive(Clone, Copy, Default)]
pub(crate) struct ScalarMasks {
    /// A number, or what is nothing at all.
    pub(crate) numbers: u64,
    /// A literal, or what begins with a letter.
    pub(crate) literals: u64,
}

/// Kind of the closing quote of a string that needs a second look: inside is a backslash or a control
/// byte.
pub(crate) const MARKED: u8 = b'\\';

/// Kind of the closing quote of a string that has a control byte in it, or an escape that does not exist:
/// another letter, or `\u` without four hexadecimal digits.
pub(crate) const SUSPECT: u8 = b'u';

/// What a block has to know of the blocks before it. The default is the state before the first.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Carry {
    /// 1 if the next byte has an escaping backslash before it, else 0.
    escaped: u64,
    /// All ones inside a string, else 0.
    in_string: u64,
    /// 1 if the last byte belongs to a scalar, else 0.
    scalar: u64,
    /// 1 inside a string that already needs a second look, else 0.
    marked: u64,
    /// 1 inside a string that is already suspect, else 0.
    suspect: u64,
    /// A bit for each of the next bytes that has to be a digit of a `\u`.
    digits: u64,
}

impl Carry {
    /// Whether what comes next is the inside of a string, and nothing before it has a say in what that is.
    #[inline]
    pub(crate) fn is_in_string(&self) -> bool {
        self.in_string != 0 && self.escaped | self.digits == 0
    }
}

/// Where tokens go: positions and kinds, side by side.
pub(crate) struct Window<'t> {
    /// Offset of each token in the input.
    pub(crate) pos: &'t mut [MaybeUninit<u32>; CAPACITY],
    /// The token's own byte, or [`MARKED`].
    pub(crate) kind: &'t mut [MaybeUninit<u8>; CAPACITY],
    /// How many tokens there are. Invariant: as many places of both arrays are initialised.
    pub(crate) filled: usize,
    pub(crate) carry: &'t mut Carry,
    /// Whether all bytes were ASCII.
    pub(crate) ascii: bool,
}

/// Indexes `input[from..]` in blocks of 64 bytes, until `window.filled` reaches [`WINDOW`] or fewer
/// than 64 bytes are left; those are indexed too, as if followed by spaces, if this is the `last` of
/// the input. Returns the new `from`.
///
/// Tokens are every `{ } [ ] : ,` outside strings, the first byte of every scalar outside strings (a
/// run of any other bytes that are not whitespace), and both quotes of every string. A backslash
/// escapes a quote outside strings as well; there it is the start of a scalar, or in one, that no
/// reader takes.
///
/// `input.len()` must not exceed `u32::MAX`, or positions wrap. Afterwards the first `filled` places
/// of both arrays are initialised, the new positions ascend, all below `input.len()`, and `filled` is
/// at most `WINDOW + 64` if it was before.
#[inline]
pub(crate) fn index(input: &[u8], from: usize, last: bool, window: &mut Window<'_>) -> usize {
    let kernels = Kernels::active();
    // SAFETY: the CPU has what the active kernels need (`Kernels::active`).
    unsafe { (kernels.index)(input, from, last, window) }
}

/// Passes blocks of 64 bytes of `input[from..]`, the inside of a string, as long as one has nothing that [`index`] would have to
/// notice: no quote, backslash or control byte. Returns the new `from`, and whether all of it is ASCII.
#[inline]
pub(crate) fn pass(input: &[u8], from: usize) -> (usize, bool) {
    let kernels = Kernels::active();
    // SAFETY: the CPU has what the active kernels need (`Kernels::active`).
    unsafe { (kernels.pass)(input, from) }
}

/// Has the cache fetch what is there, where that is known to pay.
#[inline(always)]
pub(crate) fn prefetch<T>(what: &T) {
    #[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
    // SAFETY: all of x86-64 has this hint, by which nothing is read.
    unsafe {
        use core::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        _mm_prefetch::<_MM_HINT_T0>((&raw const *what).cast());
    }
    #[cfg(not(all(target_arch = "x86_64", target_feature = "sse2")))]
    let _ = what;
}

/// Skips the value that starts at `from`, which is no place in a string or scalar, and all that is open around it: where
/// that ends, if all of it is as RFC 8259 wants it (but the encoding, which is not looked at), and not nested very deep.
///
/// `open` has a bit for each array (0) and object (1) below a leading 1, the innermost lowest. If it is 1, so that nothing is
/// open, the value has to be an array or object.
#[inline]
pub(crate) fn skip(input: &[u8], from: usize, open: u64) -> Option<usize> {
    let kernels = Kernels::active();
    // SAFETY: the CPU has what the active kernels need (`Kernels::active`).
    unsafe { (kernels.skip)(input, from, open) }
}

/// Looks at the `kinds` of the next tokens of an array or object, as [`index`] gives them: the number of the one that it ends
/// with, if it does, and in `masks`, for each [`CHUNK`] of those up to there, which of them are scalars. `None` if one is
/// where RFC 8259 does not want it, or if this is nested very deep; a back end may give up at once. Whether scalars are what
/// they should be is for the caller to see.
///
/// The first token is a bracket. All kinds but the last are given a whole number of chunks at a time, one at least and up to
/// [`CHUNKS`]. With fewer than a chunk that was all there is: `None` if the value does not end.
#[inline]
pub(crate) fn check(
    grammar: &mut Grammar,
    kinds: &[u8],
    masks: &mut [ScalarMasks; CHUNKS],
) -> Option<Option<usize>> {
    let kernels = Kernels::active();
    // SAFETY: the CPU has what the active kernels need (`Kernels::active`).
    unsafe { (kernels.check)(grammar, kinds, masks) }
}

/// Writes the text that `from` stands for up to the first `\u`, byte or escape that is not allowed, or until
/// less than 64 places of `to` are left. Returns the bytes read, and those written: so many places are
/// initialised. A back end may give up at any point, and some do at once.
#[inline]
pub(crate) fn unescape(from: &[u8], to: &mut [MaybeUninit<u8>]) -> (usize, usize) {
    let kernels = Kernels::active();
    if kernels.few_escapes.is_some_and(|few| !has_more_escapes(from, few)) {
        return (0, 0);
    }
    // SAFETY: the CPU has what the active kernels need (`Kernels::active`).
    unsafe { (kernels.unescape)(from, to) }
}

/// Whether the first block of `from` has more escapes than so `few`.
#[inline]
fn has_more_escapes(from: &[u8], few: u32) -> bool {
    from.first_chunk::<64>().is_some_and(|block| {
        let counts = block.as_chunks().0.iter().map(|bytes| backslash_mask16(bytes).count_ones());
        counts.sum::<u32>() > few
    })
}

/// Writes `from` as it stands in a string, up to the first control byte that has no letter of its own, or until less than 64
/// places of `to` are left. Returns the bytes read, and those written: so many places are initialised. A back end may give
/// up at any point, and some do at once.
#[inline]
pub(crate) fn escape(from: &[u8], to: &mut [MaybeUninit<u8>]) -> (usize, usize) {
    let kernels = Kernels::active();
    // SAFETY: the CPU has what the active kernels need (`Kernels::active`).
    unsafe { (kernels.escape)(from, to) }
}

/// Copies `from`, 64 bytes or more, until it finds a byte that a string cannot hold as it is. Returns how many bytes have been
/// copied of which none is such: all of them, or some of those before the first. So many places of `to` are initialised.
///
/// # Panics
///
/// If `from` has less than 64 bytes, or `to` fewer places than those.
#[inline]
pub(crate) fn copy_plain(from: &[u8], to: &mut [MaybeUninit<u8>]) -> usize {
    let kernels = Kernels::active();
    // SAFETY: the CPU has what the active kernels need (`Kernels::active`).
    unsafe { (kernels.copy_plain)(from, to) }
}

/// What a byte stands for behind a backslash, 0 if for nothing, or for more than itself (`u`).
pub(crate) const ESCAPED: [u8; 128] = {
    let mut table = [0; 128];
    table[b'"' as usize] = b'"';
    table[b'\\' as usize] = b'\\';
    table[b'/' as usize] = b'/';
    table[b'b' as usize] = 0x08;
    table[b'f' as usize] = 0x0c;
    table[b'n' as usize] = b'\n';
    table[b'r' as usize] = b'\r';
    table[b't' as usize] = b'\t';
    table
};

/// With this bit turned, `"` is 0x20 and stands behind the control bytes, which still are below, and no other byte is: that a
/// string cannot hold a byte as it is takes two comparisons then, not three.
const TURN: u8 = b'"' ^ 0x20;

/// Bit `i` is set if a string cannot hold byte `i` as it is: `"`, `\`, below 0x20.
#[inline(always)]
pub(crate) fn escape_mask16(bytes: &[u8; 16]) -> u32 {
    baseline::escape_mask16(bytes)
}

/// Whether a byte is whitespace of JSON.
#[inline(always)]
pub(crate) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// Bit `i` is set if byte `i` of a string's interior needs a second look: `\`, below 0x20.
#[inline(always)]
pub(crate) fn backslash_mask16(bytes: &[u8; 16]) -> u32 {
    baseline::backslash_mask16(bytes)
}

/// Bit `i` is set if byte `i` is a digit.
#[inline(always)]
pub(crate) fn digit_mask16(bytes: &[u8; 16]) -> u32 {
    baseline::digit_mask16(bytes)
}

/// The digits that `window` has from its middle on: the number they are, and how many there are, up to 16.
/// What lies before the middle is read and has no influence.
#[inline(always)]
pub(crate) fn leading_digits(window: &[u8; 32]) -> (u64, u32) {
    digits_from(window, 16)
}

/// The number that the last `count` of the bytes are, up to 16, if they are all digits. What lies before them is read and
/// has no influence.
#[inline(always)]
pub(crate) fn last_digits(bytes: &[u8; 16], count: usize) -> Option<u64> {
    baseline::last_digits(bytes, count)
}

/// The number that the last `count` of the bytes are without their point, and how many digits follow that, if they are a
/// point and digits on both sides of it, of 17 at least two before it. What lies before them is read and has no influence.
#[inline(always)]
pub(crate) fn last_decimal(bytes: &[u8; 17], count: usize) -> Option<(u64, u32)> {
    baseline::last_decimal(bytes, count)
}

/// Sixteen bytes of it from place `n` on keep the last `n` of sixteen digits.
#[cfg(any(
    all(target_arch = "x86_64", target_feature = "sse2"),
    all(target_arch = "aarch64", target_feature = "neon", target_endian = "little"),
))]
static KEPT: [u8; 32] = {
    let mut table = [0; 32];
    let mut i = 16;
    while i < 32 {
        table[i] = 0xff;
        i += 1;
    }
    table
};

/// The same of the digits that begin at `from`, which is 16 to 32, the window's end.
#[inline(always)]
pub(crate) fn digits_from(window: &[u8; 32], from: usize) -> (u64, u32) {
    baseline::digits_from(window, from)
}

/// The number with the eight digits that the bytes of `digits` are, the lowest first.
#[inline(always)]
pub(crate) fn eight_digits(digits: u64) -> u64 {
    swar::eight_digits(digits)
}

/// The ways this crate has of looking at bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Backend {
    /// x86-64 with AVX-512 F, BW, CD, DQ, VL, VBMI, VBMI2, IFMA, and LZCNT.
    Avx512,
    /// x86-64 with AVX2, BMI and PCLMULQDQ.
    Avx2,
    /// Every x86-64.
    Sse2,
    /// Every AArch64.
    Neon,
    /// Every CPU.
    Swar,
}

impl Backend {
    /// Every back end, the most wanted first.
    const ALL: [Self; 5] = [Self::Avx512, Self::Avx2, Self::Sse2, Self::Neon, Self::Swar];

    /// The back ends that run on this CPU, the most wanted first.
    pub fn available() -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(|backend| backend.kernels().is_some())
    }

    /// Makes the whole process use this back end, if it runs on this CPU.
    pub fn force(self) -> bool {
        // SAFETY: what `kernels` gives, this CPU can run.
        self.kernels().map(|kernels| unsafe { kernels.activate() }).is_some()
    }

    /// What it has for numbers that come together; `None` if it does not run on this CPU.
    #[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
    pub(crate) fn lanes(self) -> Option<(Option<Wide>, Option<Narrow>)> {
        self.kernels().map(|kernels| (kernels.wide.flatten(), kernels.narrow))
    }

    /// The back end's functions; `None` if the CPU lacks something that they need.
    fn kernels(self) -> Option<&'static Kernels> {
        target::kernels(self).or((self == Self::Swar).then_some(&swar::KERNELS))
    }
}

/// A back end's functions.
///
/// Each may be called only on a CPU that has the back end's features.
struct Kernels {
    index: unsafe fn(&[u8], usize, bool, &mut Window<'_>) -> usize,
    pass: unsafe fn(&[u8], usize) -> (usize, bool),
    skip: unsafe fn(&[u8], usize, u64) -> Option<usize>,
    check: Check,
    copy_plain: unsafe fn(&[u8], &mut [MaybeUninit<u8>]) -> usize,
    escape: Rewrite,
    unescape: Rewrite,
    /// So few escapes in a block are resolved sooner one by one, if there is such a number.
    few_escapes: Option<u32>,
    /// Whether digits are written by `Wide`, if a back end has been chosen.
    #[cfg_attr(
        not(all(target_arch = "x86_64", target_feature = "sse2")),
        expect(dead_code, reason = "x86-64 alone has it")
    )]
    wide: Option<Option<Wide>>,
    /// Whether the numbers of an array are read by `Narrow`.
    #[cfg_attr(
        not(all(target_arch = "x86_64", target_feature = "sse2")),
        expect(dead_code, reason = "x86-64 alone has it")
    )]
    narrow: Option<Narrow>,
}

/// The type of [`check`].
type Check = unsafe fn(&mut Grammar, &[u8], &mut [ScalarMasks; CHUNKS]) -> Option<Option<usize>>;

/// The type of [`escape`] and [`unescape`].
type Rewrite = unsafe fn(&[u8], &mut [MaybeUninit<u8>]) -> (usize, usize);

impl Kernels {
    /// The kernels in use, which this CPU can run.
    #[inline(always)]
    fn active() -> &'static Self {
        // SAFETY: invariant of `ACTIVE`. A static is initialised before the program runs, so that
        // no ordering is needed.
        unsafe { &*ACTIVE.load(Ordering::Relaxed) }
    }

    /// Has all calls go through these from now on.
    ///
    /// # Safety
    ///
    /// This CPU can run them.
    unsafe fn activate(&'static self) {
        ACTIVE.store(ptr::from_ref(self).cast_mut(), Ordering::Relaxed);
    }

    /// Chooses the best kernels for this CPU.
    #[cold]
    fn choose() {
        let best = Backend::ALL.into_iter().find_map(Backend::kernels);
        // SAFETY: what `Backend::kernels` gives, this CPU can run, and every CPU runs the other.
        unsafe { best.unwrap_or(&swar::KERNELS).activate() };
    }
}

/// The kernels in use. Invariant: points to a static whose functions this CPU can run.
static ACTIVE: AtomicPtr<Kernels> = AtomicPtr::new(ptr::from_ref(&FIRST_CALL).cast_mut());

/// Stand there until the first call has chosen, which spares the others a test.
static FIRST_CALL: Kernels = Kernels {
    index: |input, from, last, window| {
        Kernels::choose();
        index(input, from, last, window)
    },
    pass: |input, from| {
        Kernels::choose();
        pass(input, from)
    },
    skip: |input, from, open| {
        Kernels::choose();
        skip(input, from, open)
    },
    check: |grammar, kinds, masks| {
        Kernels::choose();
        check(grammar, kinds, masks)
    },
    copy_plain: |from, to| {
        Kernels::choose();
        copy_plain(from, to)
    },
    escape: |from, to| {
        Kernels::choose();
        escape(from, to)
    },
    unescape: |from, to| {
        Kernels::choose();
        unescape(from, to)
    },
    few_escapes: None,
    wide: None,
    narrow: None,
};
