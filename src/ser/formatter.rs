//! [`Formatter`]: what a [`Serializer`](super::Serializer) calls for every piece of text it writes.
//!
//! Hooks, their defaults and their order are serde_json's. The two formatters of this crate are
//! written without hooks (see `fast`), unless somebody calls their hooks.

use std::io::{self, Write};

use crate::number::Digits;
use crate::write::Indent;

/// A character that a string cannot hold as it is, and how it is written.
///
/// ```
/// use fastjson_api::ser::{CharEscape, CompactFormatter, Formatter};
///
/// let mut json = Vec::new();
/// CompactFormatter.write_char_escape(&mut json, CharEscape::AsciiControl(0x1B))?;
/// assert_eq!(json, br"\u001b");
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CharEscape {
    /// `\"`
    Quote,
    /// `\\`
    ReverseSolidus,
    /// `\/`, which is never asked for.
    Solidus,
    /// `\b`
    Backspace,
    /// `\f`
    FormFeed,
    /// `\n`
    LineFeed,
    /// `\r`
    CarriageReturn,
    /// `\t`
    Tab,
    /// Any other byte below 0x20: `\u00` and two lowercase digits.
    AsciiControl(u8),
}

impl CharEscape {
    /// How `byte` is escaped, if it must be.
    pub(super) fn of(byte: u8) -> Option<Self> {
        Some(match byte {
            b'"' => CharEscape::Quote,
            b'\\' => CharEscape::ReverseSolidus,
            0x08 => CharEscape::Backspace,
            b'\t' => CharEscape::Tab,
            b'\n' => CharEscape::LineFeed,
            0x0C => CharEscape::FormFeed,
            b'\r' => CharEscape::CarriageReturn,
            0..0x20 => CharEscape::AsciiControl(byte),
            _ => return None,
        })
    }
}

/// Writes the pieces of JSON text. All methods have defaults, which write compactly.
///
/// ```
/// use std::io::{self, Write};
///
/// use fastjson_api::ser::{Formatter, Serializer};
/// use serde::Serialize;
///
/// /// A space behind each comma in arrays.
/// struct Spaced;
///
/// impl Formatter for Spaced {
///     fn begin_array_value<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
///         if first { Ok(()) } else { writer.write_all(b", ") }
///     }
/// }
///
/// let mut json = Vec::new();
/// [1, 2, 3].serialize(&mut Serializer::with_formatter(&mut json, Spaced))?;
/// assert_eq!(json, b"[1, 2, 3]");
/// # Ok::<(), fastjson_api::Error>(())
/// ```
///
/// # Errors
///
/// Each method fails as `writer` does.
#[expect(clippy::missing_errors_doc, reason = "said once, for all methods")]
pub trait Formatter {
    /// Not public API: how this crate may write without hooks.
    #[doc(hidden)]
    #[inline]
    fn shape(&self) -> Shape<'_> {
        Shape::Hooks
    }

    /// Writes `null`.
    #[inline]
    fn write_null<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b"null")
    }

    /// Writes `true` or `false`.
    #[inline]
    fn write_bool<W: ?Sized + Write>(&mut self, writer: &mut W, value: bool) -> io::Result<()> {
        writer.write_all(if value { b"true" } else { b"false" })
    }

    /// Writes an integer.
    #[inline]
    fn write_i8<W: ?Sized + Write>(&mut self, writer: &mut W, value: i8) -> io::Result<()> {
        writer.write_all(Digits::i64(value.into()).as_bytes())
    }

    /// Writes an integer.
    #[inline]
    fn write_i16<W: ?Sized + Write>(&mut self, writer: &mut W, value: i16) -> io::Result<()> {
        writer.write_all(Digits::i64(value.into()).as_bytes())
    }

    /// Writes an integer.
    #[inline]
    fn write_i32<W: ?Sized + Write>(&mut self, writer: &mut W, value: i32) -> io::Result<()> {
        writer.write_all(Digits::i64(value.into()).as_bytes())
    }

    /// Writes an integer.
    #[inline]
    fn write_i64<W: ?Sized + Write>(&mut self, writer: &mut W, value: i64) -> io::Result<()> {
        writer.write_all(Digits::i64(value).as_bytes())
    }

    /// Writes an integer.
    #[inline]
    fn write_i128<W: ?Sized + Write>(&mut self, writer: &mut W, value: i128) -> io::Result<()> {
        writer.write_all(Digits::i128(value).as_bytes())
    }

    /// Writes an integer.
    #[inline]
    fn write_u8<W: ?Sized + Write>(&mut self, writer: &mut W, value: u8) -> io::Result<()> {
        writer.write_all(Digits::u64(value.into()).as_bytes())
    }

    /// Writes an integer.
    #[inline]
    fn write_u16<W: ?Sized + Write>(&mut self, writer: &mut W, value: u16) -> io::Result<()> {
        writer.write_all(Digits::u64(value.into()).as_bytes())
    }

    /// Writes an integer.
    #[inline]
    fn write_u32<W: ?Sized + Write>(&mut self, writer: &mut W, value: u32) -> io::Result<()> {
        writer.write_all(Digits::u64(value.into()).as_bytes())
    }

    /// Writes an integer.
    #[inline]
    fn write_u64<W: ?Sized + Write>(&mut self, writer: &mut W, value: u64) -> io::Result<()> {
        writer.write_all(Digits::u64(value).as_bytes())
    }

    /// Writes an integer.
    #[inline]
    fn write_u128<W: ?Sized + Write>(&mut self, writer: &mut W, value: u128) -> io::Result<()> {
        writer.write_all(Digits::u128(value).as_bytes())
    }

    /// Writes a float. It must be finite, or some number is written.
    #[inline]
    fn write_f32<W: ?Sized + Write>(&mut self, writer: &mut W, value: f32) -> io::Result<()> {
        writer.write_all(Digits::f32(value).as_bytes())
    }

    /// Writes a float. It must be finite, or some number is written.
    #[inline]
    fn write_f64<W: ?Sized + Write>(&mut self, writer: &mut W, value: f64) -> io::Result<()> {
        writer.write_all(Digits::f64(value).as_bytes())
    }

    /// Writes a number that is text already.
    #[inline]
    fn write_number_str<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        value: &str,
    ) -> io::Result<()> {
        writer.write_all(value.as_bytes())
    }

    /// Begins a string, which goes on with fragments and escapes.
    #[inline]
    fn begin_string<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b"\"")
    }

    /// Ends a string.
    #[inline]
    fn end_string<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b"\"")
    }

    /// Writes a part of a string that needs no escapes.
    #[inline]
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        writer.write_all(fragment.as_bytes())
    }

    /// Writes an escaped character.
    #[inline]
    fn write_char_escape<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        char_escape: CharEscape,
    ) -> io::Result<()> {
        let letter = match char_escape {
            CharEscape::Quote => b'"',
            CharEscape::ReverseSolidus => b'\\',
            CharEscape::Solidus => b'/',
            CharEscape::Backspace => b'b',
            CharEscape::FormFeed => b'f',
            CharEscape::LineFeed => b'n',
            CharEscape::CarriageReturn => b'r',
            CharEscape::Tab => b't',
            CharEscape::AsciiControl(byte) => {
                let digit = |value: u8| b"0123456789abcdef"[usize::from(value)];
                return writer.write_all(&[
                    b'\\',
                    b'u',
                    b'0',
                    b'0',
                    digit(byte >> 4),
                    digit(byte & 15),
                ]);
            }
        };
        writer.write_all(&[b'\\', letter])
    }

    /// Writes bytes, as an array of numbers unless a formatter knows better.
    #[inline]
    fn write_byte_array<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        value: &[u8],
    ) -> io::Result<()> {
        self.begin_array(writer)?;
        for (i, &byte) in value.iter().enumerate() {
            self.begin_array_value(writer, i == 0)?;
            self.write_u8(writer, byte)?;
            self.end_array_value(writer)?;
        }
        self.end_array(writer)
    }

    /// Begins an array.
    #[inline]
    fn begin_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b"[")
    }

    /// Ends an array.
    #[inline]
    fn end_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b"]")
    }

    /// Called before each element; writes a comma unless it is the first.
    #[inline]
    fn begin_array_value<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        if first { Ok(()) } else { writer.write_all(b",") }
    }

    /// Called after each element.
    #[inline]
    fn end_array_value<W: ?Sized + Write>(&mut self, _writer: &mut W) -> io::Result<()> {
        Ok(())
    }

    /// Begins an object.
    #[inline]
    fn begin_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b"{")
    }

    /// Ends an object.
    #[inline]
    fn end_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b"}")
    }

    /// Called before each name; writes a comma unless it is the first.
    #[inline]
    fn begin_object_key<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        if first { Ok(()) } else { writer.write_all(b",") }
    }

    /// Called after each name. This hook or [`begin_object_value`](Self::begin_object_value) writes the
    /// colon.
    #[inline]
    fn end_object_key<W: ?Sized + Write>(&mut self, _writer: &mut W) -> io::Result<()> {
        Ok(())
    }

    /// Called before each member's value; writes the colon.
    #[inline]
    fn begin_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b":")
    }

    /// Called after each member's value.
    #[inline]
    fn end_object_value<W: ?Sized + Write>(&mut self, _writer: &mut W) -> io::Result<()> {
        Ok(())
    }

    /// Writes JSON text as it is.
    #[inline]
    fn write_raw_fragment<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        writer.write_all(fragment.as_bytes())
    }
}

/// Not public API: how this crate may write without calling a formatter's hooks.
#[doc(hidden)]
pub enum Shape<'f> {
    /// It may not.
    Hooks,
    /// No white space.
    Compact,
    /// An element a line.
    Pretty(Lines<'f>),
}

/// Not public API: how lines begin.
#[doc(hidden)]
pub struct Lines<'f>(pub(super) Indent<'f>);

/// Writes no white space.
///
/// ```
/// use fastjson_api::ser::{CompactFormatter, Serializer};
/// use serde::Serialize;
///
/// let mut json = Vec::new();
/// [1, 2].serialize(&mut Serializer::with_formatter(&mut json, CompactFormatter))?;
/// assert_eq!(json, b"[1,2]");
/// # Ok::<(), fastjson_api::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct CompactFormatter;

impl Formatter for CompactFormatter {
    #[inline]
    fn shape(&self) -> Shape<'_> {
        Shape::Compact
    }
}

/// Writes every element on a line of its own, indented.
///
/// ```
/// use fastjson_api::ser::{PrettyFormatter, Serializer};
/// use serde::Serialize;
///
/// let mut json = Vec::new();
/// let formatter = PrettyFormatter::with_indent(b"\t");
/// [1, 2].serialize(&mut Serializer::with_formatter(&mut json, formatter))?;
/// assert_eq!(json, b"[\n\t1,\n\t2\n]");
/// # Ok::<(), fastjson_api::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct PrettyFormatter<'a> {
    depth: usize,
    /// Whether the container that ends next has an element.
    filled: bool,
    indent: &'a [u8],
}

impl<'a> PrettyFormatter<'a> {
    /// Indents by two spaces.
    pub fn new() -> Self {
        PrettyFormatter::with_indent(b"  ")
    }

    /// Indents by `indent`.
    pub fn with_indent(indent: &'a [u8]) -> Self {
        PrettyFormatter { depth: 0, filled: false, indent }
    }

    fn begin<W: ?Sized + Write>(&mut self, writer: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth += 1;
        self.filled = false;
        writer.write_all(bracket)
    }

    fn end<W: ?Sized + Write>(&mut self, writer: &mut W, bracket: &[u8]) -> io::Result<()> {
        // A caller of hooks may end what it did not begin.
        self.depth = self.depth.saturating_sub(1);
        if self.filled {
            self.line(writer, b"\n")?;
        }
        writer.write_all(bracket)
    }

    fn line<W: ?Sized + Write>(&mut self, writer: &mut W, before: &[u8]) -> io::Result<()> {
        writer.write_all(before)?;
        for _ in 0..self.depth {
            writer.write_all(self.indent)?;
        }
        Ok(())
    }
}

impl Default for PrettyFormatter<'_> {
    fn default() -> Self {
        PrettyFormatter::new()
    }
}

impl Formatter for PrettyFormatter<'_> {
    fn shape(&self) -> Shape<'_> {
        // What is written without hooks is text.
        match core::str::from_utf8(self.indent) {
            Ok(indent) => Shape::Pretty(Lines(Indent::new(indent, self.depth))),
            Err(_) => Shape::Hooks,
        }
    }

    fn begin_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.begin(writer, b"[")
    }

    fn end_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.end(writer, b"]")
    }

    fn begin_array_value<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.line(writer, if first { b"\n" } else { b",\n" })
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, _writer: &mut W) -> io::Result<()> {
        self.filled = true;
        Ok(())
    }

    fn begin_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.begin(writer, b"{")
    }

    fn end_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.end(writer, b"}")
    }

    fn begin_object_key<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.line(writer, if first { b"\n" } else { b",\n" })
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b": ")
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, _writer: &mut W) -> io::Result<()> {
        self.filled = true;
        Ok(())
    }
}
