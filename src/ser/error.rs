//! serde's writing errors, as this crate's.

use alloc::string::ToString;
use core::fmt::Display;

use serde_core::ser;

use crate::error::Error;

impl ser::Error for Error {
    #[cold]
    fn custom<T: Display>(message: T) -> Self {
        Error::message(message.to_string())
    }
}
