//! The records of a slice, on all cores.

use alloc::vec::Vec;
use std::sync::OnceLock;

use rayon::prelude::*;
use serde_core::de::Deserialize;

use super::error::{LineError, Place};
use super::{Lines, find_line_feed, from_slice};

/// Reads the records of `input` on rayon's threads, in their order.
///
/// Results, errors and their places are those of [`from_slice`].
///
/// ```
/// use fastjson_api::lines;
/// use rayon::prelude::*;
///
/// let input = "1\n2\n3\n".repeat(1000);
/// let numbers: Vec<u64> = lines::par_from_slice(input.as_bytes()).collect::<Result<_, _>>()?;
/// assert_eq!(numbers[..4], [1, 2, 3, 1]);
/// let sum: u64 = lines::par_from_slice::<u64>(input.as_bytes()).filter_map(Result::ok).sum();
/// assert_eq!(sum, 6000);
/// # Ok::<(), lines::LineError>(())
/// ```
pub fn par_from_slice<'a, T>(
    input: &'a [u8],
) -> impl ParallelIterator<Item = Result<T, LineError>> + 'a
where
    T: Deserialize<'a> + Send + 'a,
{
    let pieces = Pieces { pieces: cut(input), before: OnceLock::new() };
    let pieces = alloc::sync::Arc::new(pieces);
    (0..pieces.pieces.len()).into_par_iter().flat_map_iter(move |piece| {
        let pieces = alloc::sync::Arc::clone(&pieces);
        from_slice(pieces.pieces[piece])
            .map(move |record| record.map_err(|error| error.moved(pieces.before(piece))))
    })
}

/// The input, cut between lines.
struct Pieces<'a> {
    pieces: Vec<&'a [u8]>,
    /// Records, lines and bytes before each piece: counted when the first error asks.
    before: OnceLock<Vec<Place>>,
}

impl Pieces<'_> {
    #[cold]
    fn before(&self, piece: usize) -> Place {
        let before = self.before.get_or_init(|| {
            // Not on rayon's threads: one of them could take another piece meanwhile and wait here
            // for itself.
            let mut sum = Place::default();
            let add = |piece: &&[u8]| {
                let before = sum;
                let counted = count(piece);
                sum.record += counted.record;
                sum.line += counted.line;
                sum.offset += counted.offset;
                before
            };
            self.pieces.iter().map(add).collect()
        });
        before[piece]
    }
}

fn count(piece: &[u8]) -> Place {
    let mut lines: Lines<'_, ()> = Lines::new(piece);
    while lines.advance().is_some() {}
    lines.place()
}

/// Pieces large enough to be worth a task, small enough to share out evenly.
const SMALLEST: usize = 32 << 10;
const LARGEST: usize = 1 << 20;
const PER_THREAD: usize = 16;

fn cut(mut input: &[u8]) -> Vec<&[u8]> {
    let size = input.len() / (rayon::current_num_threads() * PER_THREAD);
    let size = size.clamp(SMALLEST, LARGEST);
    let mut pieces = Vec::with_capacity(input.len() / size + 1);
    while input.len() > size {
        let Some(end) = find_line_feed(&input[size..]) else { break };
        let (piece, rest) = input.split_at(size + end + 1);
        pieces.push(piece);
        input = rest;
    }
    pieces.push(input);
    pieces
}
