//! The sliding buffer that both readers fill.

use alloc::vec;
use alloc::vec::Vec;
use std::io;

use crate::index::reader::read_some;

/// Bytes read from `input` and not used yet.
#[derive(Debug)]
pub(super) struct Buffer<R> {
    input: R,
    bytes: Vec<u8>,
    start: usize,
    end: usize,
}

/// Room at first, and read at least at once.
const ROOM: usize = 64 << 10;

impl<R: io::Read> Buffer<R> {
    pub(super) fn new(input: R) -> Self {
        Buffer { input, bytes: Vec::new(), start: 0, end: 0 }
    }

    #[inline]
    pub(super) fn filled(&self) -> &[u8] {
        &self.bytes[self.start..self.end]
    }

    /// Forgets the first `count` bytes, which stay in place until the next `fill`.
    #[inline]
    pub(super) fn consume(&mut self, count: usize) {
        self.start += count;
    }

    /// The last `count` bytes consumed, if `fill` was not called since.
    #[inline]
    pub(super) fn consumed(&self, count: usize) -> &[u8] {
        &self.bytes[self.start.saturating_sub(count)..self.start]
    }

    /// The same, and the byte that comes next.
    pub(super) fn consumed_and_next(&self, count: usize) -> &[u8] {
        &self.bytes[self.start.saturating_sub(count)..self.end.min(self.start + 1)]
    }

    /// Reads more, once; false at the end of the input.
    pub(super) fn fill(&mut self) -> io::Result<bool> {
        if self.start > 0 {
            self.bytes.copy_within(self.start..self.end, 0);
            self.end -= self.start;
            self.start = 0;
        }
        if self.end == self.bytes.len() {
            // Doubling keeps the cost of long records linear.
            let room = (self.bytes.len() * 2).max(ROOM);
            let mut longer = vec![0; room];
            longer[..self.end].copy_from_slice(&self.bytes[..self.end]);
            self.bytes = longer;
        }
        let count = read_some(&mut self.input, &mut self.bytes[self.end..])?;
        self.end += count;
        Ok(count > 0)
    }

    pub(super) fn into_input(self) -> R {
        self.input
    }

    pub(super) fn input(&self) -> &R {
        &self.input
    }
}
