//! The core writer: JSON text into memory or a stream, without serde.
//!
//! [`Writer`] is public; the `ser` room writes with the same pen.

mod buffer;
mod layout;
mod pen;
mod string;
mod target;
mod writer;

#[cfg(feature = "serde")]
pub(crate) use self::buffer::{Output, Pen, Place};
#[cfg(feature = "serde")]
#[cfg(feature = "serde")]
pub(crate) use self::layout::{Compact, Indent, Layout, Pretty};
#[cfg(all(feature = "serde", feature = "std"))]
pub(crate) use self::layout::{Step, take};
#[cfg(feature = "std")]
#[cfg_attr(docsrs, doc(cfg(feature = "std")))]
pub use self::target::Stream;
pub use self::target::{Slice, Target};
pub use self::writer::{Number, Writer};
