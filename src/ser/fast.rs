//! serde on top of the pen: every value goes straight into the output.
//!
//! The pen travels by value, so that the place to write to stays in a register: serializers own one,
//! and their `Ok` is the place behind the value. What a struct of the caller's turns into here is a
//! few stores for each name and a call or less for each value, and no error is ever looked for but the
//! one that a value reports.

use alloc::string::String;
use core::fmt::{self, Display, Write};
use core::marker::PhantomData;

use serde_core::ser::{self, Serialize};

use super::key::{Key, Scalar, Token, Verbatim, Whole};
use super::rows::Rows;
use super::value_tree::Part;
use crate::error::{Error, Result};
use crate::simd::known::known;
use crate::write::{Layout, Pen, Place};

/// Writes one value.
pub(crate) struct Fast<'b, 's, L> {
    pen: Pen<'b, 's>,
    layout: PhantomData<L>,
}

impl<'b, 's, L: Layout> Fast<'b, 's, L> {
    #[inline(always)]
    pub(crate) fn new(pen: Pen<'b, 's>) -> Self {
        Fast { pen, layout: PhantomData }
    }

    /// `{"variant":`
    #[inline(always)]
    fn open_variant(&mut self, variant: &'static str) -> Result<()> {
        L::open(&mut self.pen, "{")?;
        L::element(&mut self.pen)?;
        self.pen.name(variant, L::COLON)
    }

    #[inline(always)]
    fn array<I>(self, elements: I) -> Result<Place<'b>>
    where
        I: IntoIterator,
        I::Item: Serialize,
    {
        // First, as serde has it: what is the caller's may panic.
        let elements = elements.into_iter();
        let mut array = self.container("[")?;
        let any = array.pen.elements(elements, |mut pen, element| {
            L::element(&mut pen)?;
            element.serialize(Fast::<L>::new(pen))
        })?;
        L::end(array.pen, any, "]")
    }

    #[inline(always)]
    fn container(mut self, bracket: &str) -> Result<Container<'b, 's, L>> {
        L::open(&mut self.pen, bracket)?;
        Ok(Container { pen: self.pen, layout: PhantomData })
    }
}

impl<'b, 's, L: Layout> ser::Serializer for Fast<'b, 's, L> {
    type Ok = Place<'b>;
    type Error = Error;

    type SerializeSeq = Container<'b, 's, L>;
    type SerializeTuple = Container<'b, 's, L>;
    type SerializeTupleStruct = Container<'b, 's, L>;
    type SerializeTupleVariant = Variant<'b, 's, L>;
    type SerializeMap = Container<'b, 's, L>;
    type SerializeStruct = Struct<'b, 's, L>;
    type SerializeStructVariant = Variant<'b, 's, L>;

    #[inline]
    fn serialize_bool(self, value: bool) -> Result<Place<'b>> {
        self.pen.bool(value)
    }

    #[inline]
    fn serialize_i8(self, value: i8) -> Result<Place<'b>> {
        self.pen.i64(value.into())
    }

    #[inline]
    fn serialize_i16(self, value: i16) -> Result<Place<'b>> {
        self.pen.i64(value.into())
    }

    #[inline]
    fn serialize_i32(self, value: i32) -> Result<Place<'b>> {
        self.pen.i64(value.into())
    }

    #[inline]
    fn serialize_i64(self, value: i64) -> Result<Place<'b>> {
        self.pen.i64(value)
    }

    #[inline]
    fn serialize_i128(self, value: i128) -> Result<Place<'b>> {
        self.pen.i128(value)
    }

    #[inline]
    fn serialize_u8(self, value: u8) -> Result<Place<'b>> {
        self.pen.u64(value.into())
    }

    #[inline]
    fn serialize_u16(self, value: u16) -> Result<Place<'b>> {
        self.pen.u64(value.into())
    }

    #[inline]
    fn serialize_u32(self, value: u32) -> Result<Place<'b>> {
        self.pen.u64(value.into())
    }

    #[inline]
    fn serialize_u64(self, value: u64) -> Result<Place<'b>> {
        self.pen.u64(value)
    }

    #[inline]
    fn serialize_u128(self, value: u128) -> Result<Place<'b>> {
        self.pen.u128(value)
    }

    #[inline]
    fn serialize_f32(self, value: f32) -> Result<Place<'b>> {
        self.pen.f32(value)
    }

    #[inline]
    fn serialize_f64(self, value: f64) -> Result<Place<'b>> {
        self.pen.f64(value)
    }

    #[inline]
    fn serialize_char(self, value: char) -> Result<Place<'b>> {
        self.pen.string(value.encode_utf8(&mut [0; 4]))
    }

    #[inline]
    fn serialize_str(self, value: &str) -> Result<Place<'b>> {
        self.pen.string(value)
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<Place<'b>> {
        let mut array = self.container("[")?;
        for byte in value {
            array.element(byte)?;
        }
        array.close("]")
    }

    #[inline]
    fn serialize_none(self) -> Result<Place<'b>> {
        self.pen.verbatim("null")
    }

    #[inline]
    fn serialize_some<T: ?Sized + Serialize>(self, value: &T) -> Result<Place<'b>> {
        value.serialize(self)
    }

    #[inline]
    fn serialize_unit(self) -> Result<Place<'b>> {
        self.pen.verbatim("null")
    }

    #[inline]
    fn serialize_unit_struct(self, _name: &'static str) -> Result<Place<'b>> {
        self.pen.verbatim("null")
    }

    #[inline]
    fn serialize_unit_variant(
        mut self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
    ) -> Result<Place<'b>> {
        self.pen.name(variant, "")?;
        self.pen.verbatim("")
    }

    #[inline]
    fn serialize_newtype_struct<T>(self, _name: &'static str, value: &T) -> Result<Place<'b>>
    where
        T: ?Sized + Serialize,
    {
        value.serialize(self)
    }

    #[inline]
    fn serialize_newtype_variant<T>(
        mut self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<Place<'b>>
    where
        T: ?Sized + Serialize,
    {
        self.open_variant(variant)?;
        self.pen.element(|pen| value.serialize(Fast::<L>::new(pen)))?;
        L::close(self.pen, "}")
    }

    #[inline]
    fn serialize_seq(self, _length: Option<usize>) -> Result<Self::SerializeSeq> {
        self.container("[")
    }

    #[inline]
    fn serialize_tuple(self, _length: usize) -> Result<Self::SerializeTuple> {
        self.container("[")
    }

    #[inline]
    fn serialize_tuple_struct(
        self,
        _name: &'static str,
        _length: usize,
    ) -> Result<Self::SerializeTupleStruct> {
        self.container("[")
    }

    #[inline]
    fn serialize_tuple_variant(
        mut self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        _length: usize,
    ) -> Result<Self::SerializeTupleVariant> {
        self.open_variant(variant)?;
        Ok(Variant(self.container("[")?))
    }

    #[inline]
    fn serialize_map(self, _length: Option<usize>) -> Result<Self::SerializeMap> {
        self.container("{")
    }

    #[inline]
    fn serialize_struct(self, name: &'static str, _length: usize) -> Result<Self::SerializeStruct> {
        // Names are literals, so this is decided at compile time.
        Ok(match Token::named(name) {
            None => Struct { body: self.container("{")?, token: None },
            token => Struct { body: Container { pen: self.pen, layout: PhantomData }, token },
        })
    }

    #[inline]
    fn serialize_struct_variant(
        mut self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        _length: usize,
    ) -> Result<Self::SerializeStructVariant> {
        self.open_variant(variant)?;
        Ok(Variant(self.container("{")?))
    }

    #[inline]
    fn collect_seq<I>(self, elements: I) -> Result<Place<'b>>
    where
        I: IntoIterator,
        I::Item: Serialize,
    {
        match Rows::of(&elements) {
            Some(rows) if L::COMPACT => rows.write(self.pen),
            Some(Rows::Values(values)) => self.array(values.iter().map(Part)),
            _ => self.array(elements),
        }
    }

    #[inline]
    fn collect_map<K, V, I>(self, members: I) -> Result<Place<'b>>
    where
        K: Serialize,
        V: Serialize,
        I: IntoIterator<Item = (K, V)>,
    {
        let members = members.into_iter();
        let mut object = self.container("{")?;
        let any = object.pen.elements(members, |mut pen, (name, value)| {
            L::element(&mut pen)?;
            match known::<String, K>(&name) {
                Some(name) => pen.text_name(name, L::COLON)?,
                None => pen.named(L::COLON, |pen| name.serialize(Key(Fast::<L>::new(pen))))?,
            }
            value.serialize(Fast::<L>::new(pen))
        })?;
        L::end(object.pen, any, "}")
    }

    fn collect_str<T: ?Sized + Display>(mut self, value: &T) -> Result<Place<'b>> {
        self.pen.text("\"")?;
        let mut content = Content { pen: &mut self.pen, error: None };
        if write!(content, "{value}").is_err() {
            return Err(content.error.take().unwrap_or_else(display_failed));
        }
        self.pen.verbatim("\"")
    }
}

/// The text of a `Display` of the caller's.
pub(super) fn displayed(value: &(impl ?Sized + Display)) -> Result<String> {
    let mut text = String::new();
    write!(text, "{value}").map_err(|_| display_failed())?;
    Ok(text)
}

/// A `Display` of the caller's that fails although writing does not. serde_json panics here.
#[cold]
pub(super) fn display_failed() -> Error {
    ser::Error::custom("a Display implementation returned an error unexpectedly")
}

/// Takes what a `Display` writes, as the content of a string.
struct Content<'p, 'b, 's> {
    pen: &'p mut Pen<'b, 's>,
    error: Option<Error>,
}

impl Write for Content<'_, '_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.pen.content(text).map_err(|error| {
            self.error = Some(error);
            fmt::Error
        })
    }
}

impl<'b, 's, L: Layout> Whole for Fast<'b, 's, L> {
    fn quoted(mut self, scalar: Scalar) -> Result<Place<'b>> {
        self.pen.text("\"")?;
        self.pen.value(|pen| match scalar {
            Scalar::Bool(value) => pen.bool(value),
            Scalar::I8(value) => pen.i64(value.into()),
            Scalar::I16(value) => pen.i64(value.into()),
            Scalar::I32(value) => pen.i64(value.into()),
            Scalar::I64(value) => pen.i64(value),
            Scalar::I128(value) => pen.i128(value),
            Scalar::U8(value) => pen.u64(value.into()),
            Scalar::U16(value) => pen.u64(value.into()),
            Scalar::U32(value) => pen.u64(value.into()),
            Scalar::U64(value) => pen.u64(value),
            Scalar::U128(value) => pen.u128(value),
            Scalar::F32(value) => pen.f32(value),
            Scalar::F64(value) => pen.f64(value),
        })?;
        self.pen.verbatim("\"")
    }

    #[inline]
    fn verbatim(self, _token: Token, text: &str) -> Result<Place<'b>> {
        self.pen.verbatim(text)
    }

    fn refuse(self, error: Error) -> Error {
        self.pen.pause();
        error
    }
}

/// An array or an object that is being written.
pub(crate) struct Container<'b, 's, L> {
    pen: Pen<'b, 's>,
    layout: PhantomData<L>,
}

impl<'b, L: Layout> Container<'b, '_, L> {
    #[inline(always)]
    fn element<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<()> {
        L::element(&mut self.pen)?;
        self.pen.element(|pen| value.serialize(Fast::<L>::new(pen)))
    }

    #[inline(always)]
    fn member<T: ?Sized + Serialize>(&mut self, name: &'static str, value: &T) -> Result<()> {
        L::element(&mut self.pen)?;
        self.pen.name(name, L::COLON)?;
        self.pen.element(|pen| value.serialize(Fast::<L>::new(pen)))
    }

    #[inline(always)]
    fn close(self, bracket: &str) -> Result<Place<'b>> {
        L::close(self.pen, bracket)
    }
}

impl<'b, L: Layout> ser::SerializeSeq for Container<'b, '_, L> {
    type Ok = Place<'b>;
    type Error = Error;

    #[inline]
    fn serialize_element<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<()> {
        self.element(value)
    }

    #[inline]
    fn end(self) -> Result<Place<'b>> {
        self.close("]")
    }
}

impl<'b, L: Layout> ser::SerializeTuple for Container<'b, '_, L> {
    type Ok = Place<'b>;
    type Error = Error;

    #[inline]
    fn serialize_element<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<()> {
        self.element(value)
    }

    #[inline]
    fn end(self) -> Result<Place<'b>> {
        self.close("]")
    }
}

impl<'b, L: Layout> ser::SerializeTupleStruct for Container<'b, '_, L> {
    type Ok = Place<'b>;
    type Error = Error;

    #[inline]
    fn serialize_field<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<()> {
        self.element(value)
    }

    #[inline]
    fn end(self) -> Result<Place<'b>> {
        self.close("]")
    }
}

impl<'b, L: Layout> ser::SerializeMap for Container<'b, '_, L> {
    type Ok = Place<'b>;
    type Error = Error;

    #[inline]
    fn serialize_key<T: ?Sized + Serialize>(&mut self, key: &T) -> Result<()> {
        L::element(&mut self.pen)?;
        self.pen.named(L::COLON, |pen| key.serialize(Key(Fast::<L>::new(pen))))
    }

    #[inline]
    fn serialize_value<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<()> {
        self.pen.element(|pen| value.serialize(Fast::<L>::new(pen)))
    }

    #[inline]
    fn end(self) -> Result<Place<'b>> {
        self.close("}")
    }
}

/// A struct that is being written: an object, or one of serde_json's private tokens.
pub(crate) struct Struct<'b, 's, L> {
    body: Container<'b, 's, L>,
    token: Option<Token>,
}

impl<'b, L: Layout> ser::SerializeStruct for Struct<'b, '_, L> {
    type Ok = Place<'b>;
    type Error = Error;

    #[inline(always)]
    fn serialize_field<T>(&mut self, name: &'static str, value: &T) -> Result<()>
    where
        T: ?Sized + Serialize,
    {
        match self.token {
            None => self.body.member(name, value),
            Some(token) => {
                token.check(name)?;
                let pen = &mut self.body.pen;
                pen.value(|pen| value.serialize(Verbatim::new(token, Fast::<L>::new(pen))))
            }
        }
    }

    #[inline]
    fn end(self) -> Result<Place<'b>> {
        match self.token {
            None => self.body.close("}"),
            Some(_) => self.body.pen.verbatim(""),
        }
    }
}

/// The array or object of a variant, inside the object that names the variant.
pub(crate) struct Variant<'b, 's, L>(Container<'b, 's, L>);

impl<'b, L: Layout> Variant<'b, '_, L> {
    #[inline]
    fn close(self, bracket: &str) -> Result<Place<'b>> {
        let mut pen = self.0.pen;
        L::close_inner(&mut pen, bracket)?;
        L::close(pen, "}")
    }
}

impl<'b, L: Layout> ser::SerializeTupleVariant for Variant<'b, '_, L> {
    type Ok = Place<'b>;
    type Error = Error;

    #[inline]
    fn serialize_field<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<()> {
        self.0.element(value)
    }

    #[inline]
    fn end(self) -> Result<Place<'b>> {
        self.close("]")
    }
}

impl<'b, L: Layout> ser::SerializeStructVariant for Variant<'b, '_, L> {
    type Ok = Place<'b>;
    type Error = Error;

    #[inline(always)]
    fn serialize_field<T>(&mut self, name: &'static str, value: &T) -> Result<()>
    where
        T: ?Sized + Serialize,
    {
        self.0.member(name, value)
    }

    #[inline]
    fn end(self) -> Result<Place<'b>> {
        self.close("}")
    }
}
