//! `value[index]`: an array's element by `usize`, an object's member by name.

use alloc::borrow::ToOwned;
use alloc::string::String;
use core::ops;

use super::{Map, Value};

/// What a [`Value`] can be indexed with: `usize` for an array; `str`, `String` or a reference to
/// either for an object. It cannot be implemented elsewhere.
pub trait Index: private::Sealed {
    /// `None` if it is not there, or the value is not of the kind.
    #[doc(hidden)]
    fn index_into<'v>(&self, v: &'v Value) -> Option<&'v Value>;

    /// The same, to be changed.
    #[doc(hidden)]
    fn index_into_mut<'v>(&self, v: &'v mut Value) -> Option<&'v mut Value>;

    /// Panics if the array is too short, or the value is not of the kind; inserts a missing member.
    #[doc(hidden)]
    fn index_or_insert<'v>(&self, v: &'v mut Value) -> &'v mut Value;
}

impl Index for usize {
    fn index_into<'v>(&self, v: &'v Value) -> Option<&'v Value> {
        v.as_array()?.get(*self)
    }

    fn index_into_mut<'v>(&self, v: &'v mut Value) -> Option<&'v mut Value> {
        v.as_array_mut()?.get_mut(*self)
    }

    fn index_or_insert<'v>(&self, v: &'v mut Value) -> &'v mut Value {
        match v {
            Value::Array(elements) => {
                let len = elements.len();
                elements.get_mut(*self).unwrap_or_else(|| {
                    panic!("cannot access index {self} of JSON array of length {len}")
                })
            }
            _ => panic!("cannot access index {self} of JSON {}", kind(v)),
        }
    }
}

impl Index for str {
    fn index_into<'v>(&self, v: &'v Value) -> Option<&'v Value> {
        v.as_object()?.get(self)
    }

    fn index_into_mut<'v>(&self, v: &'v mut Value) -> Option<&'v mut Value> {
        v.as_object_mut()?.get_mut(self)
    }

    fn index_or_insert<'v>(&self, v: &'v mut Value) -> &'v mut Value {
        if v.is_null() {
            *v = Value::Object(Map::new());
        }
        match v {
            Value::Object(members) => members.entry(self.to_owned()).or_insert(Value::Null),
            _ => panic!("cannot access key {self:?} in JSON {}", kind(v)),
        }
    }
}

impl Index for String {
    fn index_into<'v>(&self, v: &'v Value) -> Option<&'v Value> {
        self.as_str().index_into(v)
    }

    fn index_into_mut<'v>(&self, v: &'v mut Value) -> Option<&'v mut Value> {
        self.as_str().index_into_mut(v)
    }

    fn index_or_insert<'v>(&self, v: &'v mut Value) -> &'v mut Value {
        self.as_str().index_or_insert(v)
    }
}

impl<T: ?Sized + Index> Index for &T {
    fn index_into<'v>(&self, v: &'v Value) -> Option<&'v Value> {
        (**self).index_into(v)
    }

    fn index_into_mut<'v>(&self, v: &'v mut Value) -> Option<&'v mut Value> {
        (**self).index_into_mut(v)
    }

    fn index_or_insert<'v>(&self, v: &'v mut Value) -> &'v mut Value {
        (**self).index_or_insert(v)
    }
}

mod private {
    pub trait Sealed {}
    impl Sealed for usize {}
    impl Sealed for str {}
    impl Sealed for alloc::string::String {}
    impl<T: ?Sized + Sealed> Sealed for &T {}
}

/// The kind of a value, as panics name it.
fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// What is not there is `null`: reading a value by index never panics.
///
/// ```
/// # use fastjson_api::json;
/// let value = json!({"x": {"y": ["z"]}});
/// assert_eq!(value["x"]["y"][0], "z");
/// assert_eq!(value["a"]["b"][7], json!(null));
/// ```
impl<I: Index> ops::Index<I> for Value {
    type Output = Value;

    fn index(&self, index: I) -> &Value {
        index.index_into(self).unwrap_or(&Value::Null)
    }
}

/// A member that is not there is inserted as `null`, and `null` becomes an object first.
///
/// ```
/// # use fastjson_api::{Value, json};
/// let mut value = Value::Null;
/// value["a"]["b"] = json!(1);
/// assert_eq!(value, json!({"a": {"b": 1}}));
/// ```
///
/// # Panics
///
/// If an array is indexed beyond its end, or anything but an array by `usize`, or anything but an
/// object or `null` by name.
impl<I: Index> ops::IndexMut<I> for Value {
    fn index_mut(&mut self, index: I) -> &mut Value {
        index.index_or_insert(self)
    }
}
