//! What [`RawValue`] has beside its making, which is unsafe code and in `read/string.rs`.

use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use core::fmt::{self, Debug, Display};

pub use crate::read::RawValue;

impl RawValue {
    /// `null`.
    pub const NULL: &'static RawValue = RawValue::from_borrowed("null");
    /// `true`.
    pub const TRUE: &'static RawValue = RawValue::from_borrowed("true");
    /// `false`.
    pub const FALSE: &'static RawValue = RawValue::from_borrowed("false");

    /// The JSON text.
    ///
    /// ```
    /// # use fastjson_api::value::RawValue;
    /// assert_eq!(RawValue::TRUE.get(), "true");
    /// ```
    pub fn get(&self) -> &str {
        &self.json
    }
}

impl Clone for Box<RawValue> {
    fn clone(&self) -> Self {
        (**self).to_owned()
    }
}

impl ToOwned for RawValue {
    type Owned = Box<RawValue>;

    fn to_owned(&self) -> Box<RawValue> {
        RawValue::from_owned(self.json.into())
    }
}

/// `null`.
impl Default for Box<RawValue> {
    fn default() -> Self {
        RawValue::NULL.to_owned()
    }
}

impl Debug for RawValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RawValue").field(&format_args!("{}", &self.json)).finish()
    }
}

impl Display for RawValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.json)
    }
}

impl From<Box<RawValue>> for Box<str> {
    fn from(raw: Box<RawValue>) -> Self {
        raw.into_text()
    }
}
