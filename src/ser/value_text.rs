//! Serializer of what must be a text: a member's name, or a number's or raw value's own text.

use alloc::borrow::ToOwned;
use alloc::string::{String, ToString};
use core::fmt::Display;
use core::mem::MaybeUninit;

use serde_core::ser::{Impossible, Serialize, Serializer};

use super::fast::displayed;
use crate::error::{Error, ErrorCode, Result};
use crate::number::{FLOAT_ROOM, f32_text, f64_text};
use crate::value::{NUMBER_TOKEN, Number, RAW_TOKEN, Value};

/// What the text is of. A name may be given as a number, bool, char or unit variant; the others as a
/// string only.
#[derive(Clone, Copy, PartialEq)]
pub enum TextOf {
    /// A member's name.
    Name,
    /// A number.
    Number,
    /// A raw value.
    Raw,
}

impl TextOf {
    /// The error for what is not such a text.
    #[cold]
    pub(super) fn refuse(self) -> Error {
        Error::code(match self {
            TextOf::Name => ErrorCode::KeyMustBeAString,
            TextOf::Number => ErrorCode::InvalidNumber,
            TextOf::Raw => ErrorCode::ExpectedSomeValue,
        })
    }

    /// The name of the struct, and of its one field, as which such a text goes.
    pub(super) fn token(self) -> &'static str {
        match self {
            TextOf::Name => "",
            TextOf::Number => NUMBER_TOKEN,
            TextOf::Raw => RAW_TOKEN,
        }
    }

    /// The value that the text is of.
    pub(super) fn read(self, text: &str) -> Result<Value> {
        match self {
            TextOf::Name => Ok(text.into()),
            TextOf::Number => text.parse().map(|number: Number| Value::Number(number)),
            TextOf::Raw => crate::de::from_str(text),
        }
    }

    /// A scalar's text, which will do for a name.
    #[inline]
    fn scalar(self, text: impl FnOnce() -> String) -> Result<String> {
        match self {
            TextOf::Name => Ok(text()),
            TextOf::Number | TextOf::Raw => Err(self.refuse()),
        }
    }
}

macro_rules! integers {
    ($($method:ident($ty:ty);)*) => {$(
        fn $method(self, value: $ty) -> Result<String> {
            self.scalar(|| itoa::Buffer::new().format(value).to_owned())
        }
    )*};
}

impl Serializer for TextOf {
    type Ok = String;
    type Error = Error;

    type SerializeSeq = Impossible<String, Error>;
    type SerializeTuple = Impossible<String, Error>;
    type SerializeTupleStruct = Impossible<String, Error>;
    type SerializeTupleVariant = Impossible<String, Error>;
    type SerializeMap = Impossible<String, Error>;
    type SerializeStruct = Impossible<String, Error>;
    type SerializeStructVariant = Impossible<String, Error>;

    #[inline]
    fn serialize_str(self, value: &str) -> Result<String> {
        Ok(value.to_owned())
    }

    fn collect_str<T: ?Sized + Display>(self, value: &T) -> Result<String> {
        displayed(value)
    }

    fn serialize_bool(self, value: bool) -> Result<String> {
        self.scalar(|| value.to_string())
    }

    integers! {
        serialize_i8(i8);
        serialize_i16(i16);
        serialize_i32(i32);
        serialize_i64(i64);
        serialize_i128(i128);
        serialize_u8(u8);
        serialize_u16(u16);
        serialize_u32(u32);
        serialize_u64(u64);
        serialize_u128(u128);
    }

    fn serialize_f32(self, value: f32) -> Result<String> {
        if self == TextOf::Name && !value.is_finite() {
            return Err(Error::code(ErrorCode::FloatKeyMustBeFinite));
        }
        self.scalar(|| f32_text(value, &mut [MaybeUninit::uninit(); FLOAT_ROOM]).to_owned())
    }

    fn serialize_f64(self, value: f64) -> Result<String> {
        if self == TextOf::Name && !value.is_finite() {
            return Err(Error::code(ErrorCode::FloatKeyMustBeFinite));
        }
        self.scalar(|| f64_text(value, &mut [MaybeUninit::uninit(); FLOAT_ROOM]).to_owned())
    }

    fn serialize_char(self, value: char) -> Result<String> {
        self.scalar(|| value.to_string())
    }

    fn serialize_unit_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
    ) -> Result<String> {
        self.scalar(|| variant.to_owned())
    }

    fn serialize_newtype_struct<T: ?Sized + Serialize>(
        self,
        _name: &'static str,
        value: &T,
    ) -> Result<String> {
        match self {
            TextOf::Name => value.serialize(self),
            TextOf::Number | TextOf::Raw => Err(self.refuse()),
        }
    }

    fn serialize_bytes(self, _value: &[u8]) -> Result<String> {
        Err(self.refuse())
    }

    fn serialize_none(self) -> Result<String> {
        Err(self.refuse())
    }

    fn serialize_some<T: ?Sized + Serialize>(self, _value: &T) -> Result<String> {
        Err(self.refuse())
    }

    fn serialize_unit(self) -> Result<String> {
        Err(self.refuse())
    }

    fn serialize_unit_struct(self, _name: &'static str) -> Result<String> {
        Err(self.refuse())
    }

    fn serialize_newtype_variant<T: ?Sized + Serialize>(
        self,
        _name: &'static str,
        _index: u32,
        _variant: &'static str,
        _value: &T,
    ) -> Result<String> {
        Err(self.refuse())
    }

    fn serialize_seq(self, _len: Option<usize>) -> Result<Self::SerializeSeq> {
        Err(self.refuse())
    }

    fn serialize_tuple(self, _len: usize) -> Result<Self::SerializeTuple> {
        Err(self.refuse())
    }

    fn serialize_tuple_struct(
        self,
        _name: &'static str,
        _len: usize,
    ) -> Result<Self::SerializeTupleStruct> {
        Err(self.refuse())
    }

    fn serialize_tuple_variant(
        self,
        _name: &'static str,
        _index: u32,
        _variant: &'static str,
        _len: usize,
    ) -> Result<Self::SerializeTupleVariant> {
        Err(self.refuse())
    }

    fn serialize_map(self, _len: Option<usize>) -> Result<Self::SerializeMap> {
        Err(self.refuse())
    }

    fn serialize_struct(self, _name: &'static str, _len: usize) -> Result<Self::SerializeStruct> {
        Err(self.refuse())
    }

    fn serialize_struct_variant(
        self,
        _name: &'static str,
        _index: u32,
        _variant: &'static str,
        _len: usize,
    ) -> Result<Self::SerializeStructVariant> {
        Err(self.refuse())
    }
}
