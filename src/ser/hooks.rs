//! Writing by a formatter's hooks, every one of them in serde_json's order.

use core::fmt::{self, Display, Write as _};
use std::io::{self, Write};

use super::fast::display_failed;
use super::formatter::{CharEscape, Formatter};
use super::key::{Scalar, Token};
use super::serializer::Serializer;
use crate::error::{Error, Result};

/// A string.
pub(super) fn string<W, F>(writer: &mut W, formatter: &mut F, text: &str) -> io::Result<()>
where
    W: Write,
    F: Formatter,
{
    formatter.begin_string(writer)?;
    content(writer, formatter, text)?;
    formatter.end_string(writer)
}

/// The fragments and escapes of a string.
fn content<W: Write, F: Formatter>(
    writer: &mut W,
    formatter: &mut F,
    text: &str,
) -> io::Result<()> {
    let mut start = 0;
    for (i, byte) in text.bytes().enumerate() {
        let Some(escape) = CharEscape::of(byte) else { continue };
        if start < i {
            formatter.write_string_fragment(writer, &text[start..i])?;
        }
        formatter.write_char_escape(writer, escape)?;
        start = i + 1;
    }
    if start < text.len() {
        formatter.write_string_fragment(writer, &text[start..])?;
    }
    Ok(())
}

/// A string that is what `value` displays.
pub(super) fn displayed<W, F, T>(writer: &mut W, formatter: &mut F, value: &T) -> Result<()>
where
    W: Write,
    F: Formatter,
    T: ?Sized + Display,
{
    formatter.begin_string(writer).map_err(Error::io)?;
    let mut content = Content { writer, formatter, error: None };
    if write!(content, "{value}").is_err() {
        return Err(content.error.take().map_or_else(display_failed, Error::io));
    }
    formatter.end_string(writer).map_err(Error::io)
}

/// Takes what a `Display` writes, as the content of a string.
struct Content<'w, W, F> {
    writer: &'w mut W,
    formatter: &'w mut F,
    error: Option<io::Error>,
}

impl<W: Write, F: Formatter> fmt::Write for Content<'_, W, F> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        content(self.writer, self.formatter, text).map_err(|error| {
            self.error = Some(error);
            fmt::Error
        })
    }
}

/// A scalar as a member's name.
pub(super) fn quoted<W, F>(writer: &mut W, formatter: &mut F, scalar: Scalar) -> io::Result<()>
where
    W: Write,
    F: Formatter,
{
    formatter.begin_string(writer)?;
    match scalar {
        Scalar::Bool(value) => formatter.write_bool(writer, value),
        Scalar::I8(value) => formatter.write_i8(writer, value),
        Scalar::I16(value) => formatter.write_i16(writer, value),
        Scalar::I32(value) => formatter.write_i32(writer, value),
        Scalar::I64(value) => formatter.write_i64(writer, value),
        Scalar::I128(value) => formatter.write_i128(writer, value),
        Scalar::U8(value) => formatter.write_u8(writer, value),
        Scalar::U16(value) => formatter.write_u16(writer, value),
        Scalar::U32(value) => formatter.write_u32(writer, value),
        Scalar::U64(value) => formatter.write_u64(writer, value),
        Scalar::U128(value) => formatter.write_u128(writer, value),
        Scalar::F32(value) => formatter.write_f32(writer, value),
        Scalar::F64(value) => formatter.write_f64(writer, value),
    }?;
    formatter.end_string(writer)
}

/// The text of a number or of a raw value.
pub(super) fn verbatim<W, F>(
    writer: &mut W,
    formatter: &mut F,
    token: Token,
    text: &str,
) -> io::Result<()>
where
    W: Write,
    F: Formatter,
{
    match token {
        Token::Number => formatter.write_number_str(writer, text),
        Token::RawValue => formatter.write_raw_fragment(writer, text),
    }
}

/// `{"variant":`
pub(super) fn begin_variant<W, F>(
    serializer: &mut Serializer<W, F>,
    variant: &'static str,
) -> Result<()>
where
    W: Write,
    F: Formatter,
{
    let Serializer { writer, formatter, .. } = serializer;
    let mut begin = || {
        formatter.begin_object(writer)?;
        formatter.begin_object_key(writer, true)?;
        string(writer, formatter, variant)?;
        formatter.end_object_key(writer)?;
        formatter.begin_object_value(writer)
    };
    begin().map_err(Error::io)
}

/// `}`
pub(super) fn end_variant<W: Write, F: Formatter>(serializer: &mut Serializer<W, F>) -> Result<()> {
    let Serializer { writer, formatter, .. } = serializer;
    formatter
        .end_object_value(writer)
        .and_then(|()| formatter.end_object(writer))
        .map_err(Error::io)
}
