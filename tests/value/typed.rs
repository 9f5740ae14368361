//! `from_value`, `to_value`, text and comparisons of many types: results and errors.
#![expect(clippy::op_ref, clippy::cmp_owned, reason = "each comparison that exists is made")]

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasher, RandomState};

use fastjson_api::Number;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Serialize};

use super::*;

#[derive(Deserialize, Serialize, Debug, Clone, PartialEq)]
struct Unit;

#[derive(Deserialize, Serialize, Debug, Clone, PartialEq)]
struct Newtype(u8);

#[derive(Deserialize, Serialize, Debug, Clone, PartialEq)]
struct Pair(i8, Option<String>);

#[derive(Deserialize, Serialize, Debug, Clone, PartialEq)]
struct Record {
    a: i32,
    #[serde(default)]
    b: Option<f64>,
    #[serde(default, rename = "b/c")]
    c: Vec<u16>,
}

#[derive(Deserialize, Serialize, Debug, Clone, PartialEq)]
#[serde(deny_unknown_fields)]
struct Strict {
    a: IgnoredUnit,
}

#[derive(Deserialize, Serialize, Debug, Clone, PartialEq)]
enum Choice {
    Unit,
    Newtype(i16),
    Tuple(u8, u8),
    Struct { a: bool },
}

#[derive(Deserialize, Serialize, Debug, Clone, PartialEq)]
#[serde(untagged)]
enum Untagged {
    Small(u8),
    Text(String),
    Many(Vec<Untagged>),
    Named(BTreeMap<String, Untagged>),
}

#[derive(Deserialize, Serialize, Debug, Clone, PartialEq)]
struct Flat {
    #[serde(flatten)]
    rest: BTreeMap<String, Real>,
}

type IgnoredUnit = ();

fn reads_the_same<T: DeserializeOwned + Debug>(value: &Real) {
    let mine = ours(value);
    same(T::deserialize(&mine), T::deserialize(value), value);
    same(from_value::<T>(mine), serde_json::from_value::<T>(value.clone()), value);
}

fn reads_all_the_same(value: &Real) {
    reads_the_same::<()>(value);
    reads_the_same::<bool>(value);
    reads_the_same::<u8>(value);
    reads_the_same::<i8>(value);
    reads_the_same::<u32>(value);
    reads_the_same::<i64>(value);
    reads_the_same::<u64>(value);
    reads_the_same::<i128>(value);
    reads_the_same::<u128>(value);
    reads_the_same::<f32>(value);
    reads_the_same::<f64>(value);
    reads_the_same::<char>(value);
    reads_the_same::<String>(value);
    reads_the_same::<Option<u8>>(value);
    reads_the_same::<Vec<u8>>(value);
    reads_the_same::<Vec<Option<String>>>(value);
    reads_the_same::<(u8, String)>(value);
    reads_the_same::<[f64; 2]>(value);
    reads_the_same::<BTreeMap<String, Real>>(value);
    reads_the_same::<BTreeMap<String, u8>>(value);
    reads_the_same::<BTreeMap<u8, IgnoredAny>>(value);
    reads_the_same::<BTreeMap<i64, IgnoredAny>>(value);
    reads_the_same::<BTreeMap<i128, IgnoredAny>>(value);
    reads_the_same::<BTreeMap<bool, IgnoredAny>>(value);
    reads_the_same::<BTreeMap<char, IgnoredAny>>(value);
    reads_the_same::<BTreeMap<Option<u8>, IgnoredAny>>(value);
    reads_the_same::<Vec<BTreeMap<i16, Vec<u8>>>>(value);
    reads_the_same::<Unit>(value);
    reads_the_same::<Newtype>(value);
    reads_the_same::<Pair>(value);
    reads_the_same::<Record>(value);
    reads_the_same::<Strict>(value);
    reads_the_same::<Choice>(value);
    reads_the_same::<Vec<Choice>>(value);
    reads_the_same::<Untagged>(value);
    reads_the_same::<Flat>(value);
    reads_the_same::<IgnoredAny>(value);
    reads_the_same::<Real>(value);
    reads_the_same::<serde_json::Number>(value);
    reads_the_same::<serde_json::Map<String, Real>>(value);
}

fn writes_the_same<T: Serialize + Debug>(value: T) {
    let mine = to_value(&value).map(|value| real(&value));
    same(mine, serde_json::to_value(&value), &value);
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn from_value_is_the_same(value in value()) {
        reads_all_the_same(&value);
    }

    #[test]
    fn from_value_of_shapes_is_the_same(scalar in scalar(), other in scalar(), name in name()) {
        for value in [
            serde_json::json!([scalar, other]),
            serde_json::json!([scalar, other, scalar]),
            serde_json::json!([scalar]),
            serde_json::json!({"a": scalar}),
            serde_json::json!({"a": scalar, "b": other, "b/c": [scalar, other]}),
            serde_json::json!({&name: scalar}),
            serde_json::json!({&name: [scalar, other]}),
            serde_json::json!({&name: {"a": other}}),
            serde_json::json!({"Tuple": [scalar, 1]}),
            serde_json::json!({"Tuple": [1, 2, other]}),
            serde_json::json!({"Struct": {"a": scalar}}),
            serde_json::json!({"Newtype": scalar}),
            serde_json::json!({"Unit": scalar}),
            serde_json::json!({"Unit": null, &name: other}),
            serde_json::json!([{"7": [scalar]}, {&name: [1, 2]}]),
        ] {
            reads_all_the_same(&value);
        }
    }

    #[test]
    fn to_value_is_the_same(value in value(), int in any::<i128>(), float in any::<f32>(), text in name()) {
        writes_the_same(&value);
        writes_the_same(int);
        writes_the_same(int as u128);
        writes_the_same((int as i64, int as u64, int as i8, int as u16, float, f64::from(float)));
        writes_the_same((text.chars().next(), text.as_bytes(), Unit, Newtype(int as u8)));
        writes_the_same([Choice::Unit, Choice::Newtype(int as i16), Choice::Tuple(1, 2), Choice::Struct { a: true }]);
        writes_the_same(Record { a: int as i32, b: Some(float.into()), c: vec![int as u16] });
        writes_the_same(BTreeMap::from([(int, 1)]));
        writes_the_same(BTreeMap::from([((int > 0, "no name"), 1)]));
        writes_the_same(BTreeMap::from([(int > 0, 1)]));
        writes_the_same(BTreeMap::from([(text.chars().next(), 1)]));
        writes_the_same(BTreeMap::from([(Vec::from(text.as_bytes()), 1)]));
        writes_the_same(FloatKey(float.into()));
        writes_the_same(FloatKey(f64::NAN));
        writes_the_same(HashMap::from([(text, [float])]));
    }

    #[test]
    fn text_of_the_tree_is_the_same(value in value()) {
        let mine = ours(&value);
        prop_assert_eq!(&real(&mine), &value);
        let parsed: Value = serde_json::from_str(&value.to_string()).unwrap();
        prop_assert_eq!(&parsed, &mine);
        if !PRESERVE_ORDER {
            prop_assert_eq!(format!("{mine:?}"), format!("{value:?}"));
            prop_assert_eq!(format!("{mine:#?}"), format!("{value:#?}"));
        }
        prop_assert_eq!(&serde_json::to_string(&mine).unwrap(), &value.to_string());
        prop_assert_eq!(mine.to_string(), value.to_string());
        prop_assert_eq!(format!("{mine:#}"), format!("{value:#}"));
        prop_assert_eq!(value.to_string().parse::<Value>().unwrap(), mine);
    }

    #[test]
    fn numbers_from_text_are_the_same(
        text in "-?[0-9.eE+-]{0,5}|-?[0-9]{1,25}|-?(0|[1-9][0-9]{0,20})([.][0-9]{1,20})?([eE][+-]?[0-9]{1,3})?|0?[.]?0{0,3}e9{5,12}1?|-?[0-9]([.][0-9])?e[+]?0{0,2}[0-9]{9,12}[0-9x.e+-]{0,2}|[0-9x\n-]{0,4}"
    ) {
        let theirs = text.parse::<serde_json::Number>().map(|n| n.to_string());
        same(text.parse::<Number>().map(|n| n.to_string()), theirs, &text);
    }

    #[test]
    fn numbers_are_the_same(number in scalar().prop_filter("number", Real::is_number)) {
        let theirs = number.as_number().unwrap();
        let mine = ours(&number);
        let mine = mine.as_number().unwrap();
        prop_assert_eq!(mine.to_string(), theirs.to_string());
        prop_assert_eq!(format!("{mine:?}"), format!("{theirs:?}"));
        prop_assert_eq!(mine.as_u64(), theirs.as_u64());
        prop_assert_eq!(mine.as_i64(), theirs.as_i64());
        prop_assert_eq!(mine.as_f64(), theirs.as_f64());
        prop_assert_eq!(mine.as_i128(), theirs.as_i128());
        prop_assert_eq!(mine.as_u128(), theirs.as_u128());
        prop_assert_eq!(
            (mine.is_u64(), mine.is_i64(), mine.is_f64()),
            (theirs.is_u64(), theirs.is_i64(), theirs.is_f64())
        );
    }

    #[test]
    fn comparisons_are_the_same(a in scalar(), b in scalar()) {
        let (mine_a, mine_b) = (ours(&a), ours(&b));
        prop_assert_eq!(mine_a == mine_b, a == b);
        let hasher = RandomState::new();
        if mine_a == mine_b {
            prop_assert_eq!(hasher.hash_one(&mine_a), hasher.hash_one(&mine_b));
        }
        for n in [0_i64, -1, 1, 127, 255, 256, i64::MIN] {
            prop_assert_eq!(mine_a == n, a == n);
            prop_assert_eq!(n as u8 == mine_a, n as u8 == a);
            prop_assert_eq!(mine_a == n as u64, a == n as u64);
            prop_assert_eq!(&mine_a == n as i8, &a == n as i8);
            prop_assert_eq!(mine_a == n as f32, a == n as f32);
            prop_assert_eq!(n as f64 == mine_a, n as f64 == a);
        }
        if let Some(text) = b.as_str() {
            prop_assert_eq!(mine_a == text, a == text);
            prop_assert_eq!(mine_a == text.to_owned(), a == text.to_owned());
            prop_assert_eq!(*text == mine_a, *text == a);
        }
        prop_assert_eq!(mine_a == true, a == true);
    }
}

/// A map with a float for a name.
#[derive(Debug)]
struct FloatKey(f64);

impl Serialize for FloatKey {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map([(OnlyFloat(self.0), 1)])
    }
}

struct OnlyFloat(f64);

impl Serialize for OnlyFloat {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.0)
    }
}
