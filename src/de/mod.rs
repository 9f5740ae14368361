//! serde on top of the parser: `Deserializer`, the functions that read, and what Value reads itself by.
//!
//! The order of checks, and so of errors, is serde_json's; `read` keeps the places. Everything that is
//! not the way to success lives out of line there, since this room is compiled into each type that a
//! user reads.

mod access;
mod error;
mod field;
mod functions;
mod key;
mod number;
mod rows;
mod scratch;
mod stream;
mod value_key;
mod value_number;
#[cfg(feature = "arbitrary_precision")]
mod value_number_text;
#[cfg(feature = "raw_value")]
mod value_raw;
mod value_text;
pub(crate) mod value_tree;
mod value_visit;

#[cfg(feature = "std")]
pub use self::functions::from_reader;
pub use self::functions::{from_slice, from_str};
pub use self::scratch::Scratch;
pub use self::stream::StreamDeserializer;
#[cfg(feature = "std")]
pub use crate::index::reader::IoRead;
pub use crate::index::source::{Read, SliceRead, StrRead};

use self::access::{ArrayAccess, ObjectAccess, UnitVariant, Variant};
use self::field::StructAccess;
use self::value_text::TextAccess;
use crate::error::{Error, ErrorCode, Result};
use crate::read::{Parser, Reference};
use crate::value::RAW_TOKEN;
use alloc::borrow::Cow;
use serde_core::de::{self, Expected, Unexpected, Visitor};

/// Reads JSON into any type that serde can deserialize.
///
/// ```
/// use fastjson_api::Deserializer;
/// use serde::Deserialize;
///
/// let mut deserializer = Deserializer::from_str("[1, 2, 3] ");
/// let numbers = Vec::<u8>::deserialize(&mut deserializer)?;
/// deserializer.end()?;
/// assert_eq!(numbers, [1, 2, 3]);
/// # Ok::<(), fastjson_api::Error>(())
/// ```
pub struct Deserializer<R> {
    parser: Parser<R>,
}

impl<'de, R: Read<'de>> Deserializer<R> {
    /// Reads from one of the sources of [`de`](crate::de).
    #[inline(always)]
    pub fn new(read: R) -> Self {
        Deserializer { parser: Parser::new(read) }
    }

    /// Checks that only whitespace follows what was read.
    ///
    /// # Errors
    /// Something else follows, or the reader failed.
    #[inline]
    pub fn end(&mut self) -> Result<()> {
        self.parser.end()
    }

    /// Reads one value of type `T` after the other.
    ///
    /// ```
    /// let values = fastjson_api::Deserializer::from_str("1 2\n3").into_iter::<u8>();
    /// assert_eq!(values.collect::<Result<Vec<_>, _>>()?, [1, 2, 3]);
    /// # Ok::<(), fastjson_api::Error>(())
    /// ```
    #[expect(clippy::should_implement_trait, reason = "the caller chooses T; serde_json's name")]
    pub fn into_iter<T: de::Deserialize<'de>>(self) -> StreamDeserializer<'de, R, T> {
        StreamDeserializer::from_deserializer(self)
    }

    /// Offset in the input behind what was read last.
    #[cfg(feature = "std")]
    pub(crate) fn byte_offset(&self) -> usize {
        self.parser.byte_offset()
    }

    /// Lets arrays and objects nest without limit. The caller must then see to it that the stack is
    /// large enough for the input.
    #[cfg(feature = "unbounded_depth")]
    pub fn disable_recursion_limit(&mut self) {
        self.parser.unbounded = true;
    }
}

#[cfg(feature = "std")]
impl<R: std::io::Read> Deserializer<IoRead<R>> {
    /// Reads from an `io::Read`, never a byte past the value (one past a number), so that a socket is
    /// not waited for in vain. To read a file or a whole body, [`from_reader`] is faster.
    pub fn from_reader(reader: R) -> Self {
        Deserializer::new(IoRead::new(reader))
    }
}

impl<'a> Deserializer<SliceRead<'a>> {
    /// Reads from bytes.
    #[inline(always)]
    pub fn from_slice(bytes: &'a [u8]) -> Self {
        Deserializer::new(SliceRead::new(bytes))
    }
}

#[cfg(feature = "std")]
impl Deserializer<SliceRead<'_>> {
    /// Whether there was no error, not even one that was not handed on.
    #[inline]
    pub(crate) fn is_unerring(&self) -> bool {
        !self.parser.erred
    }
}

impl<'a> Deserializer<StrRead<'a>> {
    /// Reads from text.
    #[inline(always)]
    #[expect(clippy::should_implement_trait, reason = "serde_json's name, and it cannot fail")]
    pub fn from_str(s: &'a str) -> Self {
        Deserializer::new(StrRead::new(s))
    }
}

impl<'de, R: Read<'de>> Deserializer<R> {
    /// Places an error that has no place behind what was read last.
    #[inline(always)]
    fn placed<T>(&mut self, result: Result<T>) -> Result<T> {
        result.map_err(
            #[cold]
            |error| self.parser.fix_position(error),
        )
    }

    #[inline(always)]
    fn string<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value> {
        let value = match self.parser.parse_str()? {
            Reference::Borrowed(text) => visitor.visit_borrowed_str(text),
            Reference::Copied(text) => visitor.visit_str(text),
        };
        self.placed(value)
    }

    /// What `common_str` did not find: any string, or an error in its place. One call, so that the way to success is
    /// small enough to be part of a loop; the same below.
    #[cold]
    #[inline(never)]
    fn rare_str<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value> {
        match self.parser.peek() {
            b'"' => self.string(visitor),
            _ => Err(self.invalid_type(&visitor)),
        }
    }

    /// A boolean at the end of what is known of the input, or an error in its place.
    #[cold]
    #[inline(never)]
    fn rare_bool<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value> {
        let value = match self.parser.peek() {
            first @ (b't' | b'f') => visitor.visit_bool(self.parser.parse_bool(first)?),
            _ => return Err(self.invalid_type(&visitor)),
        };
        self.placed(value)
    }

    #[inline(always)]
    fn array<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value> {
        self.elements(|de| visitor.visit_seq(ArrayAccess::new::<V>(de)))
    }

    #[inline(always)]
    fn elements<T>(&mut self, visit: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        self.parser.enter()?;
        let result = visit(self);
        self.parser.leave();
        self.parser.before_first = false;
        // The value itself is not touched, so that it is built where the caller wants it.
        match result {
            Ok(_) => match self.parser.end_array() {
                Ok(()) => result,
                Err(error) => Err(error),
            },
            Err(error) => Err(self.parser.leave_after_error(error, b']', true)),
        }
    }

    #[inline(always)]
    fn object<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value> {
        self.members(|de, asked| visitor.visit_map(ObjectAccess::new::<V>(de, asked)))
    }

    #[inline(always)]
    fn members<T>(&mut self, visit: impl FnOnce(&mut Self, &mut bool) -> Result<T>) -> Result<T> {
        self.parser.enter()?;
        let mut asked = true;
        let result = visit(self, &mut asked);
        self.parser.leave();
        match result {
            Ok(_) => match self.parser.end_object(asked) {
                Ok(()) => result,
                Err(error) => Err(error),
            },
            Err(error) => Err(self.parser.leave_after_error(error, b'}', asked)),
        }
    }

    fn raw<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value> {
        let text = match self.parser.parse_raw()? {
            Reference::Borrowed(text) => Cow::Borrowed(text),
            Reference::Copied(text) => Cow::Owned(text.into()),
        };
        visitor.visit_map(TextAccess::raw(text))
    }

    /// The next value is not of the type that the visitor expects, or no value.
    #[cold]
    #[inline(never)]
    fn invalid_type(&mut self, expected: &dyn Expected) -> Error {
        let error = match self.parser.peek() {
            b'n' => match self.parser.parse_literal(b"null") {
                Ok(()) => de::Error::invalid_type(Unexpected::Unit, expected),
                Err(error) => return error,
            },
            first @ (b't' | b'f') => match self.parser.parse_bool(first) {
                Ok(value) => de::Error::invalid_type(Unexpected::Bool(value), expected),
                Err(error) => return error,
            },
            b'-' | b'0'..=b'9' => match self.any_number(NumberFound(expected)) {
                Ok(error) | Err(error) => error,
            },
            b'"' => match self.parser.parse_str() {
                Ok(text) => de::Error::invalid_type(Unexpected::Str(&text), expected),
                Err(error) => return error,
            },
            bracket @ (b'[' | b'{') => {
                let found = if bracket == b'[' { Unexpected::Seq } else { Unexpected::Map };
                let index = self.parser.index_before_token();
                return self.parser.fix_at(de::Error::invalid_type(found, expected), index);
            }
            _ => return self.parser.value_error(),
        };
        self.parser.fix_position(error)
    }
}

/// Makes the error for a number where another type is expected.
struct NumberFound<'a>(&'a dyn Expected);

impl<'de> Visitor<'de> for NumberFound<'_> {
    type Value = Error;

    fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        self.0.fmt(f)
    }

    fn visit_u64<E>(self, value: u64) -> core::result::Result<Error, E> {
        Ok(de::Error::invalid_type(Unexpected::Unsigned(value), self.0))
    }

    fn visit_i64<E>(self, value: i64) -> core::result::Result<Error, E> {
        Ok(de::Error::invalid_type(Unexpected::Signed(value), self.0))
    }

    fn visit_f64<E>(self, value: f64) -> core::result::Result<Error, E> {
        Ok(de::Error::invalid_type(Unexpected::Float(value), self.0))
    }

    fn visit_map<A: de::MapAccess<'de>>(self, _: A) -> core::result::Result<Error, A::Error> {
        Ok(de::Error::invalid_type(Unexpected::Other("number"), self.0))
    }
}

impl<'de, R: Read<'de>> de::Deserializer<'de> for &mut Deserializer<R> {
    type Error = Error;

    #[inline]
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        let value = match self.parser.peek() {
            b'"' => return self.string(visitor),
            b'{' => return self.object(visitor),
            b'[' => return self.array(visitor),
            b'-' | b'0'..=b'9' => self.any_number(visitor),
            first @ (b't' | b'f') => visitor.visit_bool(self.parser.parse_bool(first)?),
            b'n' => {
                self.parser.parse_literal(b"null")?;
                visitor.visit_unit()
            }
            _ => return Err(self.parser.value_error()),
        };
        self.placed(value)
    }

    // Not inline, so that what is around it is: an optional one, and the loop over an array of them.
    #[inline(never)]
    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        let Some(value) = self.parser.common_bool() else { return self.rare_bool(visitor) };
        let value = visitor.visit_bool(value);
        self.placed(value)
    }

    #[inline]
    fn deserialize_i8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.number(visitor)
    }

    #[inline]
    fn deserialize_i16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.number(visitor)
    }

    #[inline]
    fn deserialize_i32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.number(visitor)
    }

    #[inline]
    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.number(visitor)
    }

    #[inline]
    fn deserialize_u8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.number(visitor)
    }

    #[inline]
    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.number(visitor)
    }

    #[inline]
    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.number(visitor)
    }

    #[inline]
    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.number(visitor)
    }

    #[inline]
    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.float::<true, V>(visitor)
    }

    #[inline]
    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.float::<false, V>(visitor)
    }

    fn deserialize_i128<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        let value = key::integer128(&mut self.parser, true)?;
        match value {
            Some(value) => {
                let value = visitor.visit_i128(value);
                self.placed(value)
            }
            None => Err(self.out_of_range()),
        }
    }

    fn deserialize_u128<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        let value = key::integer128(&mut self.parser, false)?;
        match value {
            Some(value) => {
                let value = visitor.visit_u128(value);
                self.placed(value)
            }
            None => Err(self.out_of_range()),
        }
    }

    #[inline]
    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.deserialize_str(visitor)
    }

    #[inline]
    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        let value = match self.parser.common_str() {
            Some(Reference::Borrowed(text)) => visitor.visit_borrowed_str(text),
            Some(Reference::Copied(text)) => visitor.visit_str(text),
            None => return self.rare_str(visitor),
        };
        self.placed(value)
    }

    #[inline]
    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        if !is_of_string::<V>() {
            return self.deserialize_str(visitor);
        }
        let value = match self.parser.common_string() {
            Some(text) => visitor.visit_string(text),
            None => return self.rare_str(visitor),
        };
        self.placed(value)
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.parser.peek() {
            b'"' => {
                let value = match self.parser.parse_bytes()? {
                    Reference::Borrowed(bytes) => visitor.visit_borrowed_bytes(bytes),
                    Reference::Copied(bytes) => visitor.visit_bytes(bytes),
                };
                self.placed(value)
            }
            b'[' => self.array(visitor),
            _ => Err(self.invalid_type(&visitor)),
        }
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.deserialize_bytes(visitor)
    }

    #[inline]
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.parser.next_null()? {
            true => visitor.visit_none(),
            false => visitor.visit_some(self),
        }
    }

    #[inline]
    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.parser.peek() {
            b'n' => {
                self.parser.parse_literal(b"null")?;
                let value = visitor.visit_unit();
                self.placed(value)
            }
            _ => Err(self.invalid_type(&visitor)),
        }
    }

    #[inline]
    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value> {
        self.deserialize_unit(visitor)
    }

    #[inline]
    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value> {
        // The name folds to a constant in the caller. It is known whatever the features are: the type
        // may be the RawValue of another crate.
        if name == RAW_TOKEN {
            return self.raw(visitor);
        }
        visitor.visit_newtype_struct(self)
    }

    #[inline]
    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.parser.peek() {
            b'[' => match self.known_array::<V>() {
                Some(array) => array,
                None => self.array(visitor),
            },
            _ => Err(self.invalid_type(&visitor)),
        }
    }

    #[inline]
    fn deserialize_tuple<V: Visitor<'de>>(self, _len: usize, visitor: V) -> Result<V::Value> {
        self.deserialize_seq(visitor)
    }

    #[inline]
    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _len: usize,
        visitor: V,
    ) -> Result<V::Value> {
        self.deserialize_seq(visitor)
    }

    #[inline]
    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.parser.peek() {
            b'{' => self.object(visitor),
            _ => Err(self.invalid_type(&visitor)),
        }
    }

    #[inline]
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        match self.parser.peek() {
            b'{' => {
                self.members(|de, asked| visitor.visit_map(StructAccess::new(de, asked, fields)))
            }
            b'[' => self.array(visitor),
            _ => Err(self.invalid_type(&visitor)),
        }
    }

    #[inline]
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        match self.parser.peek() {
            b'"' => visitor.visit_enum(UnitVariant::new(self)),
            b'{' => {
                self.parser.enter()?;
                let result = visitor.visit_enum(Variant::new(self));
                self.parser.leave();
                let value = result?;
                match self.parser.peek() {
                    b'}' => {
                        self.parser.tokens.advance(1);
                        Ok(value)
                    }
                    _ => Err(self.variant_end_error()),
                }
            }
            _ => Err(self.parser.value_error()),
        }
    }

    #[inline]
    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.deserialize_str(visitor)
    }

    #[inline]
    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.parser.skip()?;
        visitor.visit_unit()
    }
}

impl<'de, R: Read<'de>> Deserializer<R> {
    #[cold]
    #[inline(never)]
    fn variant_end_error(&mut self) -> Error {
        let code = match self.parser.is_end() {
            true => ErrorCode::EofWhileParsingObject,
            false => ErrorCode::ExpectedSomeValue,
        };
        self.parser.error_before_token(code)
    }

    #[cold]
    fn out_of_range(&mut self) -> Error {
        self.parser.fix_position(Error::code(ErrorCode::NumberOutOfRange))
    }
}

/// Whether `V` is the visitor of `String`, which makes the same of text that is lent and of a `String`.
/// Others may tell these apart. The comparison is of constants, so the compiler makes it.
#[inline(always)]
fn is_of_string<V>() -> bool {
    core::any::type_name::<V>() == "serde_core::de::impls::StringVisitor"
}
