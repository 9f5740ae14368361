//! The kernels as tests and benches see them: safe, whole slices, one back end at a time.
#![expect(unsafe_code, reason = "calls to functions with target features, uninitialised arrays")]

use alloc::vec::Vec;
use core::mem::MaybeUninit;

use super::{
    Backend, CAPACITY, CHUNK, CHUNKS, Carry, Grammar, Kernels, Rewrite, ScalarMasks, Window,
};

/// The tokens of `input`, each with its position and kind, or `None` if this CPU cannot run the back
/// end. `cuts` are lengths, ascending, at which the input is made to seem cut off; each time what is
/// left of it goes on at the start of a buffer, as it does in a stream. The tokens must not depend
/// on them.
pub fn tokens(backend: Backend, input: &[u8], cuts: &[usize]) -> Option<Vec<(u32, u8)>> {
    let kernels = backend.kernels()?;
    let mut pos = [MaybeUninit::uninit(); CAPACITY];
    let mut kind = [MaybeUninit::uninit(); CAPACITY];
    let mut carry = Carry::default();
    let mut found = Vec::new();
    let mut base = 0;
    let cuts = cuts.iter().map(|&cut| (cut, false)).chain([(input.len(), true)]);
    for (length, last) in cuts {
        let part = &input[base..length];
        let mut from = 0;
        loop {
            let mut window = Window {
                pos: &mut pos,
                kind: &mut kind,
                filled: 0,
                carry: &mut carry,
                ascii: true,
            };
            let before = from;
            // SAFETY: `Backend::kernels` returns what this CPU can run.
            from = unsafe { (kernels.index)(part, from, last, &mut window) };
            let filled = window.filled;
            for (pos, kind) in pos[..filled].iter().zip(&kind[..filled]) {
                // SAFETY: the first `filled` of each are initialised (promise of `index`).
                let (pos, kind) = unsafe { (pos.assume_init(), kind.assume_init()) };
                found.push((base as u32 + pos, kind));
            }
            if from == before {
                break;
            }
        }
        base += from;
    }
    Some(found)
}

/// How many tokens `input` has, counted without keeping any; `None` as for [`tokens`].
pub fn count(backend: Backend, input: &[u8]) -> Option<usize> {
    scan(backend, input).map(|(count, _)| count)
}

/// Whether all bytes of `input` are ASCII, as `index` sees them; `None` as for [`tokens`].
pub fn is_ascii(backend: Backend, input: &[u8]) -> Option<bool> {
    scan(backend, input).map(|(_, ascii)| ascii)
}

fn scan(backend: Backend, input: &[u8]) -> Option<(usize, bool)> {
    let kernels = backend.kernels()?;
    let mut pos = [MaybeUninit::uninit(); CAPACITY];
    let mut kind = [MaybeUninit::uninit(); CAPACITY];
    let mut carry = Carry::default();
    let mut from = 0;
    let (mut count, mut ascii) = (0, true);
    while from < input.len() {
        let mut window =
            Window { pos: &mut pos, kind: &mut kind, filled: 0, carry: &mut carry, ascii };
        // SAFETY: `Backend::kernels` returns what this CPU can run.
        from = unsafe { (kernels.index)(input, from, true, &mut window) };
        (count, ascii) = (count + window.filled, window.ascii);
    }
    Some((count, ascii))
}

/// `skip` with a given back end; `None` as for [`tokens`].
pub fn skip(backend: Backend, input: &[u8], from: usize, open: u64) -> Option<Option<usize>> {
    // SAFETY: `Backend::kernels` returns what this CPU can run.
    backend.kernels().map(|kernels| unsafe { (kernels.skip)(input, from, open) })
}

/// `check` of all these kinds with a given back end, handed over so many chunks at a time: the number of the last token of the
/// value, and those of its numbers and literals. `None` as for [`tokens`].
pub fn check(backend: Backend, kinds: &[u8], chunks: usize) -> Option<Option<Checked>> {
    let kernels = backend.kernels()?;
    let mut grammar = Grammar::new(1);
    let mut masks = [ScalarMasks::default(); CHUNKS];
    let mut checked = Checked::default();
    for kinds in kinds.chunks(chunks.clamp(1, CHUNKS) * CHUNK) {
        // SAFETY: `Backend::kernels` returns what this CPU can run.
        let Some(end) = (unsafe { (kernels.check)(&mut grammar, kinds, &mut masks) }) else {
            return Some(None);
        };
        let count = end.map_or(kinds.len(), |end| end + 1);
        for (at, masks) in (0..count).step_by(CHUNK).zip(masks) {
            let base = checked.tokens + at;
            let those = |mask: u64| (0..CHUNK).filter(move |&i| mask >> i & 1 != 0);
            checked.numbers.extend(those(masks.numbers).map(|i| base + i));
            checked.literals.extend(those(masks.literals).map(|i| base + i));
        }
        checked.tokens += count;
        if end.is_some() {
            return Some(Some(checked));
        }
    }
    Some(None)
}

/// How many tokens a value has, and which of them are scalars.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// How many.
    pub tokens: usize,
    /// Those that are numbers, or nothing at all.
    pub numbers: Vec<usize>,
    /// Those that are literals, or begin with a letter.
    pub literals: Vec<usize>,
}

/// `pass` with a given back end; `None` as for [`tokens`].
pub fn pass(backend: Backend, input: &[u8], from: usize) -> Option<(usize, bool)> {
    // SAFETY: `Backend::kernels` returns what this CPU can run.
    backend.kernels().map(|kernels| unsafe { (kernels.pass)(input, from) })
}

/// What `copy_plain` copied of `from`, 64 bytes or more, with a given back end; `None` as for [`tokens`].
pub fn copy_plain(backend: Backend, from: &[u8]) -> Option<Vec<u8>> {
    let kernels = backend.kernels()?;
    let mut text = Vec::with_capacity(from.len());
    // SAFETY: `Backend::kernels` returns what this CPU can run; as many places of the spare capacity are initialised as it
    // says.
    unsafe {
        let copied = (kernels.copy_plain)(from, &mut text.spare_capacity_mut()[..from.len()]);
        assert!(copied <= from.len(), "no more is copied than there is");
        text.set_len(copied);
    }
    Some(text)
}

/// The bytes of `from` that `escape` read with a given back end and `room` to write to, and what it wrote; `None` as for
/// [`tokens`].
pub fn escape(backend: Backend, from: &[u8], room: usize) -> Option<(usize, Vec<u8>)> {
    rewrite(backend, |kernels| kernels.escape, from, room)
}

/// The same of `unescape`.
pub fn unescape(backend: Backend, from: &[u8], room: usize) -> Option<(usize, Vec<u8>)> {
    rewrite(backend, |kernels| kernels.unescape, from, room)
}

fn rewrite(
    backend: Backend,
    which: impl FnOnce(&Kernels) -> Rewrite,
    from: &[u8],
    room: usize,
) -> Option<(usize, Vec<u8>)> {
    let kernel = which(backend.kernels()?);
    let mut text = Vec::with_capacity(room);
    // SAFETY: `Backend::kernels` returns what this CPU can run; as many places of the spare capacity are initialised as it
    // says.
    unsafe {
        let room = &mut text.spare_capacity_mut()[..room];
        let (read, written) = kernel(from, room);
        assert!(written <= room.len(), "no more is written than there is room for");
        text.set_len(written);
        Some((read, text))
    }
}

/// The masks of sixteen bytes: those to escape, those to unescape, digits. First as the target's
/// vectors make them, then as words do.
pub fn masks(bytes: &[u8; 16]) -> [[u32; 3]; 2] {
    use super::swar;
    [
        [super::escape_mask16(bytes), super::backslash_mask16(bytes), super::digit_mask16(bytes)],
        [swar::escape_mask16(bytes), swar::backslash_mask16(bytes), swar::digit_mask16(bytes)],
    ]
}

/// The number and the count of the digits from a place of a window on, 16 to 32, as the target's vectors find them
/// and as words do.
pub fn digits_from(window: &[u8; 32], from: usize) -> [(u64, u32); 2] {
    [super::digits_from(window, from), super::swar::digits_from(window, from)]
}

/// The number that the last bytes are if they are digits, likewise.
pub fn last_digits(bytes: &[u8; 16], count: usize) -> [Option<u64>; 2] {
    [super::last_digits(bytes, count), super::swar::last_digits(bytes, count)]
}

/// The number that the last bytes are without their point, and the digits behind it, likewise.
pub fn last_decimal(bytes: &[u8; 17], count: usize) -> [Option<(u64, u32)>; 2] {
    [super::last_decimal(bytes, count), super::swar::last_decimal(bytes, count)]
}

/// The bytes of a word to escape, a high bit each.
pub fn escape_mask8(word: u64) -> u64 {
    super::swar::escapes(word)
}
