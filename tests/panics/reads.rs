//! Visitors, types and readers that panic.

use std::collections::BTreeMap;
use std::fmt::{self, Display};
use std::io::{self, Read};
use std::marker::PhantomData;

use fastjson_api::{Deserializer, Value, lines};
use serde::Deserialize;
use serde::de::{DeserializeSeed, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor};

use super::{ALIVE, at_each_call, caught, fuse};

/// A value that is counted, and knows when it is dropped.
#[derive(Debug)]
struct Counted<T>(T);

impl<T> Counted<T> {
    fn new(value: T) -> Self {
        ALIVE.set(ALIVE.get() + 1);
        Counted(value)
    }
}

impl<T> Drop for Counted<T> {
    fn drop(&mut self) {
        ALIVE.set(ALIVE.get() - 1);
    }
}

/// Takes whatever comes, by the hint `HINT`, and panics where the fuse says.
#[derive(Debug)]
#[expect(dead_code, reason = "made to be dropped")]
struct Any<const HINT: u8>(Counted<Vec<Any<HINT>>>, String);

struct Visit<const HINT: u8>;

impl<const HINT: u8> Any<HINT> {
    fn leaf<E>(text: impl Display) -> Result<Self, E> {
        let value = Any(Counted::new(Vec::new()), text.to_string());
        fuse();
        Ok(value)
    }
}

impl<'de, const HINT: u8> Deserialize<'de> for Any<HINT> {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        fuse();
        match HINT {
            0 => d.deserialize_any(Visit),
            1 => d.deserialize_string(Visit),
            2 => d.deserialize_bytes(Visit),
            3 => d.deserialize_option(Visit),
            4 => d.deserialize_enum("Enum", &["unit", "seq", "map", "any"], Visit),
            5 => d.deserialize_f32(Visit),
            6 => d.deserialize_i128(Visit),
            7 => d.deserialize_identifier(Visit),
            8 => d.deserialize_struct("Struct", &["a"], Visit),
            9 => d.deserialize_newtype_struct("Newtype", Visit),
            _ => d.deserialize_newtype_struct("$serde_json::private::RawValue", Visit),
        }
    }
}

macro_rules! leaves {
    ($($method:ident($type:ty))*) => {
        $(fn $method<E: serde::de::Error>(self, value: $type) -> Result<Self::Value, E> {
            Any::leaf(format_args!("{value:?}"))
        })*
    };
}

impl<'de, const HINT: u8> Visitor<'de> for Visit<HINT> {
    type Value = Any<HINT>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fuse();
        formatter.write_str("anything")
    }

    leaves! {
        visit_bool(bool) visit_i64(i64) visit_u64(u64) visit_i128(i128) visit_u128(u128)
        visit_f64(f64) visit_f32(f32) visit_str(&str) visit_borrowed_str(&'de str) visit_string(String)
        visit_bytes(&[u8]) visit_borrowed_bytes(&'de [u8]) visit_byte_buf(Vec<u8>)
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<Any<HINT>, E> {
        Any::leaf("unit")
    }

    fn visit_none<E: serde::de::Error>(self) -> Result<Any<HINT>, E> {
        Any::leaf("none")
    }

    fn visit_some<D: serde::Deserializer<'de>>(self, d: D) -> Result<Any<HINT>, D::Error> {
        fuse();
        Any::<0>::deserialize(d)?;
        Any::leaf("some")
    }

    fn visit_newtype_struct<D: serde::Deserializer<'de>>(
        self,
        d: D,
    ) -> Result<Any<HINT>, D::Error> {
        self.visit_some(d)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Any<HINT>, A::Error> {
        fuse();
        let mut all = Counted::new(Vec::new());
        // Goes on after a panic once.
        while let Some(next) = caught(|| access.next_element()).unwrap_or_else(|| Ok(None))? {
            all.0.push(next);
        }
        while let Some(next) = access.next_element()? {
            all.0.push(next);
        }
        fuse();
        Ok(Any(all, String::new()))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Any<HINT>, A::Error> {
        fuse();
        let mut all = Counted::new(Vec::new());
        while let Some(next) = caught(|| access.next_key()).unwrap_or_else(|| Ok(None))? {
            all.0.push(next);
            let value = caught(|| access.next_value_seed(Seed::<HINT>(PhantomData)));
            all.0.extend(value.transpose()?);
        }
        while let Some(next) = access.next_key::<Any<0>>()? {
            drop(next);
            all.0.push(access.next_value()?);
        }
        fuse();
        Ok(Any(all, String::new()))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<Any<HINT>, A::Error> {
        fuse();
        let (name, variant) = access.variant::<Any<7>>()?;
        match name.1.as_str() {
            "\"unit\"" => {
                variant.unit_variant()?;
                Any::leaf("unit")
            }
            "\"seq\"" => variant.tuple_variant(2, self),
            "\"map\"" => variant.struct_variant(&["a"], self),
            _ => variant.newtype_variant(),
        }
    }
}

struct Seed<const HINT: u8>(PhantomData<Any<HINT>>);

impl<'de, const HINT: u8> DeserializeSeed<'de> for Seed<HINT> {
    type Value = Any<HINT>;

    fn deserialize<D: serde::Deserializer<'de>>(self, d: D) -> Result<Any<HINT>, D::Error> {
        fuse();
        Any::deserialize(d)
    }
}

/// Each with what every hint takes, and what it does not.
const TEXTS: &[&str] = &[
    r#"{"id": 7, "na\u006de": "text", "list": [1, -2, 2.5, null, true, "\ud83c\udf0d é", {}, []]}"#,
    r#"[{"a": [[["deep"], {"b": {"c": 1e5}}]]}, "tail", {"seq": ["a", "b"]}, {"map": {"a": 1}}]"#,
    r#"{"seq": ["unit", {"map": {"a": "unit", "b": "a longer text without an escape"}}, {"x": "unit"}]}"#,
    r#"[1, 12345678901234567890123, "a", "b\n", 0.5, [1, 2"#,
    r#"{"a": 1, "b": tru, "c": [}"#,
    "\"a\\tb\" 12 \"plain\" [1] {} 7 ",
];

/// Some bytes at a time; panics where the fuse says.
struct Shaky<'a>(&'a [u8]);

impl Read for Shaky<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        fuse();
        let length = buffer.len().min(7);
        self.0.read(&mut buffer[..length])
    }
}

fn reads<const HINT: u8>(text: &str) {
    at_each_call(|| drop(fastjson_api::from_slice::<Any<HINT>>(text.as_bytes())));
    at_each_call(|| drop(fastjson_api::from_str::<Any<HINT>>(text)));
    at_each_call(|| drop(fastjson_api::from_reader::<_, Any<HINT>>(Shaky(text.as_bytes()))));
    // What has seen a panic goes on.
    at_each_call(|| {
        let mut deserializer = Deserializer::from_slice(text.as_bytes());
        for _ in 0..4 {
            let _ = caught(|| drop(Any::<HINT>::deserialize(&mut deserializer)));
        }
        let _ = Value::deserialize(&mut deserializer);
        let _ = deserializer.end();
    });
    at_each_call(|| {
        let mut deserializer = Deserializer::from_reader(Shaky(text.as_bytes()));
        for _ in 0..4 {
            let _ = caught(|| drop(Any::<HINT>::deserialize(&mut deserializer)));
        }
        let _ = Value::deserialize(&mut deserializer);
    });
    at_each_call(|| {
        let mut values = Deserializer::from_str(text).into_iter::<Any<HINT>>();
        for _ in 0..8 {
            let _ = caught(|| drop(values.next()));
        }
    });
    at_each_call(|| {
        let mut values = Deserializer::from_reader(Shaky(text.as_bytes())).into_iter::<Any<HINT>>();
        for _ in 0..8 {
            let _ = caught(|| drop(values.next()));
        }
    });
    if let Ok(value) = fastjson_api::from_str::<Value>(text) {
        at_each_call(|| drop(Any::<HINT>::deserialize(&value)));
        at_each_call(|| drop(fastjson_api::from_value::<Any<HINT>>(value.clone())));
    }
}

#[test]
fn visitors_and_readers() {
    for text in TEXTS {
        reads::<0>(text);
        reads::<1>(text);
        reads::<2>(text);
        reads::<3>(text);
        reads::<4>(text);
        reads::<5>(text);
        reads::<6>(text);
        reads::<7>(text);
        reads::<8>(text);
        reads::<9>(text);
        reads::<10>(text);
    }
}

#[test]
fn types_by_derive() {
    #[derive(Deserialize)]
    #[expect(dead_code, reason = "made to be dropped")]
    struct Record {
        id: Any<0>,
        #[serde(default)]
        name: Option<Any<1>>,
        list: Vec<Any<0>>,
        #[serde(flatten)]
        rest: BTreeMap<String, Any<0>>,
    }
    let text = r#"[{"id": 1, "name": "n", "list": [1, [2]], "x": {"y": "\n"}}, {"list": [], "id": {}}, 7]"#;
    let calls = at_each_call(|| drop(fastjson_api::from_str::<Vec<Record>>(text)));
    assert!(calls > 20, "{calls}");
    at_each_call(|| drop(fastjson_api::from_reader::<_, Vec<Record>>(Shaky(text.as_bytes()))));
    at_each_call(|| {
        let mut scratch = fastjson_api::de::Scratch::new();
        let _ = caught(|| drop(scratch.from_slice::<Vec<Record>>(text.as_bytes())));
        assert_eq!(scratch.from_slice::<String>(br#""a\n""#).unwrap(), "a\n");
    });
}

#[test]
fn lines_of_records() {
    let text = "{\"a\": [1, \"\\n\"]}\n[2, 3]\n\n\"four\"\n[5\n{}\n";
    let array = "[{\"a\": [1, \"\\n\"]}, [2, 3], \"four\", {}]";
    at_each_call(|| {
        let mut records =
            lines::Reader::new(io::BufReader::with_capacity(5, Shaky(text.as_bytes())));
        for _ in 0..9 {
            let _ = caught(|| drop(records.read::<Any<0>>()));
        }
    });
    at_each_call(|| {
        let mut elements = lines::Elements::<_, Any<0>>::new(Shaky(array.as_bytes()));
        for _ in 0..6 {
            let _ = caught(|| drop(elements.next()));
        }
    });
    at_each_call(|| {
        let mut records = lines::from_slice::<Any<0>>(text.as_bytes());
        for _ in 0..9 {
            let _ = caught(|| drop(records.next()));
        }
    });
}
