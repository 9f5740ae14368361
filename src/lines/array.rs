//! The elements of one top-level array, in bounded memory.

use core::iter::FusedIterator;
use core::marker::PhantomData;
use std::io;

use serde_core::de::{Deserialize, DeserializeOwned};

use super::DEFAULT_MAX_LENGTH;
use super::buffer::Buffer;
use super::error::{LineError, Place};
use crate::error::{Error, ErrorCode};

/// Reads the elements of a top-level array from an [`io::Read`], in memory bounded by the longest element.
///
/// An element of the wrong type, or one that is too long, is an `Err` of its own and reading goes on; an error of syntax or of
/// the underlying reader is the last item. In a [`LineError`], `record` is the element's number, from 1.
///
/// ```
/// use fastjson_api::lines::Elements;
///
/// let input: &[u8] = b"[1, 2,\n \"three\", 4]";
/// let mut numbers = Elements::<_, u8>::new(input);
/// assert_eq!(numbers.next().unwrap()?, 1);
/// assert_eq!(numbers.next().unwrap()?, 2);
/// let error = numbers.next().unwrap().unwrap_err();
/// assert_eq!((error.record(), error.line(), error.column()), (3, 2, 8));
/// assert_eq!(numbers.next().unwrap()?, 4);
/// assert!(numbers.next().is_none());
/// # Ok::<(), fastjson_api::lines::LineError>(())
/// ```
#[derive(Debug)]
pub struct Elements<R, T> {
    buffer: Buffer<R>,
    /// Where the buffer's first byte is, and how many elements began before it.
    place: Place,
    state: State,
    limit: usize,
    item: PhantomData<fn() -> T>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Before the array's opening bracket.
    Start,
    /// Behind the opening bracket.
    Open,
    /// Behind an element.
    Element,
    /// Behind a comma.
    Comma,
    /// Behind the closing bracket.
    Closed,
    /// Nothing more to say.
    Done,
}

impl<R: io::Read, T> Elements<R, T> {
    /// The elements of the array that `input` is, each of up to [`DEFAULT_MAX_LENGTH`] bytes.
    pub fn new(input: R) -> Self {
        Elements {
            buffer: Buffer::new(input),
            place: Place { line: 1, ..Place::default() },
            state: State::Start,
            limit: DEFAULT_MAX_LENGTH,
            item: PhantomData,
        }
    }

    /// Sets the length in bytes, with the white space behind it, above which an element is skipped with an error.
    #[must_use]
    pub fn max_length(mut self, limit: usize) -> Self {
        self.limit = limit;
        self
    }

    /// Reads the next element as any type, which may borrow from it until the next call.
    ///
    /// # Errors
    /// As for the iterator: the input is no array, the element is not JSON, not of type `U` or longer than the limit, or
    /// the underlying reader failed.
    pub fn read<'a, U: Deserialize<'a>>(&'a mut self) -> Option<Result<U, LineError>> {
        let length = match self.advance() {
            Ok(Some(length)) => length,
            Ok(None) => return None,
            Err(error) => return Some(Err(error)),
        };
        let place = self.place;
        self.consume(length);
        let element = self.buffer.consumed(length);
        let mut result = crate::from_slice(element);
        if result.as_ref().is_err_and(Error::is_eof) {
            // The element is all there: it is what follows that is in the wrong place.
            result = crate::from_slice(self.buffer.consumed_and_next(length));
        }
        if result.as_ref().is_err_and(|error| !error.is_data()) {
            self.state = State::Done;
        }
        Some(result.map_err(|error| LineError::of_json(error, place)))
    }

    /// The length of the next element, which then is at the buffer's start and all there.
    fn advance(&mut self) -> Result<Option<usize>, LineError> {
        loop {
            match (self.state, self.next_byte()?) {
                (State::Done, _) => return Ok(None),
                (State::Start, Some(b'[')) => self.pass(State::Open),
                (State::Start, Some(_)) => {
                    return Err(self.end(Error::message("expected an array".into())));
                }
                (State::Start | State::Comma, None) => {
                    return Err(self.early_end(ErrorCode::EofWhileParsingValue));
                }
                (State::Element, Some(b',')) => self.pass(State::Comma),
                (State::Open | State::Element, Some(b']')) => self.pass(State::Closed),
                (State::Comma, Some(b']')) => return Err(self.syntax(ErrorCode::TrailingComma)),
                (State::Open | State::Comma, Some(b',' | b':' | b'}')) => {
                    return Err(self.syntax(ErrorCode::ExpectedSomeValue));
                }
                (State::Open | State::Comma, Some(_)) => return self.find_element().map(Some),
                (State::Element, Some(_)) => {
                    return Err(self.syntax(ErrorCode::ExpectedListCommaOrEnd));
                }
                (State::Open | State::Element, None) => {
                    return Err(self.early_end(ErrorCode::EofWhileParsingList));
                }
                (State::Closed, Some(_)) => return Err(self.syntax(ErrorCode::TrailingCharacters)),
                (State::Closed, None) => self.state = State::Done,
            }
        }
    }

    /// Goes on behind the byte that leads to `state`.
    fn pass(&mut self, state: State) {
        self.consume(1);
        self.state = state;
    }

    /// The length of the element that the buffer starts with.
    fn find_element(&mut self) -> Result<usize, LineError> {
        self.state = State::Element;
        self.place.record += 1;
        let start = self.place;
        let (mut scan, mut scanned) = (Scan::default(), 0);
        let mut too_long = false;
        loop {
            let filled = self.buffer.filled();
            let found = scan.find_end(&filled[scanned..]);
            scanned = found.map_or(filled.len(), |end| scanned + end);
            too_long |= scanned > self.limit;
            if too_long {
                self.consume(scanned);
                scanned = 0;
            }
            match found {
                Some(_) if too_long => return Err(LineError::too_long(self.limit, start)),
                Some(_) => return Ok(scanned),
                None if self.fill()? => {}
                None if too_long => return Err(self.early_end(ErrorCode::EofWhileParsingList)),
                None => return Err(self.cut_short(scanned)),
            }
        }
    }

    /// The input ends in or directly behind an element.
    #[cold]
    fn cut_short(&mut self, length: usize) -> LineError {
        let element = &self.buffer.filled()[..length];
        match crate::from_slice::<serde_core::de::IgnoredAny>(element) {
            Err(error) => self.end(error),
            Ok(_) => {
                self.consume(length);
                self.early_end(ErrorCode::EofWhileParsingList)
            }
        }
    }

    /// The next byte that is not whitespace, which then is the buffer's first.
    fn next_byte(&mut self) -> Result<Option<u8>, LineError> {
        if self.state == State::Done {
            return Ok(None);
        }
        loop {
            let filled = self.buffer.filled();
            let blank = |byte: &&u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
            let count = filled.iter().take_while(blank).count();
            let found = filled.get(count).copied();
            if count > 0 {
                self.consume(count);
            }
            if found.is_some() || !self.fill()? {
                return Ok(found);
            }
        }
    }

    fn fill(&mut self) -> Result<bool, LineError> {
        self.buffer.fill().map_err(|error| {
            self.state = State::Done;
            LineError::io(error, self.place)
        })
    }

    /// Goes on behind the buffer's first `count` bytes.
    fn consume(&mut self, count: usize) {
        let bytes = &self.buffer.filled()[..count];
        match bytes.iter().rposition(|&byte| byte == b'\n') {
            Some(last) => {
                self.place.line += bytes.iter().filter(|&&byte| byte == b'\n').count() as u64;
                self.place.column = count - last - 1;
            }
            None => self.place.column += count,
        }
        self.place.offset += count as u64;
        self.buffer.consume(count);
    }

    /// The buffer's first byte is wrong.
    #[cold]
    fn syntax(&mut self, code: ErrorCode) -> LineError {
        self.end(Error::syntax(code, 1, 1, 0))
    }

    /// The input ends where the buffer starts.
    #[cold]
    fn early_end(&mut self, code: ErrorCode) -> LineError {
        self.end(Error::syntax(code, 1, 0, 0))
    }

    #[cold]
    fn end(&mut self, error: Error) -> LineError {
        self.state = State::Done;
        LineError::of_json(error, self.place)
    }
}

/// Looks for the end of a value without reading it: brackets are counted, not matched.
#[derive(Default)]
struct Scan {
    depth: usize,
    in_string: bool,
    escaped: bool,
}

impl Scan {
    /// The offset of the comma or bracket that ends the value, if it is among `bytes`; a value may be given in parts.
    fn find_end(&mut self, bytes: &[u8]) -> Option<usize> {
        let mut at = 0;
        while at < bytes.len() {
            if self.in_string {
                at += self.string(&bytes[at..]);
                continue;
            }
            match bytes[at] {
                b'"' => self.in_string = true,
                b'[' | b'{' => self.depth += 1,
                b',' if self.depth == 0 => return Some(at),
                b']' | b'}' if self.depth == 0 => return Some(at),
                b']' | b'}' => self.depth -= 1,
                _ => {}
            }
            at += 1;
        }
        None
    }

    /// Goes on to behind the string's closing quote, and says how far that was.
    fn string(&mut self, bytes: &[u8]) -> usize {
        for (at, &byte) in bytes.iter().enumerate() {
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' => self.escaped = true,
                b'"' => {
                    self.in_string = false;
                    return at + 1;
                }
                _ => {}
            }
        }
        bytes.len()
    }
}

impl<R: io::Read, T: DeserializeOwned> Iterator for Elements<R, T> {
    type Item = Result<T, LineError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.read()
    }
}

impl<R: io::Read, T: DeserializeOwned> FusedIterator for Elements<R, T> {}
