//! What a number is under `arbitrary_precision`: its text.

use alloc::string::{String, ToString};
use core::fmt::{self, Display};
use core::mem::MaybeUninit;
use core::str::FromStr;

use super::{Number, parse};
use crate::error::Error;
use crate::number::{FLOAT_ROOM, f32_text, f64_text};

/// A well-formed number's text, or what `from_string_unchecked` was given.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Repr(pub(crate) String);

impl Repr {
    /// The text as another type reads it.
    fn as_type<T: FromStr>(&self) -> Option<T> {
        self.0.parse().ok()
    }

    pub(super) fn is_f64(&self) -> bool {
        self.0.contains(['.', 'e', 'E']) && self.as_f64().is_some()
    }

    pub(super) fn as_i64(&self) -> Option<i64> {
        self.as_type()
    }

    pub(super) fn as_u64(&self) -> Option<u64> {
        self.as_type()
    }

    pub(super) fn as_f64(&self) -> Option<f64> {
        self.as_type().filter(|n: &f64| n.is_finite())
    }

    pub(super) fn as_f32(&self) -> Option<f32> {
        self.as_type().filter(|n: &f32| n.is_finite())
    }

    pub(super) fn as_i128(&self) -> Option<i128> {
        self.as_type()
    }

    pub(super) fn as_u128(&self) -> Option<u128> {
        self.as_type()
    }

    pub(super) fn from_u64(n: u64) -> Self {
        Repr(itoa::Buffer::new().format(n).into())
    }

    pub(super) fn from_i64(n: i64) -> Self {
        Repr(itoa::Buffer::new().format(n).into())
    }

    pub(super) fn from_i128(n: i128) -> Option<Self> {
        Some(Repr(n.to_string()))
    }

    pub(super) fn from_u128(n: u128) -> Option<Self> {
        Some(Repr(n.to_string()))
    }

    pub(super) fn from_f64(n: f64) -> Self {
        Repr(f64_text(n, &mut [MaybeUninit::uninit(); FLOAT_ROOM]).into())
    }

    pub(super) fn from_f32(n: f32) -> Self {
        Repr(f32_text(n, &mut [MaybeUninit::uninit(); FLOAT_ROOM]).into())
    }

    pub(super) fn parse(text: &str) -> Result<Self, Error> {
        parse::check(text)?;
        Ok(Repr(normalize(text)))
    }
}

impl Display for Repr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Display::fmt(&self.0, f)
    }
}

/// A well-formed number's text as it is kept: an exponent is `e` and has a sign.
pub(crate) fn normalize(number: &str) -> String {
    let Some((digits, exponent)) = number.split_once(['e', 'E']) else {
        return number.into();
    };
    let sign = if exponent.starts_with(['+', '-']) { "" } else { "+" };
    [digits, "e", sign, exponent].concat()
}

impl From<u128> for Number {
    fn from(n: u128) -> Self {
        Number { repr: Repr(n.to_string()) }
    }
}

impl From<i128> for Number {
    fn from(n: i128) -> Self {
        Number { repr: Repr(n.to_string()) }
    }
}

#[cfg_attr(docsrs, doc(cfg(feature = "arbitrary_precision")))]
impl Number {
    /// The number's text.
    ///
    /// ```
    /// # use fastjson_api::Number;
    /// let text = "3.14159265358979323846264338327950288";
    /// assert_eq!(text.parse::<Number>()?.as_str(), text);
    /// # Ok::<(), fastjson_api::Error>(())
    /// ```
    pub fn as_str(&self) -> &str {
        &self.repr.0
    }

    /// A number with this text, whatever it is; it is written as it stands.
    #[doc(hidden)]
    #[inline]
    pub fn from_string_unchecked(n: String) -> Self {
        Number { repr: Repr(n) }
    }
}
