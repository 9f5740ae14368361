//! Every shape of serde's data model.

use std::collections::{BTreeMap, HashMap};
use std::fmt::{self, Display};

use proptest::prelude::*;
use serde::Serialize;
use serde::ser::{Error as _, SerializeMap, SerializeSeq, SerializeStruct, Serializer};

use crate::agree;

#[derive(Debug, Clone, Serialize)]
struct Unit;

#[derive(Debug, Clone, Serialize)]
struct Newtype(u8);

#[derive(Debug, Clone, Serialize)]
struct Pair(i8, String);

#[derive(Debug, Clone, Serialize)]
struct Empty {}

#[derive(Debug, Clone, Serialize)]
struct Skipping {
    #[serde(skip_serializing_if = "Option::is_none")]
    first: Option<u8>,
    #[serde(rename = "say \"hi\"\n")]
    second: f32,
    #[serde(rename = "")]
    third: (),
}

#[derive(Debug, Clone, Serialize)]
struct Outer {
    name: String,
    #[serde(flatten)]
    inner: Skipping,
    #[serde(flatten)]
    rest: BTreeMap<String, u8>,
}

#[derive(Debug, Clone, Serialize)]
enum External {
    Unit,
    #[serde(rename = "a \\ b")]
    Renamed,
    Newtype(u8),
    Nested(Box<External>),
    Tuple(u8, Unit),
    NoTuple(),
    Struct {
        a: char,
        b: Option<Box<External>>,
    },
    NoStruct {},
}

#[derive(Debug, Clone, Serialize)]
#[serde(tag = "kind")]
enum Internal {
    Unit,
    Struct { a: u8 },
    Newtype(Skipping),
}

#[derive(Debug, Clone, Serialize)]
#[serde(tag = "kind", content = "content")]
enum Adjacent {
    Unit,
    Newtype(u8),
    Tuple(u8, u8),
    Struct { a: u8 },
}

#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
enum Untagged {
    Unit,
    Newtype(u8),
    Tuple(u8, u8),
    Struct { a: u8 },
}

#[test]
fn scalars() {
    agree(&true);
    agree(&false);
    agree(&());
    agree(&Unit);
    agree(&Newtype(3));
    agree(&None::<u8>);
    agree(&Some(Some(1)));
    for char in ['a', '"', '\\', '\0', '\u{1f}', '\u{7f}', 'é', '日', '😀', '\u{2028}', '/'] {
        agree(&char);
    }
    agree(&(i8::MIN, i16::MIN, i32::MIN, i64::MIN, i128::MIN));
    agree(&(i8::MAX, i16::MAX, i32::MAX, i64::MAX, i128::MAX));
    agree(&(u8::MAX, u16::MAX, u32::MAX, u64::MAX, u128::MAX));
    agree(&(0_i8, 0_u64, 0_i128, -1_i64));
    agree(&[0.0, -0.0, 1.0, 1e15, 1e16, 1e-5, 1e-7, 5e-324, f64::MAX, f64::MIN, 0.1 + 0.2]);
    agree(&[0.0_f32, -0.0, 1.0, 1e12, 1e13, 1e-6, 1e-7, f32::MAX, f32::MIN_POSITIVE, 5.55]);
    agree(&[f64::NAN, f64::INFINITY, f64::NEG_INFINITY]);
    agree(&[f32::NAN, f32::INFINITY, f32::NEG_INFINITY]);
    for scalar in [1_u64, 9, 10, 99, 100, 12_345_678, 123_456_789, u64::MAX] {
        agree(&scalar);
        agree(&(scalar as i64).wrapping_neg());
        agree(&(scalar as f64));
        agree(&(scalar as f32));
        agree(&u128::from(scalar));
    }
}

#[test]
fn containers() {
    agree(&Vec::<u8>::new());
    agree(&[[[[0; 0]; 2]; 2]; 2]);
    agree(&(1, "two", 3.0, (), [4], (5,)));
    agree(&Pair(-1, "x".into()));
    agree(&Empty {});
    agree(&BTreeMap::<String, u8>::new());
    agree(&BTreeMap::from([("a", vec![BTreeMap::from([("b", ())]), BTreeMap::new()])]));
    agree(&HashMap::from([("only", 1)]));
    for first in [None, Some(1)] {
        let inner = Skipping { first, second: 0.5, third: () };
        agree(&inner);
        let rest = BTreeMap::from([("x".to_owned(), 1), ("y\t".to_owned(), 2)]);
        agree(&Outer { name: "n".into(), inner, rest });
    }
    let deep =
        (0..200).fold(fastjson_api::Value::Null, |inner, _| fastjson_api::json!([{"a": inner}]));
    let json = fastjson_api::to_string(&deep).unwrap();
    assert_eq!(json, "[{\"a\":".repeat(200) + "null" + &"}]".repeat(200));
    agree(&deep);
}

#[test]
fn enums() {
    agree(&[
        External::Unit,
        External::Renamed,
        External::Newtype(1),
        External::Nested(Box::new(External::Nested(Box::new(External::Unit)))),
        External::Tuple(1, Unit),
        External::NoTuple(),
        External::Struct { a: '"', b: Some(Box::new(External::Tuple(2, Unit))) },
        External::NoStruct {},
    ]);
    agree(&External::Unit);
    agree(&External::Newtype(1));
    agree(&External::Tuple(1, Unit));
    agree(&External::NoTuple());
    agree(&External::NoStruct {});
    agree(&External::Struct { a: 'b', b: None });
    let inner = Skipping { first: Some(1), second: 0.5, third: () };
    agree(&[Internal::Unit, Internal::Struct { a: 1 }, Internal::Newtype(inner)]);
    agree(&[
        Adjacent::Unit,
        Adjacent::Newtype(1),
        Adjacent::Tuple(1, 2),
        Adjacent::Struct { a: 1 },
    ]);
    agree(&[
        Untagged::Unit,
        Untagged::Newtype(1),
        Untagged::Tuple(1, 2),
        Untagged::Struct { a: 1 },
    ]);
}

/// What no derive makes.
#[derive(Debug)]
enum Odd {
    Bytes(Vec<u8>),
    Displayed(String, usize),
    UnknownLength(Vec<u8>),
    Fails,
    FailsInside,
}

/// Displays `text` in pieces of `step` characters.
struct Pieces<'t>(&'t str, usize);

impl Display for Pieces<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let chars: Vec<char> = self.0.chars().collect();
        for piece in chars.chunks(self.1) {
            f.write_str(&piece.iter().collect::<String>())?;
        }
        Ok(())
    }
}

impl Serialize for Odd {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Odd::Bytes(bytes) => serializer.serialize_bytes(bytes),
            Odd::Displayed(text, step) => serializer.collect_str(&Pieces(text, *step)),
            Odd::UnknownLength(elements) => {
                let mut array = serializer.serialize_seq(None)?;
                for element in elements {
                    array.serialize_element(element)?;
                }
                array.end()
            }
            Odd::Fails => Err(S::Error::custom("out of order at line 3 column 4")),
            Odd::FailsInside => {
                let mut map = serializer.serialize_map(None)?;
                map.serialize_key("a")?;
                map.serialize_value(&Odd::Bytes(vec![1]))?;
                map.serialize_entry("b", &[Odd::Fails])?;
                map.end()
            }
        }
    }
}

#[test]
fn odd_ones() {
    agree(&Odd::Bytes(vec![]));
    agree(&[Odd::Bytes((0..=255).collect())]);
    agree(&Odd::UnknownLength(vec![]));
    agree(&[Odd::UnknownLength(vec![1, 2])]);
    for step in [1, 3, 20, 1000] {
        let text = "a \"quoted\" text,\nwith é and 日本語 and \u{1} in it,".repeat(3);
        agree(&Odd::Displayed(text.clone(), step));
        agree(&[Odd::Displayed(text, step), Odd::Displayed(String::new(), step)]);
    }
    agree(&Odd::Fails);
    agree(&[Odd::Bytes(vec![1]), Odd::Fails]);
    agree(&Odd::FailsInside);
    agree(&External::Struct { a: 'a', b: None });
}

/// serde_json's private structs, as its own types and others send them.
#[derive(Debug)]
struct Token {
    name: &'static str,
    field: &'static str,
    text: Option<&'static str>,
}

impl Serialize for Token {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut token = serializer.serialize_struct(self.name, 1)?;
        match self.text {
            Some(text) => token.serialize_field(self.field, text)?,
            None => token.serialize_field(self.field, &1)?,
        }
        token.end()
    }
}

#[test]
fn private_tokens() {
    const RAW: &str = "$serde_json::private::RawValue";
    const NUMBER: &str = "$serde_json::private::Number";
    let raw: Box<serde_json::value::RawValue> =
        serde_json::from_str(r#"{ "a" :  [1 ,2]}"#).unwrap();
    agree(&raw);
    agree(&[&raw, &raw]);
    agree(&BTreeMap::from([("a", &raw)]));
    agree(&Token { name: RAW, field: RAW, text: Some(",") });
    agree(&[Token { name: RAW, field: RAW, text: Some("") }]);
    agree(&Token { name: RAW, field: RAW, text: None });
    agree(&Token { name: RAW, field: "other", text: Some("1") });
    agree(&Token { name: "other", field: RAW, text: Some("1") });

    let write = |token: Token| fastjson_api::to_string(&[token]).map_err(|error| error.to_string());
    let invalid = Err("invalid number".to_owned());
    assert_eq!(
        write(Token { name: NUMBER, field: NUMBER, text: Some("1.50") }),
        Ok("[1.50]".into())
    );
    assert_eq!(write(Token { name: NUMBER, field: NUMBER, text: None }), invalid);
    assert_eq!(write(Token { name: NUMBER, field: RAW, text: Some("1") }), invalid);
}

/// A value of any shape.
#[derive(Debug, Clone, Serialize)]
enum Any {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Single(f32),
    Text(String),
    List(Vec<Any>),
    Map(BTreeMap<String, Any>),
    Tuple(Box<Any>, u8),
    Struct { field: Box<Any>, other: u16 },
    Some(Option<Box<Any>>),
}

fn value() -> impl Strategy<Value = Any> {
    let leaf = prop_oneof![
        Just(Any::Null),
        any::<bool>().prop_map(Any::Bool),
        any::<i64>().prop_map(Any::Int),
        any::<f64>().prop_map(Any::Float),
        any::<f32>().prop_map(Any::Single),
        any::<String>().prop_map(Any::Text),
        "[ -~\\n\"\\\\]{0,100}".prop_map(Any::Text),
    ];
    leaf.prop_recursive(5, 60, 6, |inner| {
        let boxed = inner.clone().prop_map(Box::new);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Any::List),
            prop::collection::vec((any::<String>(), inner), 0..6)
                .prop_map(|members| Any::Map(members.into_iter().collect())),
            (boxed.clone(), any::<u8>()).prop_map(|(a, b)| Any::Tuple(a, b)),
            (boxed.clone(), any::<u16>()).prop_map(|(field, other)| Any::Struct { field, other }),
            prop::option::of(boxed).prop_map(Any::Some),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_values(value in value()) {
        agree(&value);
    }
}

/// Announces nothing and sends something.
struct Announces(usize);

impl Serialize for Announces {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut array = serializer.serialize_seq(Some(self.0))?;
        array.serialize_element(&1)?;
        array.serialize_element(&2)?;
        array.end()
    }
}

/// serde_json writes `[],1,2]` for the first.
#[test]
fn lengths_are_not_believed() {
    for length in [0, 1, 3] {
        assert_eq!(fastjson_api::to_string(&Announces(length)).unwrap(), "[1,2]");
    }
}

/// serde_json panics; so did `to_value` and tokens here.
#[test]
fn a_display_that_fails_is_an_error() {
    struct Failing;

    impl Display for Failing {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("begun")?;
            Err(fmt::Error)
        }
    }

    #[derive(PartialEq, Eq, PartialOrd, Ord)]
    struct Shown;

    impl Serialize for Shown {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.collect_str(&Failing)
        }
    }

    let name = std::collections::BTreeMap::from([(Shown, 1)]);
    let message = "a Display implementation returned an error unexpectedly";
    for error in [
        fastjson_api::to_string(&[Shown]).unwrap_err(),
        fastjson_api::to_string_pretty(&name).unwrap_err(),
        fastjson_api::to_writer(std::io::sink(), &name).unwrap_err(),
        Shown.serialize(&mut fastjson_api::Serializer::new(std::io::sink())).unwrap_err(),
        fastjson_api::to_value(Shown).unwrap_err(),
        fastjson_api::to_value(&name).unwrap_err(),
    ] {
        assert_eq!(error.to_string(), message);
    }
}
