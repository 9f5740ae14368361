//! serde's reading errors, as this crate's.

use alloc::string::ToString;
use core::fmt::{self, Display};

use serde_core::de::{self, Expected, Unexpected};

use crate::error::Error;

impl de::Error for Error {
    #[cold]
    fn custom<T: Display>(message: T) -> Self {
        Error::message(message.to_string())
    }

    #[cold]
    fn invalid_type(unexpected: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Error::message(alloc::format!("invalid type: {}, expected {expected}", Json(unexpected)))
    }

    #[cold]
    fn invalid_value(unexpected: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Error::message(alloc::format!("invalid value: {}, expected {expected}", Json(unexpected)))
    }
}

/// What was found, in JSON's words.
struct Json<'a>(Unexpected<'a>);

impl Display for Json<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Unexpected::Unit => f.write_str("null"),
            Unexpected::Float(value) if value.is_finite() => {
                let mut room = [core::mem::MaybeUninit::uninit(); crate::number::FLOAT_ROOM];
                write!(f, "floating point `{}`", crate::number::f64_text(value, &mut room))
            }
            // NaN and the infinities come from other formats' values; Rust has names for them.
            Unexpected::Float(value) => write!(f, "floating point `{value}`"),
            other => Display::fmt(&other, f),
        }
    }
}
