//! The public pull reader: JSON without serde, one value after the other, nothing built.

use super::skip::Nesting;
use super::{Parser, Reference};
use crate::error::{Error, ErrorCode, Result};
use crate::index::source::{SliceRead, StrRead};
use crate::number::Parsed;
use alloc::borrow::Cow;
use alloc::string::ToString;
use core::str;

/// What the next value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean,
    /// A number.
    Number,
    /// A string.
    String,
    /// An array: `[`
    Array,
    /// An object: `{`
    Object,
}

/// What may be asked of the reader now.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// A value is due.
    Value,
    /// Inside a container: the next element or name is due.
    Next { first: bool },
    /// The text's one value was read.
    Done,
}

/// Reads one JSON text, value by value, as the caller asks.
///
/// Strings without escapes are parts of the input; nothing is allocated for them. Depth has no limit
/// (the reader does not recurse). Asking for something that does not fit (an element outside an array,
/// a second value) is an error, as is input of another type than the one asked for. After an error the
/// reader's position is unspecified.
///
/// ```
/// use fastjson_api::Reader;
///
/// let mut reader = Reader::from_str(r#"{"id": 7, "tags": ["a", "b"], "extra": {"x": [1]}}"#);
/// let (mut id, mut tags) = (0, Vec::new());
/// reader.begin_object()?;
/// while let Some(name) = reader.next_name()? {
///     match &*name {
///         "id" => id = reader.u64()?,
///         "tags" => {
///             reader.begin_array()?;
///             while reader.next_element()? {
///                 tags.push(reader.string()?);
///             }
///         }
///         _ => reader.skip()?,
///     }
/// }
/// reader.end()?;
/// assert_eq!((id, tags.len()), (7, 2));
/// # Ok::<(), fastjson_api::Error>(())
/// ```
pub struct Reader<'a> {
    parser: Parser<SliceRead<'a>>,
    nesting: Nesting,
    state: State,
}

impl<'a> Reader<'a> {
    /// Reads from bytes. Strings are checked to be UTF-8 when they are read.
    pub fn from_slice(json: &'a [u8]) -> Self {
        Reader {
            parser: Parser::new(SliceRead::new(json)),
            nesting: Nesting::new(),
            state: State::Value,
        }
    }

    /// Reads from text.
    #[expect(
        clippy::should_implement_trait,
        reason = "serde_json's name for it, and it cannot fail"
    )]
    pub fn from_str(json: &'a str) -> Self {
        let source = StrRead::new(json).into_slice();
        Reader { parser: Parser::new(source), nesting: Nesting::new(), state: State::Value }
    }

    /// What the next value is; it is not consumed.
    ///
    /// # Errors
    /// No value is due, or none starts here.
    pub fn peek(&mut self) -> Result<Kind> {
        self.expect_value()?;
        Ok(match self.parser.peek() {
            b'"' => Kind::String,
            b'{' => Kind::Object,
            b'[' => Kind::Array,
            b'-' | b'0'..=b'9' => Kind::Number,
            b't' | b'f' => Kind::Boolean,
            b'n' => Kind::Null,
            _ => return Err(self.parser.value_error()),
        })
    }

    /// Enters an array; its elements follow with [`next_element`](Self::next_element).
    ///
    /// # Errors
    /// No value is due, or the next one is not an array.
    pub fn begin_array(&mut self) -> Result<()> {
        self.begin(Kind::Array)
    }

    /// Enters an object; its members follow with [`next_name`](Self::next_name).
    ///
    /// # Errors
    /// No value is due, or the next one is not an object.
    pub fn begin_object(&mut self) -> Result<()> {
        self.begin(Kind::Object)
    }

    fn begin(&mut self, kind: Kind) -> Result<()> {
        self.expect(kind)?;
        self.parser.tokens.advance(1);
        self.nesting.push(kind == Kind::Object);
        self.state = State::Next { first: true };
        Ok(())
    }

    /// Whether the array has another element, which is then the next value. If not, the array is left.
    ///
    /// # Errors
    /// The reader is not between elements of an array, or neither comma nor bracket follows.
    pub fn next_element(&mut self) -> Result<bool> {
        let first = self.between(false)?;
        if self.parser.next_element(first)? {
            self.state = State::Value;
            return Ok(true);
        }
        self.parser.end_array()?;
        self.leave();
        Ok(false)
    }

    /// The name of the object's next member, whose value is then the next one. `None`: the object is
    /// left.
    ///
    /// # Errors
    /// The reader is not between members of an object, or no member and no end of it follows.
    pub fn next_name(&mut self) -> Result<Option<Cow<'a, str>>> {
        let first = self.between(true)?;
        if !self.parser.next_member(first)? {
            self.parser.end_object(true)?;
            self.leave();
            return Ok(None);
        }
        let name = owned(self.parser.parse_str()?);
        self.parser.parse_colon()?;
        self.state = State::Value;
        Ok(Some(name))
    }

    /// Reads a string: part of the input, or its own text if it has escapes.
    ///
    /// # Errors
    /// No value is due, the next one is not a string, or it is malformed or not UTF-8.
    pub fn string(&mut self) -> Result<Cow<'a, str>> {
        self.expect(Kind::String)?;
        self.after_value();
        self.parser.parse_str().map(owned)
    }

    /// Reads a string that is needed only until the next call: never allocates for it, with or without
    /// escapes.
    ///
    /// # Errors
    /// As [`string`](Self::string).
    pub fn text(&mut self) -> Result<&str> {
        self.expect(Kind::String)?;
        self.after_value();
        Ok(match self.parser.parse_str()? {
            Reference::Borrowed(text) => text,
            Reference::Copied(text) => text,
        })
    }

    /// Reads `true` or `false`.
    ///
    /// # Errors
    /// No value is due, or the next one is neither.
    pub fn boolean(&mut self) -> Result<bool> {
        self.expect(Kind::Boolean)?;
        let first = self.parser.peek();
        let value = self.parser.parse_bool(first)?;
        self.after_value();
        Ok(value)
    }

    /// Reads `null`.
    ///
    /// # Errors
    /// No value is due, or the next one is not `null`.
    pub fn null(&mut self) -> Result<()> {
        self.expect(Kind::Null)?;
        self.parser.parse_literal(b"null")?;
        self.after_value();
        Ok(())
    }

    /// Reads an integer from 0 to 2^64 − 1.
    ///
    /// # Errors
    /// No value is due, or the next one is not such an integer.
    pub fn u64(&mut self) -> Result<u64> {
        match self.integer()? {
            Parsed::U64(value) => Ok(value),
            _ => Err(self.data_error("expected an integer from 0 to 2^64 - 1")),
        }
    }

    /// Reads an integer from −2^63 to 2^63 − 1.
    ///
    /// # Errors
    /// No value is due, or the next one is not such an integer.
    pub fn i64(&mut self) -> Result<i64> {
        let value = match self.integer()? {
            Parsed::U64(value) => i64::try_from(value).ok(),
            Parsed::I64(value) => Some(value),
            Parsed::F64(_) => None,
        };
        value.ok_or_else(|| self.data_error("expected an integer from -2^63 to 2^63 - 1"))
    }

    /// Reads an integer of up to 128 bits.
    ///
    /// # Errors
    /// No value is due, or the next one is not such an integer.
    pub fn i128(&mut self) -> Result<i128> {
        let text = self.number_text()?;
        text.parse().map_err(|_| self.data_error("expected an integer of 128 bits"))
    }

    /// Reads a non-negative integer of up to 128 bits.
    ///
    /// # Errors
    /// No value is due, or the next one is not such an integer.
    pub fn u128(&mut self) -> Result<u128> {
        let text = self.number_text()?;
        text.parse().map_err(|_| self.data_error("expected a non-negative integer of 128 bits"))
    }

    /// Reads any number as the nearest `f64`.
    ///
    /// # Errors
    /// No value is due, the next one is not a number, or it is out of range.
    pub fn f64(&mut self) -> Result<f64> {
        Ok(match self.number::<false>()? {
            Parsed::U64(value) => value as f64,
            Parsed::I64(value) => value as f64,
            Parsed::F64(value) => value,
        })
    }

    /// Reads any number as the nearest `f32`, rounded once.
    ///
    /// # Errors
    /// No value is due, the next one is not a number, or it is out of range.
    pub fn f32(&mut self) -> Result<f32> {
        Ok(match self.number::<true>()? {
            Parsed::U64(value) => value as f32,
            Parsed::I64(value) => value as f32,
            Parsed::F64(value) => value as f32,
        })
    }

    /// Reads any number as its text.
    ///
    /// # Errors
    /// No value is due, or the next one is not a well-formed number.
    pub fn number_text(&mut self) -> Result<&'a str> {
        self.expect(Kind::Number)?;
        let (start, end) = self.parser.parse_number_text()?;
        self.after_value();
        self.input_text(start, end)
    }

    /// A number, which is mostly an integer.
    fn integer(&mut self) -> Result<Parsed> {
        self.expect(Kind::Number)?;
        let number = match self.parser.plain_integer() {
            Some(value) => Parsed::U64(value),
            None => self.parser.parse_number::<false>()?,
        };
        self.after_value();
        Ok(number)
    }

    fn number<const SINGLE: bool>(&mut self) -> Result<Parsed> {
        self.expect(Kind::Number)?;
        let number = self.parser.parse_number::<SINGLE>()?;
        self.after_value();
        Ok(number)
    }

    /// Skips the next value, whatever it is; its grammar is checked.
    ///
    /// # Errors
    /// No value is due, or it is not JSON. A number out of range and bytes that are not UTF-8 are
    /// skipped.
    pub fn skip(&mut self) -> Result<()> {
        self.expect_value()?;
        self.parser.skip()?;
        self.after_value();
        Ok(())
    }

    /// Skips the next value and gives its text, without the whitespace around it.
    ///
    /// # Errors
    /// No value is due, or it is not JSON or not UTF-8.
    ///
    /// ```
    /// let mut reader = fastjson_api::Reader::from_str(r#" {"a": [1, 2]} "#);
    /// assert_eq!(reader.raw()?, r#"{"a": [1, 2]}"#);
    /// # Ok::<(), fastjson_api::Error>(())
    /// ```
    pub fn raw(&mut self) -> Result<&'a str> {
        self.expect_value()?;
        self.parser.peek();
        let start = self.parser.tokens.pos(0);
        let offset = self.parser.source_offset(start);
        self.parser.skip()?;
        self.after_value();
        let end = self.parser.byte_offset();
        let raw = self.parser.source.slice_from(offset, end);
        str::from_utf8(raw).map_err(|error| {
            let place = offset + error.valid_up_to() + 1;
            self.parser.error_at_offset(ErrorCode::InvalidUnicodeCodePoint, place)
        })
    }

    /// Offset in the input behind what was consumed so far.
    pub fn offset(&self) -> usize {
        self.parser.byte_offset()
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// The text's value was not read to its end, or something else than whitespace follows it.
    pub fn end(mut self) -> Result<()> {
        match self.state {
            State::Done => self.parser.end(),
            _ => Err(misuse("the value was not read to its end")),
        }
    }

    fn expect_value(&self) -> Result<()> {
        match self.state {
            State::Value => Ok(()),
            State::Next { .. } => Err(misuse("ask for the next element or name first")),
            State::Done => Err(misuse("the text has one value, and it was read")),
        }
    }

    fn expect(&mut self, kind: Kind) -> Result<()> {
        if self.peek()? == kind {
            return Ok(());
        }
        self.parser.peek();
        let message = match kind {
            Kind::Null => "expected null",
            Kind::Boolean => "expected a boolean",
            Kind::Number => "expected a number",
            Kind::String => "expected a string",
            Kind::Array => "expected an array",
            Kind::Object => "expected an object",
        };
        Err(self.parser.peek_error(ErrorCode::Message(message.into())))
    }

    fn between(&self, object: bool) -> Result<bool> {
        match self.state {
            State::Next { first } if self.nesting.in_object() == object => Ok(first),
            State::Value => Err(misuse("a value is due")),
            _ if object => Err(misuse("not inside an object")),
            _ => Err(misuse("not inside an array")),
        }
    }

    fn after_value(&mut self) {
        self.state =
            if self.nesting.is_empty() { State::Done } else { State::Next { first: false } };
    }

    fn leave(&mut self) {
        self.nesting.pop();
        self.after_value();
    }

    fn input_text(&self, start: usize, end: usize) -> Result<&'a str> {
        let offset = self.parser.source_offset(start);
        let text = self.parser.source.slice_from(offset, offset + (end - start));
        str::from_utf8(text).map_err(|_| misuse("a number is ASCII"))
    }

    #[cold]
    fn data_error(&mut self, message: &str) -> Error {
        self.parser.fix_position(Error::message(message.to_string()))
    }
}

fn owned<'a>(text: Reference<'a, '_, str>) -> Cow<'a, str> {
    match text {
        Reference::Borrowed(text) => Cow::Borrowed(text),
        Reference::Copied(text) => Cow::Owned(text.to_string()),
    }
}

/// The caller asked for something that does not fit.
#[cold]
fn misuse(message: &str) -> Error {
    Error::message(message.to_string())
}
