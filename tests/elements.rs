//! Visitors of arrays that ask for elements in all ways there are, beside serde_json: as small values and large ones, which
//! are asked for in other ways here, without reading them, without asking for all, hiding what went wrong.
#![cfg(not(feature = "arbitrary_precision"))]

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};

#[path = "common/mod.rs"]
mod common;

/// How an element is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ask {
    /// As a small value, and as a large one, without reading it.
    Nothing,
    NothingLarge,
    Number,
    Text,
    /// As an array of which no element is asked for.
    Closed,
    Texts,
    /// The same, and what goes wrong is hidden.
    Hidden,
}

const ALL: [Ask; 7] =
    [Ask::Nothing, Ask::NothingLarge, Ask::Number, Ask::Text, Ask::Closed, Ask::Texts, Ask::Hidden];

/// Reads nothing, and is made of nothing.
struct Unread<T>(T);

impl<'de, T> DeserializeSeed<'de> for Unread<T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, _: D) -> Result<T, D::Error> {
        Ok(self.0)
    }
}

/// An array of which nothing is asked.
#[derive(Debug)]
struct Closed;

impl<'de> Deserialize<'de> for Closed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Script(&[]).deserialize(deserializer).map(|_| Closed)
    }
}

#[derive(Debug)]
struct Hidden;

impl<'de> Deserialize<'de> for Hidden {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let _ = Vec::<(String, u8)>::deserialize(deserializer);
        Ok(Hidden)
    }
}

/// Asks for elements as it says, and tells what they were.
#[derive(Clone, Copy)]
struct Script<'s>(&'s [Ask]);

impl<'de> DeserializeSeed<'de> for Script<'_> {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Script<'_> {
    type Value = String;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<String, A::Error> {
        let mut told = String::new();
        for ask in self.0 {
            let element = match ask {
                Ask::Nothing => format!("{:?}", access.next_element_seed(Unread(1_u8))?),
                Ask::NothingLarge => {
                    format!("{:?}", access.next_element_seed(Unread([1_u64; 5]))?)
                }
                Ask::Number => format!("{:?}", access.next_element::<u64>()?),
                Ask::Text => format!("{:?}", access.next_element::<String>()?),
                Ask::Closed => format!("{:?}", access.next_element::<Closed>()?),
                Ask::Texts => format!("{:?}", access.next_element::<Vec<String>>()?),
                Ask::Hidden => format!("{:?}", access.next_element::<Hidden>()?),
            };
            told += &element;
        }
        Ok(told)
    }
}

#[test]
fn elements_are_asked_for_as_by_serde_json() {
    let texts = [
        "[]",
        "[1]",
        "[1,2,3]",
        "[\"a\",\"b\"]",
        "[[],[]]",
        "[[\"a\"],1,\"b\",[]]",
        "[[1],[2],3]",
        "[[],1,2,[]]",
        "[1,[\"x\",\"y\"],\"z\"]",
        "[[[\"a\",1],[\"b\",2]],7]",
        "[\"a\",]",
        "[,]",
        "[1 2]",
        "[[",
        "[1,",
    ];
    let (mut right, mut wrong) = (0, 0);
    for number in 0..ALL.len().pow(4) * 5 {
        let asks = [0, 1, 2, 3].map(|at| ALL[number / 5 / ALL.len().pow(at) % ALL.len()]);
        let script = Script(&asks[..number % 5]);
        for text in texts {
            let mut deserializer = serde_json::Deserializer::from_str(text);
            let told = script.deserialize(&mut deserializer);
            let theirs = common::theirs(told.and_then(|told| deserializer.end().map(|()| told)));
            let mut deserializer = fastjson_api::Deserializer::from_str(text);
            let told = script.deserialize(&mut deserializer);
            let ours = common::ours(told.and_then(|told| deserializer.end().map(|()| told)));
            assert_eq!(ours, theirs, "{text} {:?}", script.0);
            let mut deserializer = serde_json::Deserializer::from_reader(text.as_bytes());
            let theirs = common::theirs(script.deserialize(&mut deserializer));
            let mut deserializer = fastjson_api::Deserializer::from_reader(text.as_bytes());
            let ours = common::ours(script.deserialize(&mut deserializer));
            assert_eq!(ours, theirs, "from a reader: {text} {:?}", script.0);
            *(if ours.is_ok() { &mut right } else { &mut wrong }) += 1;
        }
    }
    assert!(right > 1000 && wrong > 1000, "{right} {wrong}");
}

/// What errors say of what was found is made by hand here.
#[test]
fn what_was_found_instead() {
    let found = [
        "null",
        "true",
        "false",
        "0",
        "-0",
        "-1",
        "18446744073709551615",
        "-9223372036854775808",
        "1.0",
        "-0.0",
        "1e300",
        "5e-324",
        "1.5",
        "\"\"",
        "\"plain text\"",
        "\"it's\"",
        "\"\\\"\"",
        "\"\\\\\"",
        "\"tab\\t\"",
        "\"\\u007f\"",
        "\"\\u0000\"",
        "\"é\"",
        "\"e\\u0301\"",
        "\"\u{200b}\"",
        "\"x at line 1 column 2\"",
        "[]",
        "{}",
        "[1]",
        "{\"a\":1}",
    ];
    #[derive(Debug, Deserialize, Serialize)]
    struct Unit;
    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "read for its errors")]
    #[serde(untagged)]
    enum Any {
        Flag(bool),
        Small(i8),
        Char(char),
        Pair(u8, u8),
        Named { a: String },
    }
    for text in found {
        for text in [text.to_owned(), format!("[{text}]"), format!("{{\"a\":{text}}}")] {
            let text = text.as_bytes();
            for answer in [
                common::same::<bool>(text),
                common::same::<u8>(text),
                common::same::<f32>(text),
                common::same::<char>(text),
                common::same::<String>(text),
                common::same::<()>(text),
                common::same::<Unit>(text),
                common::same::<Vec<i8>>(text),
                common::same::<Vec<char>>(text),
                common::same::<(bool,)>(text),
                common::same::<std::collections::BTreeMap<String, bool>>(text),
                common::same::<Any>(text),
                common::same::<Vec<Any>>(text),
            ] {
                assert!(answer.is_ok(), "{answer:?}");
            }
            let value: serde_json::Value = serde_json::from_slice(text).unwrap();
            let ours: fastjson_api::Value = fastjson_api::from_slice(text).unwrap();
            let theirs = common::theirs(bool::deserialize(&value));
            assert_eq!(common::ours(bool::deserialize(&ours)), theirs);
        }
    }
    for float in [f64::NAN, f64::INFINITY, -f64::INFINITY, 0.1, 1e21] {
        use serde::de::value::F64Deserializer;
        let theirs: Result<bool, serde_json::Error> =
            bool::deserialize(F64Deserializer::new(float));
        let ours: Result<bool, fastjson_api::Error> =
            bool::deserialize(F64Deserializer::new(float));
        assert_eq!(common::ours(ours), common::theirs(theirs));
    }
}
