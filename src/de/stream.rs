//! Values one after the other from one source.

use super::Deserializer;
use crate::error::{Error, ErrorCode, Result};
use crate::index::source::{Fused, Read, error_at};
use core::iter::FusedIterator;
use core::marker::PhantomData;
use serde_core::de::Deserialize;

/// An iterator over the values of type `T` in a source. Whitespace between arrays, objects and strings
/// may be left out; other values must be told apart by it.
///
/// ```
/// let mut values = fastjson_api::Deserializer::from_str(r#"{"k": 3}1"cool" [] true"#)
///     .into_iter::<fastjson_api::Value>();
/// assert_eq!(values.next().unwrap()?, fastjson_api::json!({"k": 3}));
/// assert_eq!(values.byte_offset(), 8);
/// assert_eq!(values.count(), 4);
/// # Ok::<(), fastjson_api::Error>(())
/// ```
pub struct StreamDeserializer<'de, R, T> {
    de: Deserializer<R>,
    offset: usize,
    /// Where an error ended the stream.
    failed: Option<usize>,
    output: PhantomData<T>,
    lifetime: PhantomData<&'de ()>,
}

impl<'de, R: Read<'de>, T: Deserialize<'de>> StreamDeserializer<'de, R, T> {
    /// Reads from one of the sources of [`de`](crate::de).
    pub fn new(read: R) -> Self {
        Self::from_deserializer(Deserializer::new(read))
    }

    pub(super) fn from_deserializer(de: Deserializer<R>) -> Self {
        let offset = de.parser.start_offset();
        StreamDeserializer { de, offset, failed: None, output: PhantomData, lifetime: PhantomData }
    }

    /// Offset in the input behind the last value that was read, or before the one that failed.
    pub fn byte_offset(&self) -> usize {
        self.offset
    }

    /// A value that does not show its own end must be followed by something that does.
    fn check_end(&mut self) -> Result<()> {
        let parser = &mut self.de.parser;
        let end = parser.index_behind_value();
        match parser.source.byte_at(end) {
            Some(b' ' | b'\n' | b'\t' | b'\r' | b'"' | b'[' | b']' | b'{' | b'}' | b',' | b':') => {
                Ok(())
            }
            Some(_) => Err(error_at(ErrorCode::TrailingCharacters, parser.place(end + 1))),
            None => match parser.take_failure() {
                Some(error) => Err(error),
                None => Ok(()),
            },
        }
    }

    #[cold]
    fn fail(&mut self, error: Error) -> Option<Result<T>> {
        let index = error.bytes_taken().unwrap_or_else(|| self.de.parser.byte_offset());
        self.failed = Some(index);
        Some(Err(error))
    }
}

impl<'de, R: Read<'de>, T: Deserialize<'de>> Iterator for StreamDeserializer<'de, R, T> {
    type Item = Result<T>;

    fn next(&mut self) -> Option<Result<T>> {
        if let Some(index) = self.failed {
            if !R::COUNTS_PEEKED {
                self.offset = index;
            }
            return None;
        }
        let kind = self.de.parser.peek();
        match self.de.parser.at_end() {
            Err(error) => return self.fail(error),
            Ok(true) => {
                self.offset = self.de.parser.offset_before_token();
                // A reader may have more when it is asked again, as one of a growing file has.
                self.de.parser.resume();
                return None;
            }
            Ok(false) => {}
        }
        self.offset = self.de.parser.offset_before_token();
        match T::deserialize(&mut self.de) {
            Ok(value) => {
                self.offset = self.de.parser.byte_offset();
                if matches!(kind, b'[' | b'"' | b'{') {
                    return Some(Ok(value));
                }
                Some(self.check_end().map(|()| value))
            }
            Err(error) => self.fail(error),
        }
    }
}

impl<'de, R: Read<'de> + Fused, T: Deserialize<'de>> FusedIterator
    for StreamDeserializer<'de, R, T>
{
}
