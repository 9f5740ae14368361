//! serde's reading errors, as this crate's.

use alloc::string::{String, ToString};
use core::fmt::{Display, Write};
use core::mem::MaybeUninit;

use serde_core::de::{self, Expected, Unexpected};

use crate::error::Error;
use crate::number::{FLOAT_ROOM, f64_text};

impl de::Error for Error {
    #[cold]
    fn custom<T: Display>(message: T) -> Self {
        Error::message(message.to_string())
    }

    #[cold]
    fn invalid_type(unexpected: Unexpected<'_>, expected: &dyn Expected) -> Self {
        invalid("invalid type: ", unexpected, expected)
    }

    #[cold]
    fn invalid_value(unexpected: Unexpected<'_>, expected: &dyn Expected) -> Self {
        invalid("invalid value: ", unexpected, expected)
    }
}

/// Enums without a tag make one such error for each variant that a value is not. So the text is put together without
/// `format!` where that is not needed, in one allocation.
#[inline(never)]
fn invalid(what: &str, unexpected: Unexpected<'_>, expected: &dyn Expected) -> Error {
    let mut text = String::with_capacity(80);
    text.push_str(what);
    push_found(&mut text, unexpected);
    text.push_str(", expected ");
    // Writing to a String cannot fail; an `Expected` that does is cut off there.
    let _ = write!(text, "{expected}");
    Error::message(text)
}

/// Adds what was found, in JSON's words.
fn push_found(text: &mut String, found: Unexpected<'_>) {
    let mut integer = itoa::Buffer::new();
    let mut float = [MaybeUninit::uninit(); FLOAT_ROOM];
    let parts = match found {
        Unexpected::Unit => ["null", "", ""],
        Unexpected::Bool(true) => ["boolean `", "true", "`"],
        Unexpected::Bool(false) => ["boolean `", "false", "`"],
        Unexpected::Unsigned(value) => ["integer `", integer.format(value), "`"],
        Unexpected::Signed(value) => ["integer `", integer.format(value), "`"],
        Unexpected::Float(value) if value.is_finite() => {
            ["floating point `", f64_text(value, &mut float), "`"]
        }
        Unexpected::Str(value) if value.bytes().all(is_plain) => ["string \"", value, "\""],
        // NaN and the infinities, too: they come from other formats' values, and Rust has names for them.
        other => {
            let _ = write!(text, "{other}");
            return;
        }
    };
    parts.into_iter().for_each(|part| text.push_str(part));
}

/// Whether `Debug` writes this byte of a text as it is.
fn is_plain(byte: u8) -> bool {
    matches!(byte, b' '..=b'~') && byte != b'"' && byte != b'\\'
}
