//! Types that ask a deserializer for something and write down what it calls, word for word.

use std::fmt;

use serde::de::{
    Deserialize, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor,
};

/// What is asked of the deserializer; elements and member names are asked for in the same way.
#[derive(Clone, Copy)]
#[repr(u8)]
pub enum Hint {
    Any,
    Bool,
    I8,
    I64,
    I128,
    U16,
    U64,
    U128,
    F32,
    F64,
    Char,
    Str,
    String,
    Bytes,
    ByteBuf,
    Option,
    Unit,
    UnitStruct,
    NewtypeStruct,
    Seq,
    Tuple,
    TupleStruct,
    Map,
    Struct,
    Enum,
    Identifier,
    Ignored,
}

pub const HINTS: usize = Hint::Ignored as usize + 1;

/// What the visitor does with what it is given.
pub const TAKES_ALL: u8 = 0;
/// It leaves a container after the second element.
pub const STOPS: u8 = 1;
/// It fails on `7`, `"no"`, `true` and empty containers.
pub const FAILS: u8 = 2;

/// Reads by the hint of number `HINT`. Inside a scalar's hint, containers' keys and values come by that hint too;
/// inside a container's, as `Any`.
pub struct Asked<const HINT: u8, const MANNER: u8>(String);

impl<const HINT: u8, const MANNER: u8> fmt::Debug for Asked<HINT, MANNER> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl<'de, const HINT: u8, const MANNER: u8> Deserialize<'de> for Asked<HINT, MANNER> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        const FIELDS: &[&str] = &["a", "id", "name"];
        const VARIANTS: &[&str] = &["unit", "newtype", "tuple", "struct"];
        let v = Recorder::<HINT, MANNER>;
        let is = |hint: Hint| HINT == hint as u8;
        let calls = match () {
            () if is(Hint::Bool) => d.deserialize_bool(v),
            () if is(Hint::I8) => d.deserialize_i8(v),
            () if is(Hint::I64) => d.deserialize_i64(v),
            () if is(Hint::I128) => d.deserialize_i128(v),
            () if is(Hint::U16) => d.deserialize_u16(v),
            () if is(Hint::U64) => d.deserialize_u64(v),
            () if is(Hint::U128) => d.deserialize_u128(v),
            () if is(Hint::F32) => d.deserialize_f32(v),
            () if is(Hint::F64) => d.deserialize_f64(v),
            () if is(Hint::Char) => d.deserialize_char(v),
            () if is(Hint::Str) => d.deserialize_str(v),
            () if is(Hint::String) => d.deserialize_string(v),
            () if is(Hint::Bytes) => d.deserialize_bytes(v),
            () if is(Hint::ByteBuf) => d.deserialize_byte_buf(v),
            () if is(Hint::Option) => d.deserialize_option(v),
            () if is(Hint::Unit) => d.deserialize_unit(v),
            () if is(Hint::UnitStruct) => d.deserialize_unit_struct("Unit", v),
            () if is(Hint::NewtypeStruct) => d.deserialize_newtype_struct("Newtype", v),
            () if is(Hint::Seq) => d.deserialize_seq(v),
            () if is(Hint::Tuple) => d.deserialize_tuple(3, v),
            () if is(Hint::TupleStruct) => d.deserialize_tuple_struct("Tuple", 2, v),
            () if is(Hint::Map) => d.deserialize_map(v),
            () if is(Hint::Struct) => d.deserialize_struct("Struct", FIELDS, v),
            () if is(Hint::Enum) => d.deserialize_enum("Enum", VARIANTS, v),
            () if is(Hint::Identifier) => d.deserialize_identifier(v),
            () if is(Hint::Ignored) => d.deserialize_ignored_any(v),
            () => d.deserialize_any(v),
        };
        calls.map(Asked)
    }
}

struct Recorder<const HINT: u8, const MANNER: u8>;

/// A container's own hint makes no sense for what is inside.
struct Inner<const HINT: u8, const MANNER: u8>(String);

impl<'de, const HINT: u8, const MANNER: u8> Deserialize<'de> for Inner<HINT, MANNER> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let container = HINT >= Hint::Seq as u8 && HINT <= Hint::Struct as u8;
        if container {
            Asked::<{ Hint::Any as u8 }, MANNER>::deserialize(deserializer)
                .map(|asked| Inner(asked.0))
        } else {
            Asked::<HINT, MANNER>::deserialize(deserializer).map(|asked| Inner(asked.0))
        }
    }
}

impl<const HINT: u8, const MANNER: u8> Recorder<HINT, MANNER> {
    fn scalar<E: Error>(self, refused: bool, call: String) -> Result<String, E> {
        if MANNER == FAILS && refused {
            Err(E::custom(format_args!("refused {call}")))
        } else {
            Ok(call)
        }
    }
}

impl<'de, const HINT: u8, const MANNER: u8> Visitor<'de> for Recorder<HINT, MANNER> {
    type Value = String;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("anything")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<String, E> {
        self.scalar(value, format!("bool {value}"))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<String, E> {
        self.scalar(value == -7, format!("i64 {value}"))
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<String, E> {
        self.scalar(value == 7, format!("i128 {value}"))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<String, E> {
        self.scalar(value == 7, format!("u64 {value}"))
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<String, E> {
        self.scalar(value == 7, format!("u128 {value}"))
    }

    fn visit_f32<E: Error>(self, value: f32) -> Result<String, E> {
        self.scalar(false, format!("f32 {value:?}"))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<String, E> {
        self.scalar(value == 7.5, format!("f64 {value:?}"))
    }

    fn visit_char<E: Error>(self, value: char) -> Result<String, E> {
        self.scalar(false, format!("char {value:?}"))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<String, E> {
        self.scalar(value == "no", format!("str {value:?}"))
    }

    fn visit_borrowed_str<E: Error>(self, value: &'de str) -> Result<String, E> {
        self.scalar(value == "no", format!("borrowed {value:?}"))
    }

    fn visit_string<E: Error>(self, value: String) -> Result<String, E> {
        self.scalar(value == "no", format!("string {value:?}"))
    }

    fn visit_bytes<E: Error>(self, value: &[u8]) -> Result<String, E> {
        self.scalar(value == b"no", format!("bytes {:?}", value.escape_ascii().to_string()))
    }

    fn visit_borrowed_bytes<E: Error>(self, value: &'de [u8]) -> Result<String, E> {
        self.scalar(
            value == b"no",
            format!("borrowed bytes {:?}", value.escape_ascii().to_string()),
        )
    }

    fn visit_byte_buf<E: Error>(self, value: Vec<u8>) -> Result<String, E> {
        self.scalar(value == b"no", format!("byte buf {:?}", value.escape_ascii().to_string()))
    }

    fn visit_none<E: Error>(self) -> Result<String, E> {
        Ok("none".to_owned())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        Asked::<{ Hint::Any as u8 }, MANNER>::deserialize(deserializer)
            .map(|asked| format!("some {}", asked.0))
    }

    fn visit_unit<E: Error>(self) -> Result<String, E> {
        Ok("unit".to_owned())
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<String, D::Error> {
        Asked::<{ Hint::Any as u8 }, MANNER>::deserialize(deserializer)
            .map(|asked| format!("newtype {}", asked.0))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<String, A::Error> {
        let mut calls = format!("seq {:?} [", access.size_hint());
        let mut count = 0;
        while let Some(Inner(call)) = access.next_element::<Inner<HINT, MANNER>>()? {
            calls.push_str(&call);
            calls.push_str(", ");
            count += 1;
            if MANNER == STOPS && count == 2 {
                return Ok(calls + "stopped");
            }
        }
        if MANNER == FAILS && count == 0 {
            return Err(A::Error::invalid_length(0, &self));
        }
        Ok(calls + "]")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<String, A::Error> {
        let mut calls = format!("map {:?} {{", access.size_hint());
        let mut count = 0;
        while let Some(Inner(name)) = access.next_key::<Inner<HINT, MANNER>>()? {
            let Inner(value) = access.next_value::<Inner<HINT, MANNER>>()?;
            calls.push_str(&format!("{name}: {value}, "));
            count += 1;
            if MANNER == STOPS && count == 2 {
                return Ok(calls + "stopped");
            }
        }
        if MANNER == FAILS && count == 0 {
            return Err(A::Error::missing_field("a"));
        }
        Ok(calls + "}")
    }

    fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<String, A::Error> {
        const FIELDS: &[&str] = &["a", "id", "name"];
        let (Asked(name), variant) =
            access.variant::<Asked<{ Hint::Identifier as u8 }, MANNER>>()?;
        // Which shape is expected follows from the name, whatever name it is.
        let shape = name.bytes().map(usize::from).sum::<usize>() % 4;
        let content = match shape {
            0 => variant.unit_variant().map(|()| "unit".to_owned())?,
            1 => variant.newtype_variant::<Asked<{ Hint::Any as u8 }, MANNER>>()?.0,
            2 => variant.tuple_variant(2, Recorder::<{ Hint::Tuple as u8 }, MANNER>)?,
            _ => variant.struct_variant(FIELDS, Recorder::<{ Hint::Struct as u8 }, MANNER>)?,
        };
        Ok(format!("enum {name} {shape} {content}"))
    }
}
