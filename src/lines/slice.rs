//! The records of a slice.

use alloc::boxed::Box;
use core::fmt;
use core::iter::FusedIterator;
use core::marker::PhantomData;

use serde_core::de::Deserialize;

use super::error::{LineError, Place};
use super::{find_last_line_feed, find_line_feed, has_line_feed, is_blank};
use crate::de::{Deserializer, SliceRead};

/// Reads the records of `input`, one a line.
///
/// `T` may borrow from `input`. A record that cannot be read is an `Err`; the iterator goes on after it.
///
/// ```
/// let names = fastjson_api::lines::from_slice::<&str>(b"\"ada\"\r\n\"grace\"");
/// assert_eq!(names.collect::<Result<Vec<_>, _>>()?, ["ada", "grace"]);
/// # Ok::<(), fastjson_api::lines::LineError>(())
/// ```
pub fn from_slice<'a, T: Deserialize<'a>>(input: &'a [u8]) -> Lines<'a, T> {
    Lines::new(input)
}

/// Iterator over the records of a slice; see [`from_slice`].
pub struct Lines<'a, T> {
    input: &'a [u8],
    /// Where in `input` the next line starts.
    at: usize,
    record: &'a [u8],
    /// Records and lines before `at`.
    records: u64,
    lines: u64,
    ahead: Option<Box<Ahead<'a>>>,
    /// Records to read one by one before reading ahead again.
    singly: u8,
    /// Records to read one by one after the next bad one.
    careful: u8,
    /// The line at `at` was handed to a type that did not come back from it: it panicked.
    lost: bool,
    /// Up to here too few lines come before one that is too long for reading ahead.
    few: usize,
    output: PhantomData<T>,
}

/// Some lines, read as one text: the parser starts once for all of them, not once a line.
struct Ahead<'a> {
    de: Deserializer<SliceRead<'a>>,
    /// Where in the input the text starts and ends.
    start: usize,
    end: usize,
}

/// Length of text from which on reading ahead pays, and of what is read ahead at once: it should stay in the cache.
const LEAST: usize = 2 << 10;
const MOST: usize = 64 << 10;

/// The most records to read one by one after a bad one. Where one is bad, more may be, and each would cost a start: it is
/// none after the first, then 1, 3, 7 and so on, until text was read ahead to its end.
const MOST_CAREFUL: u8 = 16;

impl<'a, T> Lines<'a, T> {
    pub(super) fn new(input: &'a [u8]) -> Self {
        Lines {
            input,
            at: 0,
            record: &[],
            records: 0,
            lines: 0,
            ahead: None,
            // The first may be a line that names columns.
            singly: 1,
            careful: 0,
            lost: false,
            few: 0,
            output: PhantomData,
        }
    }

    /// Records that follow others: the first names no columns.
    #[cfg(feature = "rayon")]
    pub(super) fn further(input: &'a [u8]) -> Self {
        Lines { singly: 0, ..Lines::new(input) }
    }

    /// The text of the last record, without its line end.
    ///
    /// ```
    /// let mut numbers = fastjson_api::lines::from_slice::<u8>(b"1\nx2\n3");
    /// assert!(numbers.by_ref().any(|number| number.is_err()));
    /// assert_eq!(numbers.record(), b"x2");
    /// assert_eq!(numbers.rest(), b"3");
    /// ```
    pub fn record(&self) -> &'a [u8] {
        match self.lost {
            false => self.record,
            true => self.line_at(self.at),
        }
    }

    /// What has not been read yet.
    pub fn rest(&self) -> &'a [u8] {
        let lost = if self.lost { self.line_at(self.at).len() + 1 } else { 0 };
        self.input.get(self.at + lost..).unwrap_or_default()
    }

    /// The line that starts there, without its line end.
    #[cold]
    fn line_at(&self, start: usize) -> &'a [u8] {
        let rest = &self.input[start..];
        &rest[..find_line_feed(rest).unwrap_or(rest.len())]
    }

    /// Makes the next line that is not blank the last record, and says where it starts.
    #[inline]
    pub(super) fn advance(&mut self) -> Option<usize> {
        while self.at < self.input.len() {
            let start = self.at;
            let rest = &self.input[start..];
            let line = match find_line_feed(rest) {
                Some(length) => {
                    self.at += length + 1;
                    &rest[..length]
                }
                None => {
                    self.at = self.input.len();
                    rest
                }
            };
            self.lines += 1;
            if !is_blank(line) {
                self.records += 1;
                self.record = line;
                return Some(start);
            }
        }
        None
    }

    /// Goes on behind the lines that come next and hold no record.
    #[cold]
    #[inline(never)]
    fn pass_blank(&mut self) {
        while self.at < self.input.len() {
            let length = find_line_feed(self.rest()).unwrap_or(self.rest().len());
            if !is_blank(&self.rest()[..length]) {
                break;
            }
            self.at = (self.at + length + 1).min(self.input.len());
            self.lines += 1;
        }
    }

    /// Makes the line that starts with the value that ends at `end` the last record, if there is nothing else in it.
    #[inline]
    fn take(&mut self, end: usize) -> bool {
        let input = self.input;
        let Some(value) = input.get(self.at..end) else { return false };
        let length = match input.get(end) {
            Some(b'\n') | None => 0,
            Some(_) => match find_line_feed(&input[end..]) {
                Some(length) if is_blank(&input[end..end + length]) => length,
                _ => return false,
            },
        };
        if has_line_feed(value) {
            return false;
        }
        self.record = &input[self.at..end + length];
        self.at = (end + length + 1).min(input.len());
        self.lines += 1;
        self.records += 1;
        true
    }

    /// Where the records end that have been read.
    #[cfg(feature = "rayon")]
    pub(super) fn place(&self) -> Place {
        self.place_at(self.at)
    }

    fn place_at(&self, offset: usize) -> Place {
        Place { record: self.records, line: self.lines, column: 0, offset: offset as u64 }
    }
}

impl<'a, T: Deserialize<'a>> Lines<'a, T> {
    /// The lines ahead that the line at `at` comes next in. They are taken, and put back once the record is good: a
    /// type that panics while it is read leaves nothing half read behind.
    #[inline]
    fn take_ahead(&mut self) -> Option<Box<Ahead<'a>>> {
        if self.lost {
            self.lost = false;
            self.advance();
        }
        if self.input.get(self.at).is_some_and(|&first| first <= b' ') {
            self.pass_blank();
        }
        if self.singly > 0 {
            self.singly -= 1;
            return None;
        }
        if let Some(ahead) = self.ahead.take() {
            // The records before took all of their lines: the next value starts in this one.
            if self.at < ahead.end {
                return Some(ahead);
            }
            self.careful = 0;
        }
        if self.at < self.few {
            return None;
        }
        match Ahead::new(self.input, self.at) {
            Ok(ahead) => Some(ahead),
            Err(few) => {
                self.few = few;
                None
            }
        }
    }

    /// The next record by itself.
    #[inline(never)]
    fn read_singly(&mut self) -> Option<Result<T, LineError>> {
        let start = self.advance()?;
        let record = crate::from_slice(self.record);
        Some(record.map_err(|error| LineError::of_json(error, self.place_at(start))))
    }

    /// Reads the next records one by one, after one that could not be read ahead.
    #[cold]
    fn be_careful(&mut self) {
        self.singly = self.careful;
        self.careful = (self.careful * 2 + 1).min(MOST_CAREFUL);
    }
}

impl<'a> Ahead<'a> {
    /// The lines from `start` on; where they end if they are too few.
    fn new(input: &'a [u8], start: usize) -> Result<Box<Self>, usize> {
        let rest = &input[start..];
        // No further than that, however long the next line is.
        let length = match rest.get(..MOST) {
            Some(most) => find_last_line_feed(most).unwrap_or(0),
            None => rest.len(),
        };
        let end = start + length;
        if length < LEAST {
            return Err(end);
        }
        Ok(Box::new(Ahead { de: Deserializer::from_slice(&rest[..length]), start, end }))
    }
}

impl<'a, T: Deserialize<'a>> Iterator for Lines<'a, T> {
    type Item = Result<T, LineError>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let ahead = self.take_ahead();
        let mut doubtful = ahead.is_some();
        if let Some(mut ahead) = ahead {
            self.lost = true;
            // Handed on at once: each step that a value takes on its way out copies it. A type that reads nothing stands
            // before the record, and an error that is not handed on may still tell its place.
            if let Ok(value) = T::deserialize(&mut ahead.de)
                && ahead.de.is_unerring()
                && self.take(ahead.start + ahead.de.byte_offset())
            {
                self.lost = false;
                self.ahead = Some(ahead);
                return Some(Ok(value));
            }
            self.lost = false;
        }
        let record = self.read_singly()?;
        doubtful |= record.is_err();
        if doubtful {
            self.be_careful();
        }
        Some(record)
    }
}

impl<T> Clone for Lines<'_, T> {
    fn clone(&self) -> Self {
        Lines { ahead: None, ..*self }
    }
}

impl<T> fmt::Debug for Lines<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lines")
            .field("at", &self.at)
            .field("records", &self.records)
            .finish_non_exhaustive()
    }
}

impl<'a, T: Deserialize<'a>> FusedIterator for Lines<'a, T> {}
