//! [`Number`]: an integer or a finite floating point number, as JSON has it.
//!
//! A number is a `u64`, an `i64` or an `f64`. With the feature `arbitrary_precision` it is its text
//! instead. The two are the files `plain` and `text`, which export the same `Repr`; nothing else
//! here knows which of them it is on.

mod parse;
#[cfg(not(feature = "arbitrary_precision"))]
mod plain;
#[cfg(feature = "arbitrary_precision")]
mod text;

use core::fmt::{self, Debug, Display};
use core::str::FromStr;

#[cfg(not(feature = "arbitrary_precision"))]
pub(crate) use self::plain::Repr;
#[cfg(feature = "arbitrary_precision")]
use self::text::Repr;
#[cfg(feature = "arbitrary_precision")]
pub(crate) use self::text::normalize;
use crate::error::Error;

/// A JSON number: an integer or a finite floating point number.
///
/// ```
/// use fastjson_api::Number;
///
/// let number: Number = "12".parse()?;
/// assert_eq!(number, Number::from(12));
/// assert!(number.is_u64() && !number.is_f64());
/// assert_ne!(number, Number::from_f64(12.0).unwrap());
/// # Ok::<(), fastjson_api::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Number {
    repr: Repr,
}

impl Number {
    /// Whether this is an integer that fits an `i64`.
    pub fn is_i64(&self) -> bool {
        self.as_i64().is_some()
    }

    /// Whether this is an integer that fits a `u64`.
    pub fn is_u64(&self) -> bool {
        self.as_u64().is_some()
    }

    /// Whether this is written with a fraction or an exponent; not whether `as_f64` gives a number,
    /// which it also does for integers.
    pub fn is_f64(&self) -> bool {
        self.repr.is_f64()
    }

    /// The number, if it is an integer that fits an `i64`.
    ///
    /// ```
    /// # use fastjson_api::Number;
    /// assert_eq!(Number::from(-3).as_i64(), Some(-3));
    /// assert_eq!(Number::from(u64::MAX).as_i64(), None);
    /// ```
    pub fn as_i64(&self) -> Option<i64> {
        self.repr.as_i64()
    }

    /// The number, if it is an integer that fits a `u64`.
    pub fn as_u64(&self) -> Option<u64> {
        self.repr.as_u64()
    }

    /// The `f64` next to the number; `None` only for a text beyond an `f64`'s range
    /// (`arbitrary_precision`).
    pub fn as_f64(&self) -> Option<f64> {
        self.repr.as_f64()
    }

    /// The number, if it is an integer that fits an `i128`.
    pub fn as_i128(&self) -> Option<i128> {
        self.repr.as_i128()
    }

    /// The number, if it is an integer that fits a `u128`.
    pub fn as_u128(&self) -> Option<u128> {
        self.repr.as_u128()
    }

    /// A number from a float; `None` for NaN and the infinities.
    ///
    /// ```
    /// # use fastjson_api::Number;
    /// assert_eq!(Number::from_f64(256.0).unwrap().to_string(), "256.0");
    /// assert!(Number::from_f64(f64::NAN).is_none());
    /// ```
    #[inline]
    pub fn from_f64(f: f64) -> Option<Number> {
        f.is_finite().then(|| Number { repr: Repr::from_f64(f) })
    }

    /// A number from an integer; `None` if it fits neither `u64` nor `i64`. With
    /// `arbitrary_precision` every integer will do.
    pub fn from_i128(i: i128) -> Option<Number> {
        Repr::from_i128(i).map(|repr| Number { repr })
    }

    /// A number from an integer; `None` if it does not fit a `u64`. With `arbitrary_precision`
    /// every integer will do.
    pub fn from_u128(i: u128) -> Option<Number> {
        Repr::from_u128(i).map(|repr| Number { repr })
    }

    /// The `f32` next to the number, if there is a finite one.
    pub(crate) fn as_f32(&self) -> Option<f32> {
        self.repr.as_f32()
    }

    /// [`from_f64`](Number::from_f64); a text has the `f32`'s digits.
    pub(crate) fn from_f32(f: f32) -> Option<Number> {
        f.is_finite().then(|| Number { repr: Repr::from_f32(f) })
    }

    /// What the number is made of, for the serde rooms.
    #[cfg(not(feature = "arbitrary_precision"))]
    #[inline]
    pub(crate) fn repr(&self) -> &Repr {
        &self.repr
    }
}

impl Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Display::fmt(&self.repr, f)
    }
}

impl Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Number({self})")
    }
}

impl FromStr for Number {
    type Err = Error;

    /// Reads a number that is the whole text: no whitespace around it.
    fn from_str(s: &str) -> Result<Self, Error> {
        Repr::parse(s).map(|repr| Number { repr })
    }
}

macro_rules! from_integer {
    ($wide:ident, $make:ident: $($ty:ident)*) => {$(
        impl From<$ty> for Number {
            #[inline]
            fn from(n: $ty) -> Self {
                // Only widens: every type in the list fits.
                Number { repr: Repr::$make(n as $wide) }
            }
        }
    )*};
}

from_integer!(u64, from_u64: u8 u16 u32 u64 usize);
from_integer!(i64, from_i64: i8 i16 i32 i64 isize);
