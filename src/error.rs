//! The crate's one error type: one word wide, built only on cold paths.
//!
//! Messages, categories, Display and Debug are serde_json's, letter for letter. Beyond serde_json an
//! error knows the byte offset in the input. This file knows nothing of serde; the `de` and `ser`
//! rooms implement serde's error traits for it.

use alloc::boxed::Box;
use alloc::string::{String, ToString};
use core::fmt::{self, Debug, Display};
use core::str::FromStr;

/// What reading or writing JSON can fail with.
///
/// One word wide, so that `Result<(), Error>` travels in a register.
///
/// ```
/// let error = fastjson_api::from_str::<Vec<u8>>("[1, 2,]").unwrap_err();
/// assert_eq!(error.to_string(), "trailing comma at line 1 column 7");
/// assert_eq!((error.line(), error.column()), (1, 7));
/// assert!(error.is_syntax());
/// ```
pub struct Error {
    inner: Box<Inner>,
}

/// A `Result` whose error is [`Error`].
pub type Result<T> = core::result::Result<T, Error>;

const _: () = assert!(size_of::<Result<()>>() == size_of::<usize>());

struct Inner {
    code: ErrorCode,
    /// 1-based; 0 while no position is known.
    line: usize,
    column: usize,
    offset: Option<usize>,
}

/// The class of an [`Error`].
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Category {
    /// Reading from or writing to an IO stream failed.
    Io,
    /// The input is not JSON.
    Syntax,
    /// The input is JSON, but not of the type asked for.
    Data,
    /// The input ended too early.
    Eof,
}

/// What went wrong, without where.
pub(crate) enum ErrorCode {
    /// Catch-all for serde's errors and those of the caller's own types.
    /// As it was made: to give the room back that is left takes longer than most such errors live.
    Message(String),
    #[cfg(feature = "std")]
    Io(std::io::Error),
    EofWhileParsingList,
    EofWhileParsingObject,
    EofWhileParsingString,
    EofWhileParsingValue,
    ExpectedColon,
    ExpectedListCommaOrEnd,
    ExpectedObjectCommaOrEnd,
    ExpectedSomeIdent,
    ExpectedSomeValue,
    ExpectedDoubleQuote,
    InvalidEscape,
    InvalidNumber,
    NumberOutOfRange,
    InvalidUnicodeCodePoint,
    ControlCharacterWhileParsingString,
    KeyMustBeAString,
    ExpectedNumericKey,
    FloatKeyMustBeFinite,
    LoneLeadingSurrogateInHexEscape,
    TrailingComma,
    TrailingCharacters,
    UnexpectedEndOfHexEscape,
    RecursionLimitExceeded,
}

impl Error {
    /// An error at a known place: `line` from 1, `column` in bytes since the last newline, `offset`
    /// in bytes since the input's start.
    #[cold]
    pub(crate) fn syntax(code: ErrorCode, line: usize, column: usize, offset: usize) -> Self {
        Error { inner: Box::new(Inner { code, line, column, offset: Some(offset) }) }
    }

    /// An error without a place.
    #[cold]
    pub(crate) fn code(code: ErrorCode) -> Self {
        Error { inner: Box::new(Inner { code, line: 0, column: 0, offset: None }) }
    }

    /// The error of a caller's type or visitor. A text that ends like one of our own errors gives its
    /// position back, so that an error survives a trip through another layer's `custom`.
    #[cold]
    pub(crate) fn message(mut text: String) -> Self {
        let (line, column) = split_position(&mut text).unwrap_or((0, 0));
        Error {
            inner: Box::new(Inner { code: ErrorCode::Message(text), line, column, offset: None }),
        }
    }

    /// Wraps the failure of an `io::Read` or `io::Write`.
    #[cfg(feature = "std")]
    #[doc(hidden)]
    #[cold]
    pub fn io(error: std::io::Error) -> Self {
        Error::code(ErrorCode::Io(error))
    }

    /// Gives an error that has no position the one that `place` makes for its code.
    #[cold]
    pub(crate) fn fix_position(self, place: impl FnOnce(ErrorCode) -> Error) -> Self {
        if self.inner.line == 0 { place(self.inner.code) } else { self }
    }

    /// What went wrong, without where.
    pub(crate) fn text(&self) -> &impl Display {
        &self.inner.code
    }

    /// One-based line of the error, 0 if the error has no position (an error of writing, say).
    pub fn line(&self) -> usize {
        self.inner.line
    }

    /// Bytes between the start of the error's line and the error; the first byte of a line has
    /// column 1, and 0 is the newline before it.
    pub fn column(&self) -> usize {
        self.inner.column
    }

    /// Offset in the input of the byte that `line` and `column` name (the input's length for an early
    /// end), if this crate found the position.
    ///
    /// ```
    /// let error = fastjson_api::from_str::<[u8; 1]>("[\n  x]").unwrap_err();
    /// assert_eq!(error.offset(), Some(4));
    /// ```
    pub fn offset(&self) -> Option<usize> {
        self.inner.offset
    }

    /// How many bytes serde_json's reader has taken when it gives this error up: it stands on a byte
    /// that was only looked at, or behind the last one taken.
    #[cfg(feature = "serde")]
    pub(crate) fn bytes_taken(&self) -> Option<usize> {
        let looked_at = matches!(
            self.inner.code,
            ErrorCode::ExpectedColon
                | ErrorCode::ExpectedListCommaOrEnd
                | ErrorCode::ExpectedObjectCommaOrEnd
                | ErrorCode::ExpectedSomeValue
                | ErrorCode::ExpectedDoubleQuote
                | ErrorCode::InvalidNumber
                | ErrorCode::KeyMustBeAString
                | ErrorCode::TrailingComma
                | ErrorCode::TrailingCharacters
                | ErrorCode::RecursionLimitExceeded
        );
        let offset = self.inner.offset?;
        Some(if looked_at || self.is_eof() { offset } else { offset + 1 })
    }

    /// The class of this error.
    pub fn classify(&self) -> Category {
        match self.inner.code {
            ErrorCode::Message(_) => Category::Data,
            #[cfg(feature = "std")]
            ErrorCode::Io(_) => Category::Io,
            ErrorCode::EofWhileParsingList
            | ErrorCode::EofWhileParsingObject
            | ErrorCode::EofWhileParsingString
            | ErrorCode::EofWhileParsingValue => Category::Eof,
            _ => Category::Syntax,
        }
    }

    /// Whether reading from or writing to an IO stream failed.
    pub fn is_io(&self) -> bool {
        self.classify() == Category::Io
    }

    /// Whether the input is not JSON.
    pub fn is_syntax(&self) -> bool {
        self.classify() == Category::Syntax
    }

    /// Whether the input is JSON, but not of the type asked for.
    pub fn is_data(&self) -> bool {
        self.classify() == Category::Data
    }

    /// Whether the input ended too early.
    pub fn is_eof(&self) -> bool {
        self.classify() == Category::Eof
    }

    /// The kind of the IO error behind this error, if there is one.
    #[cfg(feature = "std")]
    pub fn io_error_kind(&self) -> Option<std::io::ErrorKind> {
        match &self.inner.code {
            ErrorCode::Io(error) => Some(error.kind()),
            _ => None,
        }
    }
}

impl Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            ErrorCode::Message(text) => text,
            #[cfg(feature = "std")]
            ErrorCode::Io(error) => return Display::fmt(error, f),
            ErrorCode::EofWhileParsingList => "EOF while parsing a list",
            ErrorCode::EofWhileParsingObject => "EOF while parsing an object",
            ErrorCode::EofWhileParsingString => "EOF while parsing a string",
            ErrorCode::EofWhileParsingValue => "EOF while parsing a value",
            ErrorCode::ExpectedColon => "expected `:`",
            ErrorCode::ExpectedListCommaOrEnd => "expected `,` or `]`",
            ErrorCode::ExpectedObjectCommaOrEnd => "expected `,` or `}`",
            ErrorCode::ExpectedSomeIdent => "expected ident",
            ErrorCode::ExpectedSomeValue => "expected value",
            ErrorCode::ExpectedDoubleQuote => "expected `\"`",
            ErrorCode::InvalidEscape => "invalid escape",
            ErrorCode::InvalidNumber => "invalid number",
            ErrorCode::NumberOutOfRange => "number out of range",
            ErrorCode::InvalidUnicodeCodePoint => "invalid unicode code point",
            ErrorCode::ControlCharacterWhileParsingString => {
                "control character (\\u0000-\\u001F) found while parsing a string"
            }
            ErrorCode::KeyMustBeAString => "key must be a string",
            ErrorCode::ExpectedNumericKey => "invalid value: expected key to be a number in quotes",
            ErrorCode::FloatKeyMustBeFinite => "float key must be finite (got NaN or +/-inf)",
            ErrorCode::LoneLeadingSurrogateInHexEscape => "lone leading surrogate in hex escape",
            ErrorCode::TrailingComma => "trailing comma",
            ErrorCode::TrailingCharacters => "trailing characters",
            ErrorCode::UnexpectedEndOfHexEscape => "unexpected end of hex escape",
            ErrorCode::RecursionLimitExceeded => "recursion limit exceeded",
        })
    }
}

impl Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { code, line, column, .. } = &*self.inner;
        match line {
            0 => Display::fmt(code, f),
            _ => write!(f, "{code} at line {line} column {column}"),
        }
    }
}

impl Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { code, line, column, .. } = &*self.inner;
        write!(f, "Error({:?}, line: {line}, column: {column})", code.to_string())
    }
}

impl core::error::Error for Error {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match &self.inner.code {
            #[cfg(feature = "std")]
            ErrorCode::Io(error) => error.source(),
            _ => None,
        }
    }
}

#[cfg(feature = "std")]
impl From<Error> for std::io::Error {
    /// An IO error comes back as it was; syntax and data errors become `InvalidData`, an early end
    /// `UnexpectedEof`.
    fn from(error: Error) -> Self {
        use std::io::ErrorKind;
        let kind = match error.classify() {
            Category::Eof => ErrorKind::UnexpectedEof,
            _ => ErrorKind::InvalidData,
        };
        match error.inner.code {
            ErrorCode::Io(error) => error,
            _ => std::io::Error::new(kind, error),
        }
    }
}

/// Cuts ` at line L column C` off the end of `text`.
fn split_position(text: &mut String) -> Option<(usize, usize)> {
    const LINE: &str = " at line ";
    const COLUMN: &str = " column ";
    // Most texts have none, and to look for its beginning took longer than to make the error.
    if !text.trim_end_matches(|last: char| last.is_ascii_digit()).ends_with(COLUMN) {
        return None;
    }
    let start = text.rfind(LINE)?;
    let (line, column) = text[start + LINE.len()..].split_once(COLUMN)?;
    let number = |digits: &str| match digits.bytes().all(|b| b.is_ascii_digit()) {
        true => usize::from_str(digits).ok(),
        false => None,
    };
    let position = (number(line)?, number(column)?);
    text.truncate(start);
    Some(position)
}
