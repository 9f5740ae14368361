//! [`Serializer`]: any value, any layout, any writer.
//!
//! With a formatter of this crate it writes into a buffer, as `fast` does, and hands that on element by
//! element; with any other it calls the formatter's hooks, as serde_json does.

use alloc::vec::Vec;
use core::fmt::Display;
use std::io;

use serde_core::ser::{self, Serialize};

use super::compound::{self, Compound};
use super::formatter::{CompactFormatter, Formatter, Lines, PrettyFormatter, Shape};
use super::hooks;
use super::key::{Scalar, Token, Whole};
use super::room;
use crate::error::{Error, Result};
use crate::write::{Compact, Output, Pretty, Step, take};

/// Writes values as JSON into a writer.
///
/// ```
/// use fastjson_api::ser::Serializer;
/// use serde::Serialize;
///
/// let mut json = Vec::new();
/// let mut serializer = Serializer::new(&mut json);
/// 1.serialize(&mut serializer)?;
/// "one".serialize(&mut serializer)?;
/// assert_eq!(json, br#"1"one""#);
/// # Ok::<(), fastjson_api::Error>(())
/// ```
#[cfg_attr(docsrs, doc(cfg(feature = "std")))]
pub struct Serializer<W, F = CompactFormatter> {
    pub(super) writer: W,
    pub(super) formatter: F,
    /// What the last step has written without hooks.
    buffer: Vec<u8>,
}

impl<W: io::Write> Serializer<W> {
    /// Writes compactly.
    #[inline]
    pub fn new(writer: W) -> Self {
        Serializer::with_formatter(writer, CompactFormatter)
    }
}

impl<W: io::Write> Serializer<W, PrettyFormatter<'_>> {
    /// Writes an element a line, indented by two spaces.
    ///
    /// ```
    /// use fastjson_api::ser::Serializer;
    /// use serde::Serialize;
    ///
    /// let mut json = Vec::new();
    /// [1].serialize(&mut Serializer::pretty(&mut json))?;
    /// assert_eq!(json, b"[\n  1\n]");
    /// # Ok::<(), fastjson_api::Error>(())
    /// ```
    #[inline]
    pub fn pretty(writer: W) -> Self {
        Serializer::with_formatter(writer, PrettyFormatter::new())
    }
}

impl<W: io::Write, F: Formatter> Serializer<W, F> {
    /// Writes as `formatter` says.
    #[inline]
    pub fn with_formatter(writer: W, formatter: F) -> Self {
        Serializer { writer, formatter, buffer: Vec::new() }
    }

    /// The writer.
    #[inline]
    pub fn into_inner(self) -> W {
        self.writer
    }

    /// Takes a step of writing a value, inside of `depth` containers, without hooks. `None` if the
    /// formatter's hooks must be called instead.
    #[inline]
    pub(super) fn step(&mut self, depth: usize, step: impl Step) -> Option<Result<()>> {
        self.buffer.clear();
        if self.buffer.capacity() == 0 {
            self.buffer.reserve(room::LEAST);
        }
        match self.formatter.shape() {
            Shape::Hooks => None,
            Shape::Compact => {
                let output = Output::with_sink(&mut self.buffer, &mut self.writer);
                Some(take::<Compact>(output, step))
            }
            Shape::Pretty(Lines(indent)) => {
                let mut indent = indent.deeper(depth);
                let output = Output::with_sink(&mut self.buffer, &mut self.writer);
                Some(take::<Pretty>(output.indented(Some(&mut indent)), step))
            }
        }
    }

    /// Hands on what the last step has written; nothing, if hooks are called.
    #[inline]
    pub(super) fn hand_on(&mut self) -> Result<()> {
        match self.buffer.is_empty() {
            true => Ok(()),
            false => self.writer.write_all(&self.buffer).map_err(Error::io),
        }
    }

    /// Writes `value` without hooks, or not at all.
    #[inline]
    fn whole<T: ?Sized + Serialize>(&mut self, value: &T) -> Option<Result<()>> {
        let written = self.step(0, compound::Value(value))?;
        // What came before an error belongs to the writer too; the first error counts.
        let handed_on = self.hand_on();
        Some(written.and(handed_on))
    }
}

/// Scalars, each by its own hook.
macro_rules! scalars {
    ($($method:ident($type:ty) $hook:ident)*) => {
        $(
            #[inline]
            fn $method(self, value: $type) -> Result<()> {
                match self.whole(&value) {
                    Some(result) => result,
                    None => self.formatter.$hook(&mut self.writer, value).map_err(Error::io),
                }
            }
        )*
    };
}

impl<'a, W: io::Write, F: Formatter> ser::Serializer for &'a mut Serializer<W, F> {
    type Ok = ();
    type Error = Error;

    type SerializeSeq = Compound<'a, W, F>;
    type SerializeTuple = Compound<'a, W, F>;
    type SerializeTupleStruct = Compound<'a, W, F>;
    type SerializeTupleVariant = Compound<'a, W, F>;
    type SerializeMap = Compound<'a, W, F>;
    type SerializeStruct = Compound<'a, W, F>;
    type SerializeStructVariant = Compound<'a, W, F>;

    scalars! {
        serialize_bool(bool) write_bool
        serialize_i8(i8) write_i8
        serialize_i16(i16) write_i16
        serialize_i32(i32) write_i32
        serialize_i64(i64) write_i64
        serialize_i128(i128) write_i128
        serialize_u8(u8) write_u8
        serialize_u16(u16) write_u16
        serialize_u32(u32) write_u32
        serialize_u64(u64) write_u64
        serialize_u128(u128) write_u128
    }

    #[inline]
    fn serialize_f32(self, value: f32) -> Result<()> {
        match self.whole(&value) {
            Some(result) => result,
            None if !value.is_finite() => self.serialize_unit(),
            None => self.formatter.write_f32(&mut self.writer, value).map_err(Error::io),
        }
    }

    #[inline]
    fn serialize_f64(self, value: f64) -> Result<()> {
        match self.whole(&value) {
            Some(result) => result,
            None if !value.is_finite() => self.serialize_unit(),
            None => self.formatter.write_f64(&mut self.writer, value).map_err(Error::io),
        }
    }

    #[inline]
    fn serialize_char(self, value: char) -> Result<()> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    #[inline]
    fn serialize_str(self, value: &str) -> Result<()> {
        match self.whole(value) {
            Some(result) => result,
            None => hooks::string(&mut self.writer, &mut self.formatter, value).map_err(Error::io),
        }
    }

    #[inline]
    fn serialize_bytes(self, value: &[u8]) -> Result<()> {
        match self.whole(&compound::Bytes(value)) {
            Some(result) => result,
            None => self.formatter.write_byte_array(&mut self.writer, value).map_err(Error::io),
        }
    }

    #[inline]
    fn serialize_none(self) -> Result<()> {
        self.serialize_unit()
    }

    #[inline]
    fn serialize_some<T: ?Sized + Serialize>(self, value: &T) -> Result<()> {
        value.serialize(self)
    }

    #[inline]
    fn serialize_unit(self) -> Result<()> {
        match self.whole(&()) {
            Some(result) => result,
            None => self.formatter.write_null(&mut self.writer).map_err(Error::io),
        }
    }

    #[inline]
    fn serialize_unit_struct(self, _name: &'static str) -> Result<()> {
        self.serialize_unit()
    }

    #[inline]
    fn serialize_unit_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
    ) -> Result<()> {
        self.serialize_str(variant)
    }

    #[inline]
    fn serialize_newtype_struct<T>(self, _name: &'static str, value: &T) -> Result<()>
    where
        T: ?Sized + Serialize,
    {
        value.serialize(self)
    }

    #[inline]
    fn serialize_newtype_variant<T>(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<()>
    where
        T: ?Sized + Serialize,
    {
        match self.whole(&compound::Newtype { variant, value }) {
            Some(result) => result,
            None => {
                hooks::begin_variant(self, variant)?;
                value.serialize(&mut *self)?;
                hooks::end_variant(self)
            }
        }
    }

    #[inline]
    fn serialize_seq(self, length: Option<usize>) -> Result<Self::SerializeSeq> {
        Compound::array(self, None, length)
    }

    #[inline]
    fn serialize_tuple(self, length: usize) -> Result<Self::SerializeTuple> {
        Compound::array(self, None, Some(length))
    }

    #[inline]
    fn serialize_tuple_struct(
        self,
        _name: &'static str,
        length: usize,
    ) -> Result<Self::SerializeTupleStruct> {
        Compound::array(self, None, Some(length))
    }

    #[inline]
    fn serialize_tuple_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        length: usize,
    ) -> Result<Self::SerializeTupleVariant> {
        Compound::array(self, Some(variant), Some(length))
    }

    #[inline]
    fn serialize_map(self, length: Option<usize>) -> Result<Self::SerializeMap> {
        Compound::object(self, None, length)
    }

    #[inline]
    fn serialize_struct(self, name: &'static str, length: usize) -> Result<Self::SerializeStruct> {
        match Token::named(name) {
            Some(token) => Ok(Compound::token(self, token)),
            None => Compound::object(self, None, Some(length)),
        }
    }

    #[inline]
    fn serialize_struct_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        length: usize,
    ) -> Result<Self::SerializeStructVariant> {
        Compound::object(self, Some(variant), Some(length))
    }

    fn collect_str<T: ?Sized + Display>(self, value: &T) -> Result<()> {
        match self.whole(&compound::Displayed(value)) {
            Some(result) => result,
            None => hooks::displayed(&mut self.writer, &mut self.formatter, value),
        }
    }
}

impl<W: io::Write, F: Formatter> Whole for &mut Serializer<W, F> {
    fn quoted(self, scalar: Scalar) -> Result<()> {
        let Serializer { writer, formatter, .. } = self;
        hooks::quoted(writer, formatter, scalar).map_err(Error::io)
    }

    fn verbatim(self, token: Token, text: &str) -> Result<()> {
        match self.whole(&compound::Raw { token, text }) {
            Some(result) => result,
            None => hooks::verbatim(&mut self.writer, &mut self.formatter, token, text)
                .map_err(Error::io),
        }
    }

    fn refuse(self, error: Error) -> Error {
        // Each hook's bytes are with the writer at once.
        error
    }
}
