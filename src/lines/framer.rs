//! Cuts a stream of bytes into records, for whoever holds the bytes.

use super::error::{LineError, Place};
use super::{find_line_feed, is_blank};

/// Where a stream of lines has been read to, and what is known of the bytes after that.
#[derive(Clone, Debug)]
pub(crate) struct Framer {
    /// Bytes after the last line that are known to hold no line feed.
    searched: usize,
    next: Place,
    limit: usize,
    /// In a line that was too long: its rest is not for reading.
    skipping: bool,
}

/// What the held bytes start with, after `forget` bytes that hold no record.
#[derive(Debug)]
pub(crate) struct Step {
    pub forget: usize,
    pub found: Found,
}

#[derive(Debug)]
pub(crate) enum Found {
    /// A record of `length` bytes, and a line feed of `line_end` bytes.
    Record { length: usize, line_end: usize, place: Place },
    /// A line that is too long, skipped from here on.
    TooLong(LineError),
    /// Nothing complete: more bytes are needed.
    Part,
    /// The end of the input.
    End,
}

impl Framer {
    pub(crate) fn new(limit: usize) -> Self {
        Framer { searched: 0, next: Place::default(), limit, skipping: false }
    }

    pub(crate) fn set_limit(&mut self, limit: usize) {
        self.limit = limit;
    }

    /// Where the next line starts.
    pub(crate) fn place(&self) -> Place {
        Place { line: self.next.line + 1, ..self.next }
    }

    /// Looks at all bytes held, which the caller then drops: the `forget` ones, and a record with its line end.
    pub(crate) fn step(&mut self, held: &[u8], is_last: bool) -> Step {
        let mut forget = 0;
        loop {
            let rest = &held[forget..];
            let line_feed = find_line_feed(&rest[self.searched..]).map(|at| at + self.searched);
            let length = line_feed.unwrap_or(rest.len());
            if length > self.limit && !self.skipping {
                self.skipping = true;
                self.next.record += 1;
                let error = LineError::too_long(self.limit, self.place());
                return Step { forget, found: Found::TooLong(error) };
            }
            let line_end = match line_feed {
                Some(_) => 1,
                None if is_last && length > 0 => 0,
                None if is_last => return Step { forget, found: Found::End },
                None if self.skipping => {
                    self.searched = 0;
                    self.next.offset += length as u64;
                    return Step { forget: forget + length, found: Found::Part };
                }
                None => {
                    self.searched = length;
                    return Step { forget, found: Found::Part };
                }
            };
            let offset = self.next.offset;
            let is_record = !self.skipping && !is_blank(&rest[..length]);
            self.searched = 0;
            self.skipping = false;
            self.next.offset += (length + line_end) as u64;
            self.next.line += 1;
            if is_record {
                self.next.record += 1;
                let place = Place { offset, ..self.next };
                return Step { forget, found: Found::Record { length, line_end, place } };
            }
            forget += length + line_end;
        }
    }
}
