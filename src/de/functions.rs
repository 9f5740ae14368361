//! The functions that read one value and nothing else.

use super::{Deserializer, Read, SliceRead, StrRead};
use crate::error::Result;
use serde_core::de::Deserialize;
#[cfg(feature = "std")]
use serde_core::de::DeserializeOwned;

#[inline(always)]
fn from_source<'de, R: Read<'de>, T: Deserialize<'de>>(source: R) -> Result<T> {
    let mut de = Deserializer::new(source);
    let mut result = T::deserialize(&mut de);
    // The value stays where it was built: taken out and put back, it would be moved twice.
    if result.is_ok()
        && let Err(error) = de.end()
    {
        result = Err(error);
    }
    result
}

/// Reads a `T` from the bytes of a JSON text.
///
/// ```
/// use serde::Deserialize;
///
/// #[derive(Deserialize)]
/// struct User<'a> {
///     name: &'a str,
///     age: u8,
/// }
///
/// let user: User = fastjson_api::from_slice(br#"{"name": "Ada", "age": 36}"#)?;
/// assert_eq!((user.name, user.age), ("Ada", 36));
/// # Ok::<(), fastjson_api::Error>(())
/// ```
///
/// # Errors
/// * The bytes are not JSON, or end too early; a string that is read as text is not UTF-8.
/// * The JSON is not of type `T`: another type, a missing field, a number that does not fit.
/// * Something else than whitespace follows the value.
pub fn from_slice<'a, T: Deserialize<'a>>(v: &'a [u8]) -> Result<T> {
    from_source(SliceRead::new(v))
}

/// Reads a `T` from a JSON text.
///
/// ```
/// let numbers: Vec<f64> = fastjson_api::from_str("[1, 2.5e3]")?;
/// assert_eq!(numbers, [1.0, 2500.0]);
/// # Ok::<(), fastjson_api::Error>(())
/// ```
///
/// # Errors
/// As [`from_slice`]; text is always UTF-8.
pub fn from_str<'a, T: Deserialize<'a>>(s: &'a str) -> Result<T> {
    // One source type for both functions: what a user reads from slices and text is compiled once.
    from_source(StrRead::new(s).into_slice())
}

/// Reads a `T` from a JSON text that comes from an `io::Read`, to its end.
///
/// Reads large blocks, so a `BufReader` around a file is not needed. Holds a window of the text and
/// its longest string, not the text. For a value from a connection that stays open, use
/// [`Deserializer::from_reader`], which reads no byte too many.
///
/// ```
/// let numbers: Vec<u8> = fastjson_api::from_reader("[1, 2]".as_bytes())?;
/// assert_eq!(numbers, [1, 2]);
/// # Ok::<(), fastjson_api::Error>(())
/// ```
///
/// # Errors
/// As [`from_slice`], or the reader fails.
#[cfg(feature = "std")]
pub fn from_reader<R: std::io::Read, T: DeserializeOwned>(rdr: R) -> Result<T> {
    from_source(crate::index::reader::BlockRead::new(rdr))
}
