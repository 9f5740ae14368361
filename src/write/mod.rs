//! The core writer: JSON text into memory or a stream, without serde.

mod buffer;
mod layout;
mod string;

#[cfg(feature = "std")]
pub(crate) use self::buffer::Digits;
pub(crate) use self::buffer::{Output, Pen, Place};
pub(crate) use self::layout::{Compact, Indent, Layout, Pretty};
