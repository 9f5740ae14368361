//! The records of a slice.

use core::iter::FusedIterator;
use core::marker::PhantomData;

use serde_core::de::Deserialize;

use super::error::{LineError, Place};
use super::{find_line_feed, is_blank};

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
    Lines { rest: input, record: &[], next: Place::default(), item: PhantomData }
}

/// Iterator over the records of a slice; see [`from_slice`].
#[derive(Clone, Debug)]
pub struct Lines<'a, T> {
    rest: &'a [u8],
    record: &'a [u8],
    /// `offset` is that of `rest`; `record` and `line` count those before it.
    next: Place,
    item: PhantomData<fn() -> T>,
}

impl<'a, T> Lines<'a, T> {
    /// The text of the last record, without its line end.
    ///
    /// ```
    /// let mut numbers = fastjson_api::lines::from_slice::<u8>(b"1\nx2\n3");
    /// assert!(numbers.by_ref().any(|number| number.is_err()));
    /// assert_eq!(numbers.record(), b"x2");
    /// assert_eq!(numbers.rest(), b"3");
    /// ```
    pub fn record(&self) -> &'a [u8] {
        self.record
    }

    /// What has not been read yet.
    pub fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// The next record's text, and where it starts.
    #[inline]
    pub(super) fn advance(&mut self) -> Option<(&'a [u8], Place)> {
        while !self.rest.is_empty() {
            let (line, rest) = match find_line_feed(self.rest) {
                Some(end) => (&self.rest[..end], &self.rest[end + 1..]),
                None => (self.rest, &self.rest[self.rest.len()..]),
            };
            let offset = self.next.offset;
            self.next.offset += (self.rest.len() - rest.len()) as u64;
            self.next.line += 1;
            self.rest = rest;
            if !is_blank(line) {
                self.next.record += 1;
                self.record = line;
                return Some((line, Place { offset, ..self.next }));
            }
        }
        None
    }

    /// Where the records end that have been read.
    #[cfg(feature = "rayon")]
    pub(super) fn place(&self) -> Place {
        self.next
    }
}

impl<'a, T: Deserialize<'a>> Iterator for Lines<'a, T> {
    type Item = Result<T, LineError>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let (line, place) = self.advance()?;
        Some(crate::from_slice(line).map_err(|error| LineError::of_json(error, place)))
    }
}

impl<'a, T: Deserialize<'a>> FusedIterator for Lines<'a, T> {}
