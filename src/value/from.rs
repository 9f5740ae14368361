//! `Value::from` what a JSON value can be made of.

use alloc::borrow::{Cow, ToOwned};
use alloc::string::String;
use alloc::vec::Vec;

use super::{Map, Number, Value};

macro_rules! from_integer {
    ($($ty:ident)*) => {$(
        impl From<$ty> for Value {
            #[inline]
            fn from(n: $ty) -> Self {
                Value::Number(n.into())
            }
        }
    )*};
}

from_integer!(i8 i16 i32 i64 isize u8 u16 u32 u64 usize);
#[cfg(feature = "arbitrary_precision")]
from_integer!(i128 u128);

/// NaN and the infinities, which JSON does not have, become `null`.
impl From<f32> for Value {
    #[inline]
    fn from(f: f32) -> Self {
        // Not `map_or`, which makes the `Null` first, and has to drop it.
        match Number::from_f32(f) {
            Some(number) => Value::Number(number),
            None => Value::Null,
        }
    }
}

/// NaN and the infinities, which JSON does not have, become `null`.
///
/// ```
/// # use fastjson_api::Value;
/// assert_eq!(Value::from(13.37), 13.37);
/// assert!(Value::from(f64::NAN).is_null());
/// ```
impl From<f64> for Value {
    #[inline]
    fn from(f: f64) -> Self {
        // Not `map_or`, which makes the `Null` first, and has to drop it.
        match Number::from_f64(f) {
            Some(number) => Value::Number(number),
            None => Value::Null,
        }
    }
}

impl From<bool> for Value {
    #[inline]
    fn from(value: bool) -> Self {
        Value::Bool(value)
    }
}

impl From<String> for Value {
    #[inline]
    fn from(string: String) -> Self {
        Value::String(string)
    }
}

impl From<&str> for Value {
    #[inline]
    fn from(string: &str) -> Self {
        Value::String(string.to_owned())
    }
}

impl From<Cow<'_, str>> for Value {
    #[inline]
    fn from(string: Cow<'_, str>) -> Self {
        Value::String(string.into_owned())
    }
}

impl From<Number> for Value {
    #[inline]
    fn from(number: Number) -> Self {
        Value::Number(number)
    }
}

impl From<Map<String, Value>> for Value {
    #[inline]
    fn from(members: Map<String, Value>) -> Self {
        Value::Object(members)
    }
}

impl<T: Into<Value>> From<Vec<T>> for Value {
    #[inline]
    fn from(elements: Vec<T>) -> Self {
        elements.into_iter().collect()
    }
}

impl<T: Into<Value>, const N: usize> From<[T; N]> for Value {
    #[inline]
    fn from(elements: [T; N]) -> Self {
        elements.into_iter().collect()
    }
}

impl<T: Clone + Into<Value>> From<&[T]> for Value {
    #[inline]
    fn from(elements: &[T]) -> Self {
        elements.iter().cloned().collect()
    }
}

impl From<()> for Value {
    #[inline]
    fn from((): ()) -> Self {
        Value::Null
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    #[inline]
    fn from(value: Option<T>) -> Self {
        value.map_or(Value::Null, Into::into)
    }
}

/// An array of the values.
///
/// ```
/// # use fastjson_api::{Value, json};
/// assert_eq!((1..=3).collect::<Value>(), json!([1, 2, 3]));
/// ```
impl<T: Into<Value>> FromIterator<T> for Value {
    fn from_iter<I: IntoIterator<Item = T>>(iter: I) -> Self {
        Value::Array(iter.into_iter().map(Into::into).collect())
    }
}

/// An object of the names and values.
///
/// ```
/// # use fastjson_api::{Value, json};
/// assert_eq!([("a", 1), ("b", 2)].into_iter().collect::<Value>(), json!({"a": 1, "b": 2}));
/// ```
impl<K: Into<String>, V: Into<Value>> FromIterator<(K, V)> for Value {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(iter: I) -> Self {
        Value::Object(iter.into_iter().map(|(k, v)| (k.into(), v.into())).collect())
    }
}
