//! Looking into a [`Value`]: what kind it is, what is in it, where a JSON pointer leads.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::mem;

use super::{Index, Map, Number, Value};

impl Value {
    /// The element at an index of an array, or the member of that name of an object; `None` if it
    /// is not there or this is neither.
    ///
    /// ```
    /// # use fastjson_api::json;
    /// let value = json!({"a": [10, 20]});
    /// assert_eq!(value.get("a").and_then(|a| a.get(1)), Some(&json!(20)));
    /// assert_eq!(value.get(0), None);
    /// ```
    pub fn get<I: Index>(&self, index: I) -> Option<&Value> {
        index.index_into(self)
    }

    /// [`get`](Value::get), to be changed.
    pub fn get_mut<I: Index>(&mut self, index: I) -> Option<&mut Value> {
        index.index_into_mut(self)
    }

    /// Whether this is an object.
    pub fn is_object(&self) -> bool {
        matches!(self, Value::Object(_))
    }

    /// The members, if this is an object.
    ///
    /// ```
    /// # use fastjson_api::json;
    /// assert_eq!(json!({"a": 1}).as_object().unwrap().len(), 1);
    /// assert!(json!([]).as_object().is_none());
    /// ```
    pub fn as_object(&self) -> Option<&Map<String, Value>> {
        match self {
            Value::Object(members) => Some(members),
            _ => None,
        }
    }

    /// The members, to be changed, if this is an object.
    pub fn as_object_mut(&mut self) -> Option<&mut Map<String, Value>> {
        match self {
            Value::Object(members) => Some(members),
            _ => None,
        }
    }

    /// Whether this is an array.
    pub fn is_array(&self) -> bool {
        matches!(self, Value::Array(_))
    }

    /// The elements, if this is an array.
    ///
    /// ```
    /// # use fastjson_api::json;
    /// assert_eq!(json!([1, 2]).as_array().unwrap().len(), 2);
    /// ```
    pub fn as_array(&self) -> Option<&Vec<Value>> {
        match self {
            Value::Array(elements) => Some(elements),
            _ => None,
        }
    }

    /// The elements, to be changed, if this is an array.
    pub fn as_array_mut(&mut self) -> Option<&mut Vec<Value>> {
        match self {
            Value::Array(elements) => Some(elements),
            _ => None,
        }
    }

    /// Whether this is a string.
    pub fn is_string(&self) -> bool {
        matches!(self, Value::String(_))
    }

    /// The text, if this is a string.
    ///
    /// ```
    /// # use fastjson_api::json;
    /// let value = json!("fast");
    /// assert_eq!(value.as_str(), Some("fast"));
    /// assert_eq!(value.to_string(), "\"fast\"");
    /// ```
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Value::String(string) => Some(string),
            _ => None,
        }
    }

    /// Whether this is a number.
    pub fn is_number(&self) -> bool {
        matches!(self, Value::Number(_))
    }

    /// The number, if this is one.
    pub fn as_number(&self) -> Option<&Number> {
        match self {
            Value::Number(number) => Some(number),
            _ => None,
        }
    }

    /// Whether this is an integer that fits an `i64`.
    pub fn is_i64(&self) -> bool {
        self.as_number().is_some_and(Number::is_i64)
    }

    /// Whether this is an integer that fits a `u64`.
    pub fn is_u64(&self) -> bool {
        self.as_number().is_some_and(Number::is_u64)
    }

    /// Whether this is a number written with a fraction or an exponent; not whether `as_f64` gives
    /// one, which it also does for integers.
    pub fn is_f64(&self) -> bool {
        self.as_number().is_some_and(Number::is_f64)
    }

    /// The number, if this is an integer that fits an `i64`.
    ///
    /// ```
    /// # use fastjson_api::json;
    /// assert_eq!(json!(-3).as_i64(), Some(-3));
    /// assert_eq!(json!(3.0).as_i64(), None);
    /// ```
    pub fn as_i64(&self) -> Option<i64> {
        self.as_number().and_then(Number::as_i64)
    }

    /// The number, if this is an integer that fits a `u64`.
    pub fn as_u64(&self) -> Option<u64> {
        self.as_number().and_then(Number::as_u64)
    }

    /// The `f64` next to the number, if this is one.
    ///
    /// ```
    /// # use fastjson_api::json;
    /// assert_eq!(json!(3).as_f64(), Some(3.0));
    /// ```
    pub fn as_f64(&self) -> Option<f64> {
        self.as_number().and_then(Number::as_f64)
    }

    /// Whether this is `true` or `false`.
    pub fn is_boolean(&self) -> bool {
        matches!(self, Value::Bool(_))
    }

    /// The bool, if this is `true` or `false`.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Value::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// Whether this is `null`.
    pub fn is_null(&self) -> bool {
        matches!(self, Value::Null)
    }

    /// `Some` if this is `null`.
    pub fn as_null(&self) -> Option<()> {
        self.is_null().then_some(())
    }

    /// Where a JSON pointer (RFC 6901) leads. The empty pointer is the whole value; an index has
    /// neither sign nor leading zero.
    ///
    /// ```
    /// # use fastjson_api::json;
    /// let value = json!({"a/b": [{"m~n": 1}]});
    /// assert_eq!(value.pointer("/a~1b/0/m~0n"), Some(&json!(1)));
    /// assert_eq!(value.pointer("/a~1b/00"), None);
    /// assert_eq!(value.pointer("a"), None);
    /// ```
    pub fn pointer(&self, pointer: &str) -> Option<&Value> {
        tokens(pointer)?.try_fold(self, |target, token| match target {
            Value::Object(members) => members.get(&*token),
            Value::Array(elements) => elements.get(element_index(&token)?),
            _ => None,
        })
    }

    /// [`pointer`](Value::pointer), to be changed.
    ///
    /// ```
    /// # use fastjson_api::json;
    /// let mut value = json!({"x": [1, 2]});
    /// *value.pointer_mut("/x/0").unwrap() = json!("one");
    /// assert_eq!(value, json!({"x": ["one", 2]}));
    /// ```
    pub fn pointer_mut(&mut self, pointer: &str) -> Option<&mut Value> {
        tokens(pointer)?.try_fold(self, |target, token| match target {
            Value::Object(members) => members.get_mut(&*token),
            Value::Array(elements) => elements.get_mut(element_index(&token)?),
            _ => None,
        })
    }

    /// Takes the value and leaves `null` in its place.
    ///
    /// ```
    /// # use fastjson_api::json;
    /// let mut value = json!({"x": "y"});
    /// assert_eq!(value["x"].take(), json!("y"));
    /// assert_eq!(value, json!({"x": null}));
    /// ```
    pub fn take(&mut self) -> Value {
        mem::take(self)
    }

    /// Sorts the members of every object in this value by name. Without `preserve_order` they are
    /// sorted already.
    pub fn sort_all_objects(&mut self) {
        // A sorted map has nothing to do; leave the tree alone.
        if cfg!(not(feature = "preserve_order")) {
            return;
        }
        match self {
            Value::Object(members) => {
                members.sort_keys();
                members.values_mut().for_each(Value::sort_all_objects);
            }
            Value::Array(elements) => elements.iter_mut().for_each(Value::sort_all_objects),
            _ => {}
        }
    }
}

/// The reference tokens of a JSON pointer, unescaped; `None` if it is malformed.
fn tokens(pointer: &str) -> Option<impl Iterator<Item = Cow<'_, str>>> {
    let mut parts = pointer.split('/');
    // What stands before the first slash must be nothing.
    parts.next().filter(|head| head.is_empty())?;
    Some(parts.map(unescape))
}

fn unescape(token: &str) -> Cow<'_, str> {
    let Some((head, tail)) = token.split_once('~') else { return Cow::Borrowed(token) };
    let mut text = String::from(head);
    for part in tail.split('~') {
        let (byte, rest) = match part.as_bytes() {
            [b'0', ..] => ('~', &part[1..]),
            [b'1', ..] => ('/', &part[1..]),
            // No escape; serde_json leaves it as it is.
            _ => ('~', part),
        };
        text.push(byte);
        text.push_str(rest);
    }
    Cow::Owned(text)
}

/// An array index as RFC 6901 writes it.
fn element_index(token: &str) -> Option<usize> {
    match token.as_bytes() {
        [b'+', ..] | [b'0', _, ..] => None,
        _ => token.parse().ok(),
    }
}
