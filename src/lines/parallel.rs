//! The records of a slice, on all cores.

use alloc::vec;
use alloc::vec::Vec;
use core::hint;
use core::marker::PhantomData;
use core::mem;
use core::sync::atomic::{AtomicUsize, Ordering};
use core::time::Duration;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Instant;

use rayon::iter::ParallelIterator;
use rayon::iter::plumbing::{Consumer, Folder, Reducer, UnindexedConsumer};
use serde_core::de::Deserialize;

use super::error::{LineError, Place};
use super::{Lines, find_line_feed};

/// Reads the records of `input` on the calling thread and rayon's, in their order.
///
/// Results, errors and their places are those of [`from_slice`](super::from_slice).
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
    Parallel { input, output: PhantomData }
}

/// The records to be read.
struct Parallel<'a, T> {
    input: &'a [u8],
    output: PhantomData<fn() -> T>,
}

impl<'a, T: Deserialize<'a> + Send> ParallelIterator for Parallel<'a, T> {
    type Item = Result<T, LineError>;

    // Not by rayon's own iterators, which leave everything to its threads: the caller goes to sleep, and to wake the
    // others and then the caller takes as long as to read a hundred kilobytes.
    fn drive_unindexed<C: UnindexedConsumer<Self::Item>>(self, consumer: C) -> C::Result {
        let pieces = Pieces::new(self.input);
        let read = |piece: usize, consumer: C| {
            if consumer.full() {
                return consumer.into_folder().complete();
            }
            let text = pieces.pieces[piece];
            let records = if piece == 0 { Lines::new(text) } else { Lines::further(text) };
            let placed = |record: Result<T, LineError>| {
                record.map_err(|error| error.moved(pieces.before(piece)))
            };
            consumer.into_folder().consume_iter(records.map(placed)).complete()
        };
        let mut tasks = Tasks { tasks: Vec::new(), reducers: Vec::new() };
        tasks.split(consumer, pieces.pieces.len());
        let next = AtomicUsize::new(0);
        let read_next = || {
            let piece = next.fetch_add(1, Ordering::Relaxed);
            let Some(task) = tasks.tasks.get(piece) else { return false };
            if let Task::Waiting(consumer) = replace(task, Task::Taken) {
                replace(task, Task::Read(read(piece, consumer)));
            }
            true
        };
        let (begun, ended) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let help = |_: &rayon::Scope<'_>| {
            begun.fetch_add(1, Ordering::Relaxed);
            while read_next() {}
            ended.fetch_add(1, Ordering::Release);
        };
        let mut helpers = (rayon::current_num_threads() - 1).max(1).min(tasks.tasks.len() - 1);
        rayon::in_place_scope(|scope| {
            (0..helpers).for_each(|_| scope.spawn(help));
            // One that was woken where the caller runs waits for it, for milliseconds: then another is asked.
            if read_next() && begun.load(Ordering::Relaxed) < helpers {
                scope.spawn(help);
                helpers += 1;
            }
            while read_next() {}
            // One of the pool's own threads would wait for what it has to do itself.
            if rayon::current_thread_index().is_none() {
                wait_a_little(|| ended.load(Ordering::Acquire) == helpers);
            }
        });
        match tasks.join() {
            Some(result) => result,
            None => unreachable!("the scope hands a panic on"),
        }
    }
}

/// Until that is so, or for longer than a last piece should take. The scope's own way of waiting is to sleep at once, and
/// to be woken takes longer than that piece.
fn wait_a_little(ended: impl Fn() -> bool) {
    let end = Instant::now() + A_LITTLE;
    while !ended() && Instant::now() < end {
        hint::spin_loop();
    }
    // Behind what a helper counts it has to tell the scope.
    (0..16).for_each(|_| hint::spin_loop());
}

const A_LITTLE: Duration = Duration::from_micros(100);

/// What is to be done with each piece, and how the results are joined: as a tree, whose halves rayon's consumers are
/// made for.
struct Tasks<C: Consumer<I>, I> {
    /// In the order of the pieces.
    tasks: Vec<Mutex<Task<C, C::Result>>>,
    /// Of a tree, then of its left half, then of its right one.
    reducers: Vec<C::Reducer>,
}

enum Task<C, R> {
    Waiting(C),
    Taken,
    Read(R),
}

impl<I, C: UnindexedConsumer<I>> Tasks<C, I> {
    fn split(&mut self, consumer: C, count: usize) {
        if count <= 1 {
            self.tasks.push(Mutex::new(Task::Waiting(consumer)));
            return;
        }
        self.reducers.push(consumer.to_reducer());
        self.split(consumer.split_off_left(), count / 2);
        self.split(consumer, count - count / 2);
    }

    /// What all that was read gives; `None` if a task was not done.
    fn join(self) -> Option<C::Result> {
        let count = self.tasks.len();
        let mut results = self.tasks.into_iter().map_while(|task| {
            match task.into_inner().unwrap_or_else(PoisonError::into_inner) {
                Task::Read(result) => Some(result),
                Task::Waiting(_) | Task::Taken => None,
            }
        });
        join::<C, I>(count, &mut results, &mut self.reducers.into_iter())
    }
}

fn join<C: Consumer<I>, I>(
    count: usize,
    results: &mut impl Iterator<Item = C::Result>,
    reducers: &mut impl Iterator<Item = C::Reducer>,
) -> Option<C::Result> {
    if count <= 1 {
        return results.next();
    }
    let reducer = reducers.next()?;
    let left = join::<C, I>(count / 2, results, reducers)?;
    let right = join::<C, I>(count - count / 2, results, reducers)?;
    Some(reducer.reduce(left, right))
}

fn replace<T>(place: &Mutex<T>, value: T) -> T {
    mem::replace(&mut place.lock().unwrap_or_else(PoisonError::into_inner), value)
}

/// The input, cut between lines.
struct Pieces<'a> {
    pieces: Vec<&'a [u8]>,
    /// Records, lines and bytes before each piece: counted when an error in it asks, or one behind it.
    before: Vec<OnceLock<Place>>,
}

impl<'a> Pieces<'a> {
    fn new(input: &'a [u8]) -> Self {
        let pieces = cut(input);
        let before = vec![OnceLock::new(); pieces.len()];
        Pieces { pieces, before }
    }

    /// No lines are counted for an error in the first piece, as that of a line that names columns.
    #[cold]
    fn before(&self, piece: usize) -> Place {
        // Not on rayon's threads: one of them could take another piece meanwhile and wait here
        // for itself. Two that count at once find the same.
        let known = self.before[..=piece].iter().rposition(|place| place.get().is_some());
        let mut sum = Place::default();
        for at in known.unwrap_or(0)..=piece {
            sum = *self.before[at].get_or_init(|| sum);
            if at < piece {
                let counted = count(self.pieces[at]);
                sum.record += counted.record;
                sum.line += counted.line;
                sum.offset += counted.offset;
            }
        }
        sum
    }
}

fn count(piece: &[u8]) -> Place {
    let mut lines: Lines<'_, ()> = Lines::new(piece);
    while lines.advance().is_some() {}
    lines.place()
}

/// Pieces large enough to be worth a task, small enough to share out evenly.
const SMALLEST: usize = 16 << 10;
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
