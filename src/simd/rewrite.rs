//! Text copied, and its escapes resolved, block by block: the same for every back end.

use core::mem::MaybeUninit;

use super::block::{BLOCK, Kernel};
#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
use super::block::{Last, Unescape, escaped_of, low_bits};

/// [`copy_plain`](super::copy_plain) with a given kernel.
#[inline(always)]
pub(super) fn copy_plain<K: Kernel>(kernel: K, from: &[u8], to: &mut [MaybeUninit<u8>]) -> usize {
    let to = &mut to[..from.len()];
    let (Some(last), Some(last_room)) = (from.last_chunk(), to.len().checked_sub(BLOCK)) else {
        panic!("less than a block");
    };
    let mut at = 0;
    while at < last_room {
        let block = from[at..].first_chunk().expect("a block is left");
        let room = to[at..].first_chunk_mut().expect("as there");
        if !kernel.copy_plain(block, room) {
            return at;
        }
        at += BLOCK;
    }
    // The last block overlaps the one before it.
    let room = to[last_room..].first_chunk_mut().expect("a block");
    if kernel.copy_plain(last, room) { from.len() } else { at }
}

/// Bytes without a backslash behind which more of these are expected, and looked at for the next one alone.
#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
const PLAIN: usize = 8 * BLOCK;

/// [`unescape`](super::unescape) with a given kernel.
#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
#[inline(always)]
pub(super) fn unescape<K: Unescape>(
    kernel: K,
    from: &[u8],
    to: &mut [MaybeUninit<u8>],
) -> (usize, usize) {
    let mut rest = from;
    let mut written = 0;
    let mut removed_before = 0;
    while !rest.is_empty()
        && let Some(room) = to.get_mut(written..).and_then(<[_]>::first_chunk_mut)
    {
        let padded;
        // As `Last` has it.
        let (block, after, done) = match (rest.split_first_chunk(), from.last_chunk()) {
            (Some((block, after)), _) => (block, after, 0),
            (None, Some(block)) if K::OVERLAPS => (block, &[][..], BLOCK - rest.len()),
            (None, _) => {
                padded = kernel.pad(rest);
                (&padded, &[][..], 0)
            }
        };
        let kernel = Last { kernel, done };
        let masks = kernel.masks(block);
        let escaped = escaped_of(masks.backslash, 0);
        let escaping = masks.backslash & !escaped;
        // An escape is taken with its backslash or not at all.
        let unresolved = kernel.unresolved(block, escaped) >> 1 | masks.control;
        let stop = unresolved | escaping & 1 << (BLOCK - 1);
        if stop == 0 && rest.len() >= BLOCK {
            // Foreseen, so that where the next block starts does not wait for this one.
            kernel.resolve(block, escaped, !escaping, room);
            written += (!escaping).count_ones() as usize;
            rest = after;
            if K::FORESEES && (rest.len() / BLOCK).is_multiple_of(PLAIN / BLOCK) {
                let removed = from.len() - rest.len() - written;
                let plain = removed == removed_before;
                removed_before = removed;
                while plain
                    && let Some((block, after)) = rest.split_first_chunk()
                    && let Some(room) = to.get_mut(written..).and_then(<[_]>::first_chunk_mut)
                    && kernel.copy_plain(block, room)
                {
                    written += BLOCK;
                    rest = after;
                }
            }
            continue;
        }
        let taken = (stop.trailing_zeros() as usize).min(rest.len());
        let keep = !escaping & low_bits(taken);
        kernel.resolve(block, escaped, keep, room);
        written += keep.count_ones() as usize;
        rest = &rest[taken..];
        if taken < BLOCK - 1 {
            break;
        }
    }
    (from.len() - rest.len(), written)
}

/// [`escape`](super::escape) or [`unescape`](super::unescape) of a back end that cannot: it leaves all to the caller.
pub(super) fn rewrite_nothing(_: &[u8], _: &mut [MaybeUninit<u8>]) -> (usize, usize) {
    (0, 0)
}
