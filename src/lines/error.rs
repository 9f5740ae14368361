//! What can go wrong with one record, and where in the whole input it did.

use alloc::boxed::Box;
use core::fmt::{self, Display};
use std::io;

use crate::error::Error;

/// Why a record could not be read, and where.
///
/// ```
/// use fastjson_api::lines;
///
/// let error = lines::from_slice::<u8>(b"1\n\n[2]").nth(1).unwrap().unwrap_err();
/// assert_eq!((error.record(), error.line(), error.column()), (2, 3, 0));
/// assert!(error.json().is_some_and(|error| error.is_data()));
/// ```
#[derive(Debug)]
pub struct LineError {
    inner: Box<Inner>,
}

#[derive(Debug)]
struct Inner {
    place: Place,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    /// Line, column and offset in `place` are already those of the whole input.
    Json(Error),
    TooLong(usize),
    Io(io::Error),
}

/// A place in a stream of records: of a record's start, or of the error in it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Place {
    /// Records and lines begun before or at this place.
    pub record: u64,
    pub line: u64,
    /// Bytes between the start of the line and here.
    pub column: usize,
    /// Bytes between the start of the input and here.
    pub offset: u64,
}

impl LineError {
    /// The error of the record that starts at `place`, whose own lines count from 1.
    #[cold]
    pub(crate) fn of_json(error: Error, mut place: Place) -> Self {
        match error.line() {
            0 => {}
            1 => place.column += error.column(),
            line => {
                place.line += line as u64 - 1;
                place.column = error.column();
            }
        }
        place.offset += error.offset().unwrap_or(error.column().saturating_sub(1)) as u64;
        LineError { inner: Box::new(Inner { place, kind: Kind::Json(error) }) }
    }

    #[cold]
    pub(crate) fn too_long(limit: usize, place: Place) -> Self {
        LineError { inner: Box::new(Inner { place, kind: Kind::TooLong(limit) }) }
    }

    #[cold]
    pub(crate) fn io(error: io::Error, place: Place) -> Self {
        LineError { inner: Box::new(Inner { place, kind: Kind::Io(error) }) }
    }

    /// The same error of a record that is `before` records, lines and bytes further on.
    #[cfg(feature = "rayon")]
    pub(crate) fn moved(mut self, before: Place) -> Self {
        self.inner.place.record += before.record;
        self.inner.place.line += before.line;
        self.inner.place.offset += before.offset;
        self
    }

    /// Number of the record (or array element), from 1.
    pub fn record(&self) -> u64 {
        self.inner.place.record
    }

    /// Number of the line in the whole input, from 1; lines without a record count.
    pub fn line(&self) -> u64 {
        self.inner.place.line
    }

    /// Bytes between the start of the line and the error, as in [`Error::column`].
    pub fn column(&self) -> usize {
        self.inner.place.column
    }

    /// Offset of the error in the whole input; of a record that is too long, of its start.
    pub fn offset(&self) -> u64 {
        self.inner.place.offset
    }

    /// The error of reading the record as JSON; its line, column and offset are those within the record, so that
    /// [`Error::path`] and [`Error::report`] work with the record's text.
    pub fn json(&self) -> Option<&Error> {
        match &self.inner.kind {
            Kind::Json(error) => Some(error),
            _ => None,
        }
    }

    /// The error of the underlying reader.
    pub fn io_error(&self) -> Option<&io::Error> {
        match &self.inner.kind {
            Kind::Io(error) => Some(error),
            _ => None,
        }
    }

    /// Whether the record was skipped because it is longer than the limit.
    pub fn is_too_long(&self) -> bool {
        matches!(self.inner.kind, Kind::TooLong(_))
    }
}

impl Display for LineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Place { record, line, column, offset } = self.inner.place;
        match &self.inner.kind {
            Kind::Json(error) => write!(f, "{} at line {line} column {column}", error.text())?,
            Kind::TooLong(limit) => write!(f, "record longer than {limit} bytes at line {line}")?,
            Kind::Io(error) => return Display::fmt(error, f),
        }
        write!(f, " (record {record}, byte {offset})")
    }
}

impl core::error::Error for LineError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match &self.inner.kind {
            Kind::Json(error) => Some(error),
            Kind::Io(error) => Some(error),
            Kind::TooLong(_) => None,
        }
    }
}

impl From<LineError> for io::Error {
    /// The reader's own error comes back as it was, all others as `InvalidData`.
    fn from(error: LineError) -> Self {
        match error.inner.kind {
            Kind::Io(error) => error,
            _ => io::Error::new(io::ErrorKind::InvalidData, error),
        }
    }
}
