//! [`Compound`]: the array or object that a [`Serializer`] is in the middle of.
//!
//! Only the outermost container of a value is written through here, one step a call; whatever an
//! element contains is written by `fast`, or by hooks. Each step hands on what it has written: whoever
//! gives up in the middle has given the writer all before that, without a destructor, which would keep
//! the serializer borrowed up to the end of its scope.

use core::fmt::Display;
use std::io;

use serde_core::ser::{self, Serialize, SerializeStruct as _};

use super::fast::Fast;
use super::formatter::Formatter;
use super::hooks;
use super::key::{Key, Token, Verbatim};
use super::serializer::Serializer;
use crate::error::{Error, Result};
use crate::write::{Layout, Pen, Step};

/// Not public API: what comes next in a container.
#[doc(hidden)]
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Nothing: it was closed at once.
    Empty,
    /// The first element.
    First,
    /// Another element.
    Rest,
}

/// Not public API: an array or object that is being written.
#[doc(hidden)]
pub struct Compound<'a, W: io::Write, F: Formatter> {
    serializer: &'a mut Serializer<W, F>,
    way: Way,
    /// Whether the container is that of a variant, with another around it.
    variant: bool,
}

/// How a container is written.
#[derive(Clone, Copy)]
enum Way {
    /// Into the serializer's buffer.
    Direct(State),
    /// By hooks.
    Hooks(State),
    /// It is not a container.
    Token(Token),
}

impl<'a, W: io::Write, F: Formatter> Compound<'a, W, F> {
    #[inline]
    pub(super) fn array(
        serializer: &'a mut Serializer<W, F>,
        variant: Option<&'static str>,
        length: Option<usize>,
    ) -> Result<Self> {
        let hooks = |serializer: &mut Serializer<W, F>| {
            let Serializer { writer, formatter, .. } = serializer;
            formatter.begin_array(writer)?;
            if length == Some(0) { formatter.end_array(writer) } else { Ok(()) }
        };
        Compound::begin(serializer, variant, "[", length, hooks)
    }

    #[inline]
    pub(super) fn object(
        serializer: &'a mut Serializer<W, F>,
        variant: Option<&'static str>,
        length: Option<usize>,
    ) -> Result<Self> {
        let hooks = |serializer: &mut Serializer<W, F>| {
            let Serializer { writer, formatter, .. } = serializer;
            formatter.begin_object(writer)?;
            if length == Some(0) { formatter.end_object(writer) } else { Ok(()) }
        };
        Compound::begin(serializer, variant, "{", length, hooks)
    }

    #[inline]
    fn begin(
        serializer: &'a mut Serializer<W, F>,
        variant: Option<&'static str>,
        bracket: &'static str,
        length: Option<usize>,
        hooks: impl FnOnce(&mut Serializer<W, F>) -> io::Result<()>,
    ) -> Result<Self> {
        let way = match serializer.step(0, Begin { variant, bracket }) {
            Some(Ok(())) => {
                serializer.hand_on()?;
                Way::Direct(State::First)
            }
            Some(Err(error)) => return Err(error),
            None => {
                if let Some(variant) = variant {
                    hooks::begin_variant(serializer, variant)?;
                }
                hooks(serializer).map_err(Error::io)?;
                Way::Hooks(if length == Some(0) { State::Empty } else { State::First })
            }
        };
        Ok(Compound { serializer, way, variant: variant.is_some() })
    }

    #[inline]
    pub(super) fn token(serializer: &'a mut Serializer<W, F>, token: Token) -> Self {
        Compound { serializer, way: Way::Token(token), variant: false }
    }

    /// Takes a step in the middle of the container, without hooks.
    #[inline]
    fn step(&mut self, step: impl Step) -> Result<()> {
        match self.serializer.step(1 + usize::from(self.variant), step) {
            Some(Ok(())) => self.serializer.hand_on(),
            failed => {
                // What came before the error belongs to the writer; this error counts.
                let _ = self.serializer.hand_on();
                failed.unwrap_or(Ok(()))
            }
        }
    }

    /// Whether what comes next is the first; afterwards, it comes after another.
    #[inline]
    fn next(&mut self) -> bool {
        match &mut self.way {
            Way::Direct(state) | Way::Hooks(state) => {
                core::mem::replace(state, State::Rest) == State::First
            }
            Way::Token(_) => true,
        }
    }

    #[inline]
    fn element<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<()> {
        let first = self.next();
        if let Way::Direct(_) = self.way {
            return self.step(Element { first, value });
        }
        let Serializer { writer, formatter, .. } = self.serializer;
        formatter.begin_array_value(writer, first).map_err(Error::io)?;
        value.serialize(&mut *self.serializer)?;
        let Serializer { writer, formatter, .. } = self.serializer;
        formatter.end_array_value(writer).map_err(Error::io)
    }

    #[inline]
    fn key<T: ?Sized + Serialize>(&mut self, key: &T) -> Result<()> {
        let first = self.next();
        if let Way::Direct(_) = self.way {
            return self.step(Name { first, key });
        }
        let Serializer { writer, formatter, .. } = self.serializer;
        formatter.begin_object_key(writer, first).map_err(Error::io)?;
        key.serialize(Key(&mut *self.serializer))?;
        let Serializer { writer, formatter, .. } = self.serializer;
        formatter.end_object_key(writer).map_err(Error::io)
    }

    #[inline]
    fn value<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<()> {
        if let Way::Direct(_) = self.way {
            return self.step(MemberValue(value));
        }
        let Serializer { writer, formatter, .. } = self.serializer;
        formatter.begin_object_value(writer).map_err(Error::io)?;
        value.serialize(&mut *self.serializer)?;
        let Serializer { writer, formatter, .. } = self.serializer;
        formatter.end_object_value(writer).map_err(Error::io)
    }

    #[inline]
    fn field<T: ?Sized + Serialize>(&mut self, name: &'static str, value: &T) -> Result<()> {
        match self.way {
            Way::Direct(_) => {
                let first = self.next();
                self.step(Member { first, name, value })
            }
            Way::Token(token) => {
                token.check(name)?;
                value.serialize(Verbatim::new(token, &mut *self.serializer))
            }
            _ => {
                self.key(name)?;
                self.value(value)
            }
        }
    }

    #[inline]
    fn end(self, bracket: &'static str) -> Result<()> {
        let Compound { serializer, way, variant } = self;
        match way {
            Way::Direct(state) => {
                let (depth, empty) = (1 + usize::from(variant), state == State::First);
                let end = End { empty, variant, bracket };
                let ended = serializer.step(depth, end).unwrap_or(Ok(()));
                let handed_on = serializer.hand_on();
                ended.and(handed_on)
            }
            Way::Hooks(state) => {
                let Serializer { writer, formatter, .. } = serializer;
                match (state, bracket) {
                    (State::Empty, _) => Ok(()),
                    (_, "]") => formatter.end_array(writer),
                    _ => formatter.end_object(writer),
                }
                .map_err(Error::io)?;
                if variant { hooks::end_variant(serializer) } else { Ok(()) }
            }
            Way::Token(_) => Ok(()),
        }
    }
}

impl<W: io::Write, F: Formatter> ser::SerializeSeq for Compound<'_, W, F> {
    type Ok = ();
    type Error = Error;

    #[inline]
    fn serialize_element<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<()> {
        self.element(value)
    }

    #[inline]
    fn end(self) -> Result<()> {
        self.end("]")
    }
}

impl<W: io::Write, F: Formatter> ser::SerializeTuple for Compound<'_, W, F> {
    type Ok = ();
    type Error = Error;

    #[inline]
    fn serialize_element<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<()> {
        self.element(value)
    }

    #[inline]
    fn end(self) -> Result<()> {
        self.end("]")
    }
}

impl<W: io::Write, F: Formatter> ser::SerializeTupleStruct for Compound<'_, W, F> {
    type Ok = ();
    type Error = Error;

    #[inline]
    fn serialize_field<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<()> {
        self.element(value)
    }

    #[inline]
    fn end(self) -> Result<()> {
        self.end("]")
    }
}

impl<W: io::Write, F: Formatter> ser::SerializeTupleVariant for Compound<'_, W, F> {
    type Ok = ();
    type Error = Error;

    #[inline]
    fn serialize_field<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<()> {
        self.element(value)
    }

    #[inline]
    fn end(self) -> Result<()> {
        self.end("]")
    }
}

impl<W: io::Write, F: Formatter> ser::SerializeMap for Compound<'_, W, F> {
    type Ok = ();
    type Error = Error;

    #[inline]
    fn serialize_key<T: ?Sized + Serialize>(&mut self, key: &T) -> Result<()> {
        self.key(key)
    }

    #[inline]
    fn serialize_value<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<()> {
        self.value(value)
    }

    #[inline]
    fn serialize_entry<K, V>(&mut self, key: &K, value: &V) -> Result<()>
    where
        K: ?Sized + Serialize,
        V: ?Sized + Serialize,
    {
        if let Way::Direct(_) = self.way {
            let first = self.next();
            return self.step(Entry(Name { first, key }, MemberValue(value)));
        }
        self.key(key)?;
        self.value(value)
    }

    #[inline]
    fn end(self) -> Result<()> {
        self.end("}")
    }
}

impl<W: io::Write, F: Formatter> ser::SerializeStruct for Compound<'_, W, F> {
    type Ok = ();
    type Error = Error;

    #[inline]
    fn serialize_field<T>(&mut self, name: &'static str, value: &T) -> Result<()>
    where
        T: ?Sized + Serialize,
    {
        self.field(name, value)
    }

    #[inline]
    fn end(self) -> Result<()> {
        self.end("}")
    }
}

impl<W: io::Write, F: Formatter> ser::SerializeStructVariant for Compound<'_, W, F> {
    type Ok = ();
    type Error = Error;

    #[inline]
    fn serialize_field<T>(&mut self, name: &'static str, value: &T) -> Result<()>
    where
        T: ?Sized + Serialize,
    {
        self.field(name, value)
    }

    #[inline]
    fn end(self) -> Result<()> {
        self.end("}")
    }
}

/// A whole value.
pub(super) struct Value<'v, T: ?Sized>(pub(super) &'v T);

impl<T: ?Sized + Serialize> Step for Value<'_, T> {
    #[inline]
    fn step<L: Layout>(self, pen: &mut Pen<'_, '_>) -> Result<()> {
        pen.value(|pen| self.0.serialize(Fast::<L>::new(pen)))
    }
}

/// Goes to where an element or member begins. Steps leave no comma behind, as elements do that are written
/// within one.
#[inline]
fn begin<L: Layout>(pen: &mut Pen<'_, '_>, first: bool) -> Result<()> {
    if !first {
        pen.text(",")?;
    }
    L::element(pen)
}

/// An element of an array.
struct Element<'v, T: ?Sized> {
    first: bool,
    value: &'v T,
}

impl<T: ?Sized + Serialize> Step for Element<'_, T> {
    #[inline]
    fn step<L: Layout>(self, pen: &mut Pen<'_, '_>) -> Result<()> {
        begin::<L>(pen, self.first)?;
        pen.value(|pen| self.value.serialize(Fast::<L>::new(pen)))
    }
}

/// A member's name.
struct Name<'v, T: ?Sized> {
    first: bool,
    key: &'v T,
}

impl<T: ?Sized + Serialize> Step for Name<'_, T> {
    #[inline]
    fn step<L: Layout>(self, pen: &mut Pen<'_, '_>) -> Result<()> {
        begin::<L>(pen, self.first)?;
        pen.value(|pen| self.key.serialize(Key(Fast::<L>::new(pen))))
    }
}

/// What follows a [`Name`]: the colon and the value.
struct MemberValue<'v, T: ?Sized>(&'v T);

impl<T: ?Sized + Serialize> Step for MemberValue<'_, T> {
    #[inline]
    fn step<L: Layout>(self, pen: &mut Pen<'_, '_>) -> Result<()> {
        pen.text(L::COLON)?;
        pen.value(|pen| self.0.serialize(Fast::<L>::new(pen)))
    }
}

/// A member: both at once.
struct Entry<'v, K: ?Sized, V: ?Sized>(Name<'v, K>, MemberValue<'v, V>);

impl<K: ?Sized + Serialize, V: ?Sized + Serialize> Step for Entry<'_, K, V> {
    #[inline]
    fn step<L: Layout>(self, pen: &mut Pen<'_, '_>) -> Result<()> {
        self.0.step::<L>(pen)?;
        self.1.step::<L>(pen)
    }
}

/// A member whose name is a literal.
struct Member<'v, T: ?Sized> {
    first: bool,
    name: &'static str,
    value: &'v T,
}

impl<T: ?Sized + Serialize> Step for Member<'_, T> {
    #[inline]
    fn step<L: Layout>(self, pen: &mut Pen<'_, '_>) -> Result<()> {
        begin::<L>(pen, self.first)?;
        pen.name(self.name, L::COLON)?;
        pen.value(|pen| self.value.serialize(Fast::<L>::new(pen)))
    }
}

/// The beginning of a container, and of the object around a variant's.
struct Begin {
    variant: Option<&'static str>,
    bracket: &'static str,
}

impl Step for Begin {
    #[inline]
    fn step<L: Layout>(self, pen: &mut Pen<'_, '_>) -> Result<()> {
        if let Some(variant) = self.variant {
            L::open(pen, "{")?;
            L::element(pen)?;
            pen.name(variant, L::COLON)?;
        }
        L::open(pen, self.bracket)
    }
}

/// The end of what [`Begin`] began.
struct End {
    empty: bool,
    variant: bool,
    bracket: &'static str,
}

impl Step for End {
    #[inline]
    fn step<L: Layout>(self, pen: &mut Pen<'_, '_>) -> Result<()> {
        if !self.empty {
            // The bracket takes its place.
            pen.text(",")?;
        }
        if self.variant {
            L::close_inner(pen, self.bracket)?;
            pen.value(|pen| L::close(pen, "}"))
        } else {
            pen.value(|pen| L::close(pen, self.bracket))
        }
    }
}

/// Bytes, as serde has no type for them.
pub(super) struct Bytes<'v>(pub(super) &'v [u8]);

impl Serialize for Bytes<'_> {
    fn serialize<S: ser::Serializer>(
        &self,
        serializer: S,
    ) -> core::result::Result<S::Ok, S::Error> {
        serializer.serialize_bytes(self.0)
    }
}

/// A string that is what a value displays.
pub(super) struct Displayed<'v, T: ?Sized>(pub(super) &'v T);

impl<T: ?Sized + Display> Serialize for Displayed<'_, T> {
    fn serialize<S: ser::Serializer>(
        &self,
        serializer: S,
    ) -> core::result::Result<S::Ok, S::Error> {
        serializer.collect_str(self.0)
    }
}

/// A variant with one value.
pub(super) struct Newtype<'v, T: ?Sized> {
    pub(super) variant: &'static str,
    pub(super) value: &'v T,
}

impl<T: ?Sized + Serialize> Serialize for Newtype<'_, T> {
    #[inline]
    fn serialize<S: ser::Serializer>(
        &self,
        serializer: S,
    ) -> core::result::Result<S::Ok, S::Error> {
        serializer.serialize_newtype_variant("", 0, self.variant, self.value)
    }
}

/// Text that is JSON already.
pub(super) struct Raw<'v> {
    pub(super) token: Token,
    pub(super) text: &'v str,
}

impl Serialize for Raw<'_> {
    fn serialize<S: ser::Serializer>(
        &self,
        serializer: S,
    ) -> core::result::Result<S::Ok, S::Error> {
        let name = self.token.name();
        let mut field = serializer.serialize_struct(name, 1)?;
        field.serialize_field(name, self.text)?;
        field.end()
    }
}
