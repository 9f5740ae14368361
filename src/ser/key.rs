//! What takes only some values: the names of a map's members, and serde_json's private tokens.
//!
//! Both refuse most of serde's data model; both work on top of either way of writing ([`Whole`]).

use core::fmt::Display;

use serde_core::ser::{self, Impossible, Serialize, Serializer};

use super::fast::displayed;
use crate::error::{Error, ErrorCode, Result};
use crate::value::{NUMBER_TOKEN, RAW_TOKEN};

/// A value that may be written in quotes, to be a name.
pub(super) enum Scalar {
    Bool(bool),
    I8(i8),
    I16(i16),
    I32(i32),
    I64(i64),
    I128(i128),
    U8(u8),
    U16(u16),
    U32(u32),
    U64(u64),
    U128(u128),
    F32(f32),
    F64(f64),
}

/// A serializer that writes whole values of this module's.
pub(super) trait Whole: Serializer<Error = Error> {
    /// Writes `scalar` between quotes.
    fn quoted(self, scalar: Scalar) -> Result<Self::Ok>;

    /// Writes `text` as it is.
    fn verbatim(self, token: Token, text: &str) -> Result<Self::Ok>;

    /// Writes nothing more, because of `error`; what came before stays written, the last comma too.
    fn refuse(self, error: Error) -> Error;
}

/// The name of a struct, and of its one field, whose text is to be written as it is.
///
/// serde_json's own numbers and raw values come as these, whichever features of ours are on: a type of
/// the caller's may have them inside.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Token {
    Number,
    RawValue,
}

impl Token {
    #[inline(always)]
    pub(super) fn named(name: &str) -> Option<Self> {
        match name {
            NUMBER_TOKEN => Some(Token::Number),
            RAW_TOKEN => Some(Token::RawValue),
            _ => None,
        }
    }

    #[cfg(feature = "std")]
    pub(super) fn name(self) -> &'static str {
        match self {
            Token::Number => NUMBER_TOKEN,
            Token::RawValue => RAW_TOKEN,
        }
    }

    /// The one field of such a struct is named like it.
    pub(super) fn check(self, field: &str) -> Result<()> {
        match (Token::named(field), self) {
            (Some(token), _) if token == self => Ok(()),
            (_, Token::Number) => Err(Error::code(ErrorCode::InvalidNumber)),
            (_, Token::RawValue) => Err(Error::code(ErrorCode::ExpectedSomeValue)),
        }
    }
}

/// Writes the name of a map's member.
pub(super) struct Key<S>(pub(super) S);

impl<S: Whole> Key<S> {
    #[cold]
    fn must_be_a_string(self) -> Error {
        self.0.refuse(Error::code(ErrorCode::KeyMustBeAString))
    }

    #[cold]
    fn float_must_be_finite(self) -> Error {
        self.0.refuse(Error::code(ErrorCode::FloatKeyMustBeFinite))
    }
}

/// Implements the methods listed to return an error, made from `self`.
macro_rules! refuse {
    ($($method:ident($($argument:ty),*) -> $ok:ident)*; $($generic:ident($($more:ty),*))*; $error:expr) => {
        $(
            #[cold]
            fn $method(self, $(_: $argument),*) -> Result<Self::$ok> {
                Err($error(self))
            }
        )*
        $(
            #[cold]
            fn $generic<T: ?Sized + Serialize>(self, $(_: $more,)* _: &T) -> Result<Self::Ok> {
                Err($error(self))
            }
        )*
    };
}

/// Scalars that become names in quotes.
macro_rules! quote {
    ($($method:ident($scalar:ident($type:ty)))*) => {
        $(
            #[inline]
            fn $method(self, value: $type) -> Result<S::Ok> {
                self.0.quoted(Scalar::$scalar(value))
            }
        )*
    };
}

impl<S: Whole> Serializer for Key<S> {
    type Ok = S::Ok;
    type Error = Error;

    type SerializeSeq = Impossible<S::Ok, Error>;
    type SerializeTuple = Impossible<S::Ok, Error>;
    type SerializeTupleStruct = Impossible<S::Ok, Error>;
    type SerializeTupleVariant = Impossible<S::Ok, Error>;
    type SerializeMap = Impossible<S::Ok, Error>;
    type SerializeStruct = Impossible<S::Ok, Error>;
    type SerializeStructVariant = Impossible<S::Ok, Error>;

    quote! {
        serialize_bool(Bool(bool))
        serialize_i8(I8(i8))
        serialize_i16(I16(i16))
        serialize_i32(I32(i32))
        serialize_i64(I64(i64))
        serialize_i128(I128(i128))
        serialize_u8(U8(u8))
        serialize_u16(U16(u16))
        serialize_u32(U32(u32))
        serialize_u64(U64(u64))
        serialize_u128(U128(u128))
    }

    fn serialize_f32(self, value: f32) -> Result<S::Ok> {
        match value.is_finite() {
            true => self.0.quoted(Scalar::F32(value)),
            false => Err(self.float_must_be_finite()),
        }
    }

    fn serialize_f64(self, value: f64) -> Result<S::Ok> {
        match value.is_finite() {
            true => self.0.quoted(Scalar::F64(value)),
            false => Err(self.float_must_be_finite()),
        }
    }

    #[inline]
    fn serialize_char(self, value: char) -> Result<S::Ok> {
        self.0.serialize_char(value)
    }

    #[inline]
    fn serialize_str(self, value: &str) -> Result<S::Ok> {
        self.0.serialize_str(value)
    }

    #[inline]
    fn serialize_unit_variant(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
    ) -> Result<S::Ok> {
        self.0.serialize_unit_variant(name, index, variant)
    }

    #[inline]
    fn serialize_newtype_struct<T>(self, _name: &'static str, value: &T) -> Result<S::Ok>
    where
        T: ?Sized + Serialize,
    {
        value.serialize(self)
    }

    #[inline]
    fn serialize_some<T: ?Sized + Serialize>(self, value: &T) -> Result<S::Ok> {
        value.serialize(self)
    }

    fn collect_str<T: ?Sized + Display>(self, value: &T) -> Result<S::Ok> {
        self.0.collect_str(value)
    }

    refuse! {
        serialize_bytes(&[u8]) -> Ok
        serialize_none() -> Ok
        serialize_unit() -> Ok
        serialize_unit_struct(&'static str) -> Ok
        serialize_seq(Option<usize>) -> SerializeSeq
        serialize_tuple(usize) -> SerializeTuple
        serialize_tuple_struct(&'static str, usize) -> SerializeTupleStruct
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> SerializeTupleVariant
        serialize_map(Option<usize>) -> SerializeMap
        serialize_struct(&'static str, usize) -> SerializeStruct
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> SerializeStructVariant;
        serialize_newtype_variant(&'static str, u32, &'static str);
        Self::must_be_a_string
    }
}

/// Writes the text in a [`Token`]'s field.
pub(super) struct Verbatim<S> {
    token: Token,
    inner: S,
}

impl<S: Whole> Verbatim<S> {
    #[inline]
    pub(super) fn new(token: Token, inner: S) -> Self {
        Verbatim { token, inner }
    }

    #[cold]
    fn refusal(self) -> Error {
        self.inner.refuse(match self.token {
            Token::Number => Error::code(ErrorCode::InvalidNumber),
            Token::RawValue => ser::Error::custom("expected RawValue"),
        })
    }
}

impl<S: Whole> Serializer for Verbatim<S> {
    type Ok = S::Ok;
    type Error = Error;

    type SerializeSeq = Impossible<S::Ok, Error>;
    type SerializeTuple = Impossible<S::Ok, Error>;
    type SerializeTupleStruct = Impossible<S::Ok, Error>;
    type SerializeTupleVariant = Impossible<S::Ok, Error>;
    type SerializeMap = Impossible<S::Ok, Error>;
    type SerializeStruct = Impossible<S::Ok, Error>;
    type SerializeStructVariant = Impossible<S::Ok, Error>;

    #[inline]
    fn serialize_str(self, value: &str) -> Result<S::Ok> {
        self.inner.verbatim(self.token, value)
    }

    fn collect_str<T: ?Sized + Display>(self, value: &T) -> Result<S::Ok> {
        self.serialize_str(&displayed(value)?)
    }

    refuse! {
        serialize_bool(bool) -> Ok
        serialize_i8(i8) -> Ok
        serialize_i16(i16) -> Ok
        serialize_i32(i32) -> Ok
        serialize_i64(i64) -> Ok
        serialize_i128(i128) -> Ok
        serialize_u8(u8) -> Ok
        serialize_u16(u16) -> Ok
        serialize_u32(u32) -> Ok
        serialize_u64(u64) -> Ok
        serialize_u128(u128) -> Ok
        serialize_f32(f32) -> Ok
        serialize_f64(f64) -> Ok
        serialize_char(char) -> Ok
        serialize_bytes(&[u8]) -> Ok
        serialize_none() -> Ok
        serialize_unit() -> Ok
        serialize_unit_struct(&'static str) -> Ok
        serialize_unit_variant(&'static str, u32, &'static str) -> Ok
        serialize_seq(Option<usize>) -> SerializeSeq
        serialize_tuple(usize) -> SerializeTuple
        serialize_tuple_struct(&'static str, usize) -> SerializeTupleStruct
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> SerializeTupleVariant
        serialize_map(Option<usize>) -> SerializeMap
        serialize_struct(&'static str, usize) -> SerializeStruct
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> SerializeStructVariant;
        serialize_some()
        serialize_newtype_struct(&'static str)
        serialize_newtype_variant(&'static str, u32, &'static str);
        Self::refusal
    }
}
