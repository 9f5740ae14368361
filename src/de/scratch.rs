//! Room that the reading of many texts shares.

use super::{Deserializer, SliceRead};
use crate::error::{Error, Result};
use alloc::vec::Vec;
use core::{fmt, mem};
use serde_core::de::Deserialize;

/// Room for strings with escapes, kept from one text to the next.
///
/// A string with escapes is undone in a buffer before it goes to its type. [`from_slice`](crate::from_slice) makes a
/// new one for each text that has such strings; a `Scratch` makes one for all of them.
///
/// ```
/// let mut scratch = fastjson_api::de::Scratch::new();
/// let words = [r#""tab\tulator""#, r#""\u00fcber""#].map(|text| scratch.from_slice::<String>(text.as_bytes()));
/// assert_eq!(words.map(Result::unwrap), ["tab\tulator", "über"]);
/// ```
#[derive(Default)]
pub struct Scratch {
    buffer: Vec<u8>,
}

/// Room that is kept: one long string must not hold its memory for good.
const KEPT: usize = 64 << 10;

impl Scratch {
    /// Without room yet.
    pub const fn new() -> Self {
        Scratch { buffer: Vec::new() }
    }

    /// Reads a `T` from the bytes of a JSON text.
    ///
    /// # Errors
    /// As [`from_slice`](crate::from_slice).
    pub fn from_slice<'a, T: Deserialize<'a>>(&mut self, v: &'a [u8]) -> Result<T> {
        self.read(v, |error| error)
    }

    /// The same, with the error that is made of one. (Made by whoever called, it moved the value once more.)
    #[inline(always)]
    pub(crate) fn read<'a, T: Deserialize<'a>, E>(
        &mut self,
        v: &'a [u8],
        failed: impl FnOnce(Error) -> E,
    ) -> core::result::Result<T, E> {
        let mut de = Deserializer::new(SliceRead::new(v));
        de.parser.scratch = mem::take(&mut self.buffer);
        let result = T::deserialize(&mut de);
        let ended = if result.is_ok() { de.end() } else { Ok(()) };
        self.buffer = mem::take(&mut de.parser.scratch);
        if self.buffer.capacity() > KEPT {
            self.buffer = Vec::new();
        }
        match result {
            Ok(value) => match ended {
                Ok(()) => Ok(value),
                Err(error) => Err(failed(error)),
            },
            Err(error) => Err(failed(error)),
        }
    }
}

impl fmt::Debug for Scratch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scratch").field("room", &self.buffer.capacity()).finish()
    }
}
