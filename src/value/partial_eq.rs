//! Comparing a [`Value`] with what it may hold, without taking it apart first.

use alloc::string::String;

use super::Value;

impl PartialEq<str> for Value {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == Some(other)
    }
}

impl PartialEq<&str> for Value {
    fn eq(&self, other: &&str) -> bool {
        self == *other
    }
}

impl PartialEq<String> for Value {
    fn eq(&self, other: &String) -> bool {
        self == other.as_str()
    }
}

impl PartialEq<Value> for str {
    fn eq(&self, other: &Value) -> bool {
        other == self
    }
}

impl PartialEq<Value> for &str {
    fn eq(&self, other: &Value) -> bool {
        other == *self
    }
}

impl PartialEq<Value> for String {
    fn eq(&self, other: &Value) -> bool {
        other == self.as_str()
    }
}

fn eq_i64(value: &Value, other: i64) -> bool {
    value.as_i64() == Some(other)
}

fn eq_u64(value: &Value, other: u64) -> bool {
    value.as_u64() == Some(other)
}

fn eq_f32(value: &Value, other: f32) -> bool {
    value.as_number().is_some_and(|number| number.as_f32() == Some(other))
}

fn eq_f64(value: &Value, other: f64) -> bool {
    value.as_f64() == Some(other)
}

fn eq_bool(value: &Value, other: bool) -> bool {
    value.as_bool() == Some(other)
}

macro_rules! eq_scalar {
    ($($eq:ident: $($ty:ident)*;)*) => {$($(
        impl PartialEq<$ty> for Value {
            fn eq(&self, other: &$ty) -> bool {
                $eq(self, *other as _)
            }
        }

        impl PartialEq<Value> for $ty {
            fn eq(&self, other: &Value) -> bool {
                $eq(other, *self as _)
            }
        }

        impl PartialEq<$ty> for &Value {
            fn eq(&self, other: &$ty) -> bool {
                $eq(self, *other as _)
            }
        }

        impl PartialEq<$ty> for &mut Value {
            fn eq(&self, other: &$ty) -> bool {
                $eq(self, *other as _)
            }
        }
    )*)*};
}

eq_scalar! {
    eq_i64: i8 i16 i32 i64 isize;
    eq_u64: u8 u16 u32 u64 usize;
    eq_f32: f32;
    eq_f64: f64;
    eq_bool: bool;
}
