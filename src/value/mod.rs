//! [`Value`]: any JSON value, and what it is made of.
//!
//! A `Value` is read by [`from_str`](crate::from_str) and its sisters, written by `to_string` and
//! its sisters, made in place by [`json!`](crate::json!), and turned into a type of the caller's and
//! back by [`from_value`] and [`to_value`]. This room knows nothing of serde: the `de` and `ser`
//! rooms implement serde's traits for its types.
//!
//! ```
//! use fastjson_api::{Value, json};
//!
//! let mut value: Value = fastjson_api::from_str(r#"{"name": "Ada", "phones": ["+44 1", "+44 2"]}"#)?;
//! assert_eq!(value["phones"][1], "+44 2");
//! value["phones"] = json!([44]);
//! assert_eq!(value.to_string(), r#"{"name":"Ada","phones":[44]}"#);
//! # Ok::<(), fastjson_api::Error>(())
//! ```

mod access;
mod from;
mod index;
pub mod map;
mod number;
mod partial_eq;
#[cfg(feature = "raw_value")]
mod raw;

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::{self, Debug};

pub use self::index::Index;
pub(crate) use self::map::Form;
pub use self::map::Map;
pub use self::number::Number;
#[cfg(not(feature = "arbitrary_precision"))]
pub(crate) use self::number::Repr;
#[cfg(feature = "arbitrary_precision")]
pub(crate) use self::number::normalize;
#[cfg(feature = "raw_value")]
#[cfg_attr(docsrs, doc(cfg(feature = "raw_value")))]
pub use self::raw::RawValue;

// serde_json's paths for what the rooms above this one provide.
pub use crate::de::value_tree::from_value;
#[cfg(feature = "raw_value")]
#[cfg_attr(docsrs, doc(cfg(feature = "raw_value")))]
pub use crate::ser::value_build::to_raw_value;
pub use crate::ser::value_build::{Serializer, to_value};

/// The name of the struct, and of its one field, as which a [`Number`] that keeps its text goes
/// through serde. The real serde_json's, so that its numbers and ours pass through each other.
pub(crate) const NUMBER_TOKEN: &str = "$serde_json::private::Number";

/// The same for a `RawValue`.
pub(crate) const RAW_TOKEN: &str = "$serde_json::private::RawValue";

/// Asked for by a [`Value`] that reads the first name of what may be one of those two, or an object
/// that happens to have a member of such a name: deserializers of this crate, which know that it is
/// an object, say so by `visit_some`, and give other names as text.
pub(crate) const NAME_TOKEN: &str = "$fastjson_api::private::Name";

/// Any JSON value.
///
/// ```
/// use fastjson_api::{Value, json};
///
/// match json!([null, 1.5]) {
///     Value::Array(elements) => assert_eq!(elements, [json!(null), json!(1.5)]),
///     _ => unreachable!(),
/// }
/// ```
#[derive(Clone, Eq, PartialEq, Hash, Default)]
pub enum Value {
    /// `null`.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(Number),
    /// A string.
    String(String),
    /// An array.
    Array(Vec<Value>),
    /// An object. Its members are sorted by name, or, with the feature `preserve_order`, in the
    /// order of their insertion.
    Object(Map<String, Value>),
}

impl Default for &Value {
    fn default() -> Self {
        &Value::Null
    }
}

impl Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Null => f.write_str("Null"),
            Value::Bool(value) => write!(f, "Bool({value})"),
            Value::Number(number) => Debug::fmt(number, f),
            Value::String(string) => write!(f, "String({string:?})"),
            Value::Array(elements) => {
                f.write_str("Array ")?;
                Debug::fmt(elements, f)
            }
            Value::Object(members) => {
                f.write_str("Object ")?;
                Debug::fmt(members, f)
            }
        }
    }
}
