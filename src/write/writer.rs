//! [`Writer`]: JSON text piece by piece, and no text that is not JSON.

use alloc::string::String;
use alloc::vec::Vec;
use core::mem;

use super::buffer::{Pen, Place};
use super::layout::{Compact, Indent, Layout, Pretty, Step, take};
use super::target::{Slice, Target};
use crate::error::{Error, Result};

/// Writes one JSON value, piece by piece.
///
/// What does not fit (a value where a member's name belongs, an end without its begin, a second value)
/// is refused with an error and not written. After such an error writing may go on.
///
/// ```
/// use fastjson_api::Writer;
///
/// let mut writer = Writer::new(String::new());
/// writer.begin_object()?;
/// writer.name("id")?;
/// writer.number(7)?;
/// writer.name("tags")?;
/// writer.begin_array()?;
/// writer.string("new")?;
/// writer.boolean(true)?;
/// writer.end_array()?;
/// writer.end_object()?;
/// assert_eq!(writer.finish()?, r#"{"id":7,"tags":["new",true]}"#);
/// # Ok::<(), fastjson_api::Error>(())
/// ```
///
/// # Errors
///
/// Every method fails
/// * if what it writes does not fit here, by RFC 8259's grammar;
/// * if the output takes no more: a slice that is full, a stream that fails. What has arrived there is
///   then not whole, and every further call fails.
#[derive(Debug)]
pub struct Writer<T> {
    target: T,
    state: State,
    nesting: Nesting,
    /// What a level is indented by; `None` for no white space at all.
    indent: Option<String>,
}

/// What may be written now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// A value: the only one, or a member's.
    Value,
    /// An element of the array that is open, or the array's end.
    Element,
    /// A member's name, or the end of the object that is open.
    Name,
    /// Nothing.
    Done,
    /// Nothing ever.
    Failed,
}

#[expect(clippy::missing_errors_doc, reason = "said once, for all methods")]
impl<T: Target> Writer<T> {
    /// Appends to `target`: a `Vec<u8>`, a `String`, or a mutable reference to one.
    pub fn new(target: T) -> Self {
        Writer { target, state: State::Value, nesting: Nesting::default(), indent: None }
    }

    /// Puts every element on a line of its own, indented by `indent` for each level.
    ///
    /// ```
    /// use fastjson_api::Writer;
    ///
    /// let mut writer = Writer::new(String::new()).pretty("\t");
    /// writer.begin_array()?;
    /// writer.null()?;
    /// writer.end_array()?;
    /// assert_eq!(writer.finish()?, "[\n\tnull\n]");
    /// # Ok::<(), fastjson_api::Error>(())
    /// ```
    ///
    /// # Panics
    ///
    /// If `indent` is not white space of JSON: spaces, tabs and line breaks.
    #[must_use]
    pub fn pretty(mut self, indent: &str) -> Self {
        assert!(indent.bytes().all(crate::simd::is_space), "an indentation is white space");
        self.indent = Some(indent.into());
        self
    }

    /// Begins an array.
    pub fn begin_array(&mut self) -> Result<()> {
        self.begin("[")?;
        self.nesting.push(Container::Array);
        self.state = State::Element;
        Ok(())
    }

    /// Ends an array.
    pub fn end_array(&mut self) -> Result<()> {
        if self.state != State::Element {
            return Err(self.misfit("no array to end"));
        }
        self.end("]")
    }

    /// Begins an object.
    pub fn begin_object(&mut self) -> Result<()> {
        self.begin("{")?;
        self.nesting.push(Container::Object);
        self.state = State::Name;
        Ok(())
    }

    /// Ends an object.
    pub fn end_object(&mut self) -> Result<()> {
        if self.state != State::Name {
            return Err(self.misfit("no object to end"));
        }
        self.end("}")
    }

    /// Writes a member's name. Nothing is remembered of the names before it: to write none twice is up
    /// to the caller.
    pub fn name(&mut self, name: &str) -> Result<()> {
        if self.state != State::Name {
            return Err(self.misfit("no place for a name"));
        }
        struct Name<'n>(&'n str);
        impl Step for Name<'_> {
            fn step<L: Layout>(self, pen: &mut Pen<'_, '_>) -> Result<()> {
                L::element(pen)?;
                pen.value(|pen| pen.string(self.0))?;
                pen.text(L::COLON)
            }
        }
        self.take(Name(name))?;
        self.state = State::Value;
        Ok(())
    }

    /// Writes a string.
    #[inline]
    pub fn string(&mut self, text: &str) -> Result<()> {
        self.value(|pen| pen.string(text))
    }

    /// Writes a number, `null` if it is a float that is not finite. Floats are written with as few
    /// digits as read back as the same float.
    ///
    /// ```
    /// use fastjson_api::Writer;
    ///
    /// let mut writer = Writer::new(String::new());
    /// writer.begin_array()?;
    /// writer.number(u128::MAX)?;
    /// writer.number(0.1_f32)?;
    /// writer.number(f64::NAN)?;
    /// writer.end_array()?;
    /// assert_eq!(writer.finish()?, "[340282366920938463463374607431768211455,0.1,null]");
    /// # Ok::<(), fastjson_api::Error>(())
    /// ```
    #[inline]
    pub fn number(&mut self, number: impl Number) -> Result<()> {
        self.value(|pen| number.write(pen))
    }

    /// Writes `true` or `false`.
    #[inline]
    pub fn boolean(&mut self, value: bool) -> Result<()> {
        self.value(|pen| pen.bool(value))
    }

    /// Writes `null`.
    #[inline]
    pub fn null(&mut self) -> Result<()> {
        self.value(|pen| pen.verbatim("null"))
    }

    /// Writes `json` as it is. That it is one JSON value is the caller's word: it is not looked at.
    ///
    /// ```
    /// use fastjson_api::Writer;
    ///
    /// let mut writer = Writer::new(String::new());
    /// writer.begin_array()?;
    /// writer.raw(r#"{"written": "before"}"#)?;
    /// writer.end_array()?;
    /// assert_eq!(writer.finish()?, r#"[{"written": "before"}]"#);
    /// # Ok::<(), fastjson_api::Error>(())
    /// ```
    pub fn raw(&mut self, json: &str) -> Result<()> {
        self.value(|pen| pen.verbatim(json))
    }

    /// Gives back where the value, which must be whole, has been written to: for `Vec` and `String`
    /// themselves, for a slice the length of the text, for a stream the stream.
    pub fn finish(self) -> Result<T::Finished> {
        if self.state != State::Done {
            return Err(self.misfit("the value is not complete"));
        }
        self.target.finish()
    }

    fn begin(&mut self, bracket: &'static str) -> Result<()> {
        struct Begin {
            bracket: &'static str,
            element: bool,
        }
        impl Step for Begin {
            fn step<L: Layout>(self, pen: &mut Pen<'_, '_>) -> Result<()> {
                if self.element {
                    L::element(pen)?;
                }
                L::open(pen, self.bracket)
            }
        }
        self.check_value()?;
        self.take(Begin { bracket, element: self.state == State::Element })
    }

    fn end(&mut self, bracket: &'static str) -> Result<()> {
        struct End {
            bracket: &'static str,
            inner: bool,
        }
        impl Step for End {
            fn step<L: Layout>(self, pen: &mut Pen<'_, '_>) -> Result<()> {
                match self.inner {
                    true => L::close_inner(pen, self.bracket),
                    false => pen.value(|pen| L::close(pen, self.bracket)),
                }
            }
        }
        self.take(End { bracket, inner: self.nesting.depth > 1 })?;
        self.nesting.pop();
        self.state = self.nesting.after_value();
        Ok(())
    }

    /// Writes a value that is not a container.
    #[inline]
    fn value<F>(&mut self, write: F) -> Result<()>
    where
        F: for<'b> FnOnce(Pen<'b, '_>) -> Result<Place<'b>>,
    {
        struct Value<F> {
            write: F,
            element: bool,
            inner: bool,
        }
        impl<F: for<'b> FnOnce(Pen<'b, '_>) -> Result<Place<'b>>> Step for Value<F> {
            #[inline]
            fn step<L: Layout>(self, pen: &mut Pen<'_, '_>) -> Result<()> {
                if self.element {
                    L::element(pen)?;
                }
                if self.inner { pen.element(self.write) } else { pen.value(self.write) }
            }
        }
        self.check_value()?;
        let element = self.state == State::Element;
        self.take(Value { write, element, inner: self.nesting.depth > 0 })?;
        self.state = self.nesting.after_value();
        Ok(())
    }

    /// Fails if no value may come now.
    #[inline]
    fn check_value(&self) -> Result<()> {
        match self.state {
            State::Value | State::Element => Ok(()),
            State::Name => Err(self.misfit("a member needs a name before its value")),
            State::Done | State::Failed => Err(self.misfit("the one value is complete")),
        }
    }

    #[cold]
    fn misfit(&self, text: &'static str) -> Error {
        Error::message(match self.state {
            State::Failed => "writing has failed before".into(),
            _ => text.into(),
        })
    }

    /// Writes `step` in the layout of this writer.
    #[inline]
    fn take(&mut self, step: impl Step) -> Result<()> {
        let output = self.target.output();
        let result = match &self.indent {
            None => take::<Compact>(output, step),
            Some(indent) => {
                let mut indent = Indent::new(indent, self.nesting.depth);
                take::<Pretty>(output.indented(Some(&mut indent)), step)
            }
        };
        let result = result.and_then(|()| self.target.check());
        if result.is_err() {
            self.state = State::Failed;
        }
        result
    }
}

impl<'a> Writer<Slice<'a>> {
    /// Writes into `slice` and nothing but.
    ///
    /// ```
    /// use fastjson_api::Writer;
    ///
    /// let mut slice = [0; 8];
    /// let mut writer = Writer::to_slice(&mut slice);
    /// writer.string("text")?;
    /// let length = writer.finish()?;
    /// assert_eq!(&slice[..length], br#""text""#);
    ///
    /// let mut writer = Writer::to_slice(&mut slice);
    /// assert!(writer.string("longer text").is_err());
    /// # Ok::<(), fastjson_api::Error>(())
    /// ```
    pub fn to_slice(slice: &'a mut [u8]) -> Self {
        Writer::new(Slice::new(slice))
    }
}

#[cfg(feature = "std")]
impl<W: std::io::Write> Writer<super::target::Stream<W>> {
    /// Writes into `stream`, in large pieces, the last of them in [`finish`](Self::finish). Does not
    /// flush it.
    ///
    /// ```
    /// use fastjson_api::Writer;
    ///
    /// let mut writer = Writer::to_stream(std::io::sink());
    /// writer.begin_array()?;
    /// for number in 0..1_000_000 {
    ///     writer.number(number)?;
    /// }
    /// writer.end_array()?;
    /// writer.finish()?;
    /// # Ok::<(), fastjson_api::Error>(())
    /// ```
    #[cfg_attr(docsrs, doc(cfg(feature = "std")))]
    pub fn to_stream(stream: W) -> Self {
        Writer::new(super::target::Stream::new(stream))
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Container {
    Array,
    Object,
}

/// Which containers are open: a bit each, the innermost lowest.
#[derive(Debug, Default)]
struct Nesting {
    depth: usize,
    /// The innermost 64 or fewer: 1 for an object.
    bits: u64,
    /// Those further out, 64 a word.
    outer: Vec<u64>,
}

impl Nesting {
    fn push(&mut self, container: Container) {
        if self.depth > 0 && self.depth.is_multiple_of(64) {
            self.outer.push(mem::take(&mut self.bits));
        }
        self.bits = self.bits << 1 | u64::from(container == Container::Object);
        self.depth += 1;
    }

    fn pop(&mut self) {
        self.depth -= 1;
        self.bits >>= 1;
        if self.depth > 0 && self.depth.is_multiple_of(64) {
            self.bits = self.outer.pop().unwrap_or(0);
        }
    }

    /// What comes after a value here.
    #[inline]
    fn after_value(&self) -> State {
        match (self.depth, self.bits & 1) {
            (0, _) => State::Done,
            (_, 0) => State::Element,
            _ => State::Name,
        }
    }
}

/// What [`Writer::number`] takes: the integers and floats of the language, and nothing else.
pub trait Number {
    /// Writes the number.
    #[doc(hidden)]
    #[expect(private_interfaces, reason = "so that nobody else can implement or call it")]
    fn write<'b>(self, pen: Pen<'b, '_>) -> Result<Place<'b>>;
}

/// Each type by the pen's method for the width it fits.
macro_rules! numbers {
    ($($type:ty => $method:ident)*) => {
        $(impl Number for $type {
            #[inline]
            #[expect(private_interfaces, reason = "see the trait")]
            fn write<'b>(self, pen: Pen<'b, '_>) -> Result<Place<'b>> {
                pen.$method(self as _)
            }
        })*
    };
}

numbers! {
    u8 => u64 u16 => u64 u32 => u64 u64 => u64 usize => u64 u128 => u128
    i8 => i64 i16 => i64 i32 => i64 i64 => i64 isize => i64 i128 => i128
    f32 => f32 f64 => f64
}
