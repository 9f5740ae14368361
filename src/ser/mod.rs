//! Writing JSON from types that implement `serde::Serialize`.
//!
//! [`to_vec`], [`to_string`], `to_writer` and their pretty sisters do all that most callers need. A
//! `Serializer` is for other layouts ([`Formatter`]) and for several values on one writer.
//!
//! What is written is serde_json's, byte for byte.

mod error;
mod fast;
mod key;
mod room;
mod rows;
pub(crate) mod value_build;
mod value_text;
mod value_tree;

#[cfg(feature = "std")]
mod compound;
#[cfg(feature = "std")]
mod formatter;
#[cfg(feature = "std")]
mod hooks;
#[cfg(feature = "std")]
mod serializer;

use alloc::string::String;
use alloc::vec::Vec;

use serde_core::ser::Serialize;

use self::fast::Fast;
use self::room::Room;
use crate::error::Result;
use crate::write::{Compact, Indent, Layout, Output, Pretty};

#[cfg(feature = "std")]
pub use self::compound::{Compound, State};
#[cfg(feature = "std")]
pub use self::formatter::{CharEscape, CompactFormatter, Formatter, PrettyFormatter};
#[cfg(feature = "std")]
pub use self::serializer::Serializer;

/// Writes `value` into `output`.
#[inline]
fn write<L: Layout, T: ?Sized + Serialize>(mut output: Output<'_>, value: &T) -> Result<()> {
    output.pen().value(|pen| value.serialize(Fast::<L>::new(pen)))
}

/// `value` in a vector of its own.
#[inline]
fn vec<L: Layout, T: ?Sized + Serialize>(value: &T, indent: Option<Indent<'_>>) -> Result<Vec<u8>> {
    // Moved, as what it borrows must not be asked to live for longer than the vector.
    let mut indent = indent;
    let room = Room::of::<L, T>();
    let mut json = Vec::with_capacity(room.first());
    write::<L, T>(Output::new(&mut json).indented(indent.as_mut()), value)?;
    if room.learn(json.len(), json.capacity()) {
        json.shrink_to_fit();
    }
    Ok(json)
}

/// `value` in a string of its own.
#[inline]
fn string<L: Layout, T: ?Sized + Serialize>(
    value: &T,
    indent: Option<Indent<'_>>,
) -> Result<String> {
    let mut indent = indent;
    let room = Room::of::<L, T>();
    let mut json = String::with_capacity(room.first());
    write::<L, T>(Output::text(&mut json).indented(indent.as_mut()), value)?;
    if room.learn(json.len(), json.capacity()) {
        json.shrink_to_fit();
    }
    Ok(json)
}

fn two_spaces<'i>() -> Indent<'i> {
    Indent::new("  ", 0)
}

/// Writes `value` as JSON into a vector.
///
/// ```
/// assert_eq!(fastjson_api::to_vec(&[Some(1), None])?, b"[1,null]");
/// # Ok::<(), fastjson_api::Error>(())
/// ```
///
/// # Errors
///
/// If the `Serialize` of a part of `value` fails, or a map in it has a name that is not a string, a
/// finite number, a truth value or a unit variant.
#[inline]
pub fn to_vec<T: ?Sized + Serialize>(value: &T) -> Result<Vec<u8>> {
    vec::<Compact, T>(value, None)
}

/// Writes `value` as JSON behind what `buffer` holds already.
///
/// A buffer that is kept and cleared between calls is allocated once: no further call allocates until a value needs more
/// room than any before it.
///
/// ```
/// let mut buffer = Vec::new();
/// fastjson_api::to_vec_into(&mut buffer, &[1, 2])?;
/// buffer.push(b'\n');
/// fastjson_api::to_vec_into(&mut buffer, "three")?;
/// assert_eq!(buffer, b"[1,2]\n\"three\"");
/// # Ok::<(), fastjson_api::Error>(())
/// ```
///
/// # Errors
///
/// As [`to_vec`]; `buffer` is then as it was before.
#[inline]
pub fn to_vec_into<T: ?Sized + Serialize>(buffer: &mut Vec<u8>, value: &T) -> Result<()> {
    let before = buffer.len();
    let result = write::<Compact, T>(Output::new(buffer), value);
    if result.is_err() {
        buffer.truncate(before);
    }
    result
}

/// Writes `value` as JSON into a vector, an element a line, indented by two spaces.
///
/// ```
/// assert_eq!(fastjson_api::to_vec_pretty(&[1, 2])?, b"[\n  1,\n  2\n]");
/// # Ok::<(), fastjson_api::Error>(())
/// ```
///
/// # Errors
///
/// As [`to_vec`].
#[inline]
pub fn to_vec_pretty<T: ?Sized + Serialize>(value: &T) -> Result<Vec<u8>> {
    vec::<Pretty, T>(value, Some(two_spaces()))
}

/// Writes `value` as JSON into a string.
///
/// ```
/// assert_eq!(fastjson_api::to_string("say \"hi\"")?, r#""say \"hi\"""#);
/// # Ok::<(), fastjson_api::Error>(())
/// ```
///
/// # Errors
///
/// As [`to_vec`].
#[inline]
pub fn to_string<T: ?Sized + Serialize>(value: &T) -> Result<String> {
    string::<Compact, T>(value, None)
}

/// Writes `value` as JSON into a string, an element a line, indented by two spaces.
///
/// ```
/// assert_eq!(fastjson_api::to_string_pretty(&[1, 2])?, "[\n  1,\n  2\n]");
/// # Ok::<(), fastjson_api::Error>(())
/// ```
///
/// # Errors
///
/// As [`to_vec`].
#[inline]
pub fn to_string_pretty<T: ?Sized + Serialize>(value: &T) -> Result<String> {
    string::<Pretty, T>(value, Some(two_spaces()))
}

/// Writes `value` as JSON into `writer`, in large pieces, each of them UTF-8. Does not flush it.
///
/// ```
/// let mut log = Vec::new();
/// fastjson_api::to_writer(&mut log, &true)?;
/// assert_eq!(log, b"true");
/// # Ok::<(), fastjson_api::Error>(())
/// ```
///
/// # Errors
///
/// As [`to_vec`], and if `writer` fails. What had been written before a failure has gone to `writer`.
#[cfg(feature = "std")]
#[cfg_attr(docsrs, doc(cfg(feature = "std")))]
#[inline]
pub fn to_writer<W, T>(mut writer: W, value: &T) -> Result<()>
where
    W: std::io::Write,
    T: ?Sized + Serialize,
{
    let mut buffer = Vec::with_capacity(STREAM_ROOM);
    drain::<Compact, T>(Output::with_sink(&mut buffer, &mut writer), value)
}

/// Writes `value` as JSON into `writer`, an element a line, indented by two spaces.
///
/// ```
/// let mut log = Vec::new();
/// fastjson_api::to_writer_pretty(&mut log, &["one"])?;
/// assert_eq!(log, b"[\n  \"one\"\n]");
/// # Ok::<(), fastjson_api::Error>(())
/// ```
///
/// # Errors
///
/// As [`to_writer`].
#[cfg(feature = "std")]
#[cfg_attr(docsrs, doc(cfg(feature = "std")))]
#[inline]
pub fn to_writer_pretty<W, T>(mut writer: W, value: &T) -> Result<()>
where
    W: std::io::Write,
    T: ?Sized + Serialize,
{
    let mut buffer = Vec::with_capacity(STREAM_ROOM);
    let mut indent = two_spaces();
    let output = Output::with_sink(&mut buffer, &mut writer).indented(Some(&mut indent));
    drain::<Pretty, T>(output, value)
}

/// What a stream's buffer starts with; the largest that common allocators hand out in no time.
#[cfg(feature = "std")]
const STREAM_ROOM: usize = 1000;

/// Writes `value` into `output` and leaves nothing in its buffer.
#[cfg(feature = "std")]
#[inline]
fn drain<L: Layout, T: ?Sized + Serialize>(mut output: Output<'_>, value: &T) -> Result<()> {
    let result = output.pen().value(|pen| value.serialize(Fast::<L>::new(pen)));
    // What came before an error belongs to the writer too; the first error counts.
    let flushed = output.flush();
    result.and(flushed)
}
