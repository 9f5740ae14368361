//! The records of an `io::Read`, in bounded memory.

use core::iter::FusedIterator;
use core::marker::PhantomData;
use std::io;

use serde_core::de::{Deserialize, DeserializeOwned};

use super::DEFAULT_MAX_LENGTH;
use super::buffer::Buffer;
use super::error::{LineError, Place};
use super::framer::{Found, Framer, Step};
use crate::de::Scratch;

/// Reads records from an [`io::Read`], one a line, in memory bounded by the longest record.
///
/// It reads in blocks of 64 KiB and needs no `BufReader`. As soon as a line is there it is handed out: reading from a
/// socket does not wait for a block to fill.
///
/// ```
/// use fastjson_api::lines::Reader;
///
/// let input: &[u8] = b"[1, 2]\n[3]\n\"four\"\n[5]";
/// let mut reader = Reader::new(input);
/// // A borrowing type lives until the next call ...
/// assert_eq!(reader.read::<Vec<u8>>().unwrap()?, [1, 2]);
/// // ... and an owned one makes an iterator.
/// let rest: Vec<_> = reader.records::<Vec<u8>>().map(Result::ok).collect();
/// assert_eq!(rest, [Some(vec![3]), None, Some(vec![5])]);
/// # Ok::<(), fastjson_api::lines::LineError>(())
/// ```
#[derive(Debug)]
pub struct Reader<R> {
    buffer: Buffer<R>,
    framer: Framer,
    scratch: Scratch,
    /// The last record, at the end of what the buffer has consumed.
    last: Last,
}

/// The last record's text in the consumed part of the buffer.
#[derive(Debug, Default, Clone, Copy)]
struct Last {
    length: usize,
    line_end: usize,
}

impl<R: io::Read> Reader<R> {
    /// A reader of records of up to [`DEFAULT_MAX_LENGTH`] bytes.
    pub fn new(input: R) -> Self {
        Reader {
            buffer: Buffer::new(input),
            framer: Framer::new(DEFAULT_MAX_LENGTH),
            scratch: Scratch::new(),
            last: Last::default(),
        }
    }

    /// Sets the length in bytes, without the line feed, above which a record is skipped with an error.
    ///
    /// ```
    /// let mut reader = fastjson_api::lines::Reader::new(&b"123456\n12"[..]).max_length(5);
    /// assert!(reader.read::<u32>().unwrap().unwrap_err().is_too_long());
    /// assert_eq!(reader.read::<u32>().unwrap().unwrap(), 12);
    /// ```
    #[must_use]
    pub fn max_length(mut self, limit: usize) -> Self {
        self.framer.set_limit(limit);
        self
    }

    /// Reads the next record; `None` at the end of the input.
    ///
    /// # Errors
    /// * The record is not JSON, not of type `T`, or longer than the limit. The next call reads the next record.
    /// * The underlying reader failed. The next call tries again where it was.
    pub fn read<'a, T: Deserialize<'a>>(&'a mut self) -> Option<Result<T, LineError>> {
        match self.advance()? {
            Ok(place) => Some(self.read_last(place)),
            Err(error) => Some(Err(error)),
        }
    }

    /// Reads the last record, which starts there.
    #[inline]
    fn read_last<'a, T: Deserialize<'a>>(&'a mut self, place: Place) -> Result<T, LineError> {
        let Last { length, line_end } = self.last;
        let record = &self.buffer.consumed(length + line_end)[..length];
        self.scratch.read(record, |error| LineError::of_json(error, place))
    }

    /// The text of the last record, without its line feed; empty after one that was too long.
    ///
    /// With it an error's path and report can be told.
    ///
    /// ```
    /// let mut reader = fastjson_api::lines::Reader::new(&b"[1,true]\n[2]\n"[..]);
    /// let error = reader.read::<[u8; 2]>().unwrap().unwrap_err();
    /// let path = error.json().unwrap().path(reader.record());
    /// assert_eq!(path.to_string(), "[1]");
    /// ```
    pub fn record(&self) -> &[u8] {
        let Last { length, line_end } = self.last;
        &self.buffer.consumed(length + line_end)[..length]
    }

    /// All further records, until the end of the input or an error of the underlying reader.
    pub fn records<T: DeserializeOwned>(self) -> Records<R, T> {
        Records { reader: Some(self), item: PhantomData }
    }

    /// The underlying reader.
    pub fn input(&self) -> &R {
        self.buffer.input()
    }

    /// Gives the underlying reader back; what was read ahead is lost.
    pub fn into_input(self) -> R {
        self.buffer.into_input()
    }

    /// Makes the next record the last one, and says where it starts.
    fn advance(&mut self) -> Option<Result<Place, LineError>> {
        self.last = Last::default();
        let mut is_last = false;
        loop {
            let Step { forget, found } = self.framer.step(self.buffer.filled(), is_last);
            self.buffer.consume(forget);
            match found {
                Found::Record { length, line_end, place } => {
                    self.buffer.consume(length + line_end);
                    self.last = Last { length, line_end };
                    return Some(Ok(place));
                }
                Found::TooLong(error) => return Some(Err(error)),
                Found::End => return None,
                Found::Part => match self.buffer.fill() {
                    Ok(more) => is_last = !more,
                    Err(error) => return Some(Err(LineError::io(error, self.framer.place()))),
                },
            }
        }
    }
}

/// Iterator over the records of a [`Reader`]; see [`Reader::records`].
#[derive(Debug)]
pub struct Records<R, T> {
    /// `None` once the underlying reader has failed or ended.
    reader: Option<Reader<R>>,
    item: PhantomData<fn() -> T>,
}

impl<R: io::Read, T: DeserializeOwned> Iterator for Records<R, T> {
    type Item = Result<T, LineError>;

    fn next(&mut self) -> Option<Self::Item> {
        let reader = self.reader.as_mut()?;
        let error = match reader.advance() {
            Some(Ok(place)) => return Some(reader.read_last(place)),
            Some(Err(error)) => Some(error),
            None => None,
        };
        if error.as_ref().is_none_or(|error| error.io_error().is_some()) {
            self.reader = None;
        }
        error.map(Err)
    }
}

impl<R: io::Read, T: DeserializeOwned> FusedIterator for Records<R, T> {}
