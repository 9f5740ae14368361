//! `Value`, `Map`, `Number`, `json!`, `to_value` and `from_value` beside the real serde_json's: the
//! same answers, and the same errors.
//!
//! The real one is built without `preserve_order` and `arbitrary_precision`. Where one of them is on
//! here, order is held against a model of it, and what depends on numbers' form is left to examples.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::hash::{BuildHasher, RandomState};

use fastjson_api::{Map, Number, Value, from_value, json, map, to_value};
use proptest::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::Value as Real;

fn config() -> ProptestConfig {
    ProptestConfig {
        cases: if cfg!(debug_assertions) { 200 } else { 2000 },
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

const PRESERVE_ORDER: bool = cfg!(feature = "preserve_order");

fn ours(real: &Real) -> Value {
    to_value(real).unwrap()
}

fn real(ours: &Value) -> Real {
    // By text: the real one's values have no numbers that are texts.
    serde_json::from_str(&ours.to_string()).unwrap()
}

/// Scalars with a liking for the ends of ranges.
fn scalar() -> impl Strategy<Value = Real> {
    prop_oneof![
        Just(Real::Null),
        any::<bool>().prop_map(Real::from),
        any::<u64>().prop_map(Real::from),
        any::<i64>().prop_map(Real::from),
        prop_oneof![
            Just(0_i64),
            Just(-1),
            Just(127),
            Just(128),
            Just(255),
            Just(256),
            Just(-129),
            Just(i64::MIN),
            Just(1 << 53)
        ]
        .prop_map(Real::from),
        any::<f64>().prop_map(Real::from),
        prop_oneof![Just(0.0), Just(-0.0), Just(1e16), Just(1e300), Just(4.0), Just(f64::MAX)]
            .prop_map(Real::from),
        "[a-e]{0,2}".prop_map(Real::from),
        "\\PC{0,12}".prop_map(Real::from),
        prop_oneof![Just("Unit"), Just("a/b"), Just("m~n"), Just("12"), Just("true"), Just("-7")]
            .prop_map(Real::from),
    ]
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-e]{0,2}",
        "\\PC{0,6}",
        Just("Newtype".to_owned()),
        Just("Tuple".to_owned()),
        Just("Struct".to_owned()),
        Just("Unit".to_owned()),
        Just("a".to_owned()),
        Just("b/c".to_owned()),
        Just("~d".to_owned()),
        Just("true".to_owned()),
        Just("0".to_owned()),
        Just("300".to_owned()),
        Just("-5".to_owned()),
        Just("1.5".to_owned()),
        Just(" 1".to_owned()),
        Just("1 ".to_owned()),
        Just("2x".to_owned()),
    ]
}

fn value() -> impl Strategy<Value = Real> {
    scalar().prop_recursive(4, 48, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Real::from),
            prop::collection::vec((name(), inner), 0..6)
                .prop_map(|members| members.into_iter().collect()),
        ]
    })
}

fn same<T: Debug, E: ToString, F: ToString>(a: Result<T, E>, b: Result<T, F>, of: &dyn Debug) {
    match (a, b) {
        (Ok(a), Ok(b)) => assert_eq!(format!("{a:?}"), format!("{b:?}"), "{of:?}"),
        (Err(a), Err(b)) => assert_eq!(a.to_string(), b.to_string(), "{of:?}"),
        (a, b) => panic!(
            "{of:?}: ours {:?}, serde_json's {:?}",
            a.map_err(|e| e.to_string()),
            b.map_err(|e| e.to_string())
        ),
    }
}

#[cfg(not(feature = "arbitrary_precision"))]
mod against_serde_json {
    use std::collections::HashMap;

    use serde::de::{DeserializeOwned, IgnoredAny};

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
            text in "-?[0-9.eE+-]{0,5}|-?[0-9]{1,25}|-?(0|[1-9][0-9]{0,20})([.][0-9]{1,20})?([eE][+-]?[0-9]{1,3})?|0?[.]?0{0,3}e9{5,12}1?|[0-9x\n-]{0,4}"
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
}

/// The order of names that a map should have.
#[derive(Default)]
struct Order(Vec<String>);

impl Order {
    fn insert(&mut self, name: &str) {
        if !self.0.iter().any(|other| other == name) {
            self.0.push(name.to_owned());
            if !PRESERVE_ORDER {
                self.0.sort();
            }
        }
    }

    fn remove(&mut self, name: &str) {
        if let Some(at) = self.0.iter().position(|other| other == name) {
            if PRESERVE_ORDER {
                self.0.swap_remove(at);
            } else {
                self.0.remove(at);
            }
        }
    }
}

#[derive(Debug, Clone)]
enum Step {
    Insert(String, Real),
    Remove(String),
    RemoveEntry(String),
    OrInsert(String, Real),
    Modify(String, Real),
    Occupied(String, u8, Real),
    GetMut(String, Real),
    Retain(u8),
    Extend(Vec<(String, Real)>),
    Append(Vec<(String, Real)>),
    Sort,
    Collect,
    Clear,
}

fn step(names: &'static str) -> impl Strategy<Value = Step> {
    let name = move || names;
    let member = move || (name(), scalar());
    prop_oneof![
        4 => member().prop_map(|(name, value)| Step::Insert(name, value)),
        2 => name().prop_map(Step::Remove),
        1 => name().prop_map(Step::RemoveEntry),
        2 => member().prop_map(|(name, value)| Step::OrInsert(name, value)),
        2 => member().prop_map(|(name, value)| Step::Modify(name, value)),
        2 => (name(), 0..4_u8, scalar()).prop_map(|(name, how, value)| Step::Occupied(name, how, value)),
        1 => member().prop_map(|(name, value)| Step::GetMut(name, value)),
        1 => any::<u8>().prop_map(Step::Retain),
        1 => prop::collection::vec(member(), 0..4).prop_map(Step::Extend),
        1 => prop::collection::vec(member(), 0..4).prop_map(Step::Append),
        1 => Just(Step::Sort),
        1 => Just(Step::Collect),
        1 => Just(Step::Clear),
    ]
}

/// One step on both maps; what it returns must agree.
fn take_step(
    step: Step,
    mine: &mut Map<String, Value>,
    theirs: &mut serde_json::Map<String, Real>,
    order: &mut Order,
) {
    match step {
        Step::Insert(name, value) => {
            order.insert(&name);
            let old = mine.insert(name.clone(), ours(&value));
            assert_eq!(old.as_ref().map(real), theirs.insert(name, value));
        }
        Step::Remove(name) => {
            order.remove(&name);
            assert_eq!(mine.remove(&name).as_ref().map(real), theirs.remove(&name));
        }
        Step::RemoveEntry(name) => {
            order.remove(&name);
            let old = mine.remove_entry(name.as_str()).map(|(name, value)| (name, real(&value)));
            assert_eq!(old, theirs.remove_entry(&name));
        }
        Step::OrInsert(name, value) => {
            order.insert(&name);
            assert_eq!(mine.entry(name.clone()).key(), &name);
            let now = real(mine.entry(name.clone()).or_insert(ours(&value)));
            assert_eq!(&now, theirs.entry(name).or_insert(value));
        }
        Step::Modify(name, value) => {
            order.insert(&name);
            let entry = mine.entry(name.as_str()).and_modify(|old| *old = ours(&value));
            let now = real(entry.or_insert_with(|| json!("new")));
            let entry = theirs.entry(name).and_modify(|old| *old = value);
            assert_eq!(&now, entry.or_insert_with(|| serde_json::json!("new")));
        }
        Step::Occupied(name, how, value) => match (mine.entry(&name), theirs.entry(&name)) {
            (map::Entry::Vacant(mine), serde_json::map::Entry::Vacant(theirs)) => {
                assert_eq!(mine.key(), theirs.key());
                order.insert(&name);
                assert_eq!(&real(mine.insert(ours(&value))), theirs.insert(value));
            }
            (map::Entry::Occupied(mut mine), serde_json::map::Entry::Occupied(mut theirs)) => {
                assert_eq!((mine.key(), real(mine.get())), (theirs.key(), theirs.get().clone()));
                match how {
                    0 => {
                        order.remove(&name);
                        assert_eq!(real(&mine.remove()), theirs.remove());
                    }
                    1 => {
                        order.remove(&name);
                        assert_eq!(mine.remove_entry().0, theirs.remove_entry().0);
                    }
                    2 => assert_eq!(real(&mine.insert(ours(&value))), theirs.insert(value)),
                    _ => {
                        *mine.get_mut() = ours(&value);
                        *mine.into_mut() = ours(&value);
                        *theirs.get_mut() = value;
                    }
                }
            }
            _ => panic!("an entry that only one of the maps has"),
        },
        Step::GetMut(name, value) => {
            assert_eq!(mine.contains_key(&name), theirs.contains_key(&name));
            assert_eq!(mine.get_key_value(&name).is_some(), theirs.get(&name).is_some());
            match (mine.get_mut(&name), theirs.get_mut(&name)) {
                (Some(mine), Some(theirs)) => (*mine, *theirs) = (ours(&value), value),
                (mine, theirs) => assert_eq!(mine.is_none(), theirs.is_none()),
            }
        }
        Step::Retain(bits) => {
            let keep = |name: &str| bits >> (name.as_bytes()[0] & 7) & 1 == 0;
            mine.retain(|name, _| keep(name));
            theirs.retain(|name, _| keep(name));
            order.0.retain(|name| keep(name));
        }
        Step::Extend(members) => {
            members.iter().for_each(|(name, _)| order.insert(name));
            mine.extend(members.iter().map(|(name, value)| (name.clone(), ours(value))));
            theirs.extend(members);
        }
        Step::Append(members) => {
            let mut more: Map<_, _> =
                members.iter().map(|(name, value)| (name.clone(), ours(value))).collect();
            more.keys().for_each(|name| order.insert(name));
            mine.append(&mut more);
            assert!(more.is_empty());
            theirs.append(&mut members.into_iter().collect());
        }
        Step::Sort => {
            mine.sort_keys();
            order.0.sort();
        }
        Step::Collect => *mine = std::mem::take(mine).into_iter().collect(),
        Step::Clear => {
            mine.clear();
            theirs.clear();
            order.0.clear();
        }
    }
}

fn change_maps(members: Vec<(String, Real)>, steps: Vec<Step>) {
    let mut mine: Map<_, _> =
        members.iter().map(|(name, value)| (name.clone(), ours(value))).collect();
    let mut order = Order::default();
    members.iter().for_each(|(name, _)| order.insert(name));
    let mut theirs: serde_json::Map<_, _> = members.into_iter().collect();
    for step in steps {
        take_step(step, &mut mine, &mut theirs, &mut order);
        assert_eq!(mine.len(), theirs.len());
        assert_eq!(mine.is_empty(), theirs.is_empty());
        assert!(mine.keys().eq(&order.0));
        assert_eq!(real(&mine.clone().into()), Real::from(theirs.clone()));
        assert!(mine.iter().rev().map(|(name, _)| name).eq(order.0.iter().rev()));
        assert!(mine.values().eq(mine.clone().values_mut().map(|value| &*value)));
        assert!(mine.clone().into_values().eq(mine.clone().into_iter().map(|(_, value)| value)));
        assert!(mine.iter_mut().rev().map(|(name, _)| &*name).eq(order.0.iter().rev()));
        assert!(
            mine.clone().into_iter().rev().map(|(name, _)| name).eq(order.0.iter().rev().cloned())
        );
        if !PRESERVE_ORDER {
            assert_eq!(format!("{:?}", mine.iter()), format!("{:?}", theirs.iter()));
            assert_eq!(format!("{:?}", mine.values()), format!("{:?}", theirs.values()));
            assert_eq!(format!("{:?}", mine.iter_mut()), format!("{:?}", theirs.iter_mut()));
            let (mine, theirs) = (mine.clone().into_iter(), theirs.clone().into_iter());
            assert_eq!(format!("{mine:?}"), format!("{theirs:?}"));
        }
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn maps_change_the_same(steps in prop::collection::vec(step("[a-h]"), 0..30)) {
        change_maps(vec![], steps);
    }

    /// Large enough to be kept in another form than small ones.
    #[test]
    fn large_maps_change_the_same(
        members in prop::collection::vec(("[a-h]{2}", scalar()), 30..60),
        steps in prop::collection::vec(step("[a-h]{2}"), 0..10),
    ) {
        change_maps(members, steps);
    }

    #[test]
    fn equal_maps_hash_alike_in_any_order(
        members in prop::collection::vec(("[a-f]", scalar()), 0..6).prop_shuffle()
    ) {
        let sorted: BTreeMap<_, _> = members.iter().cloned().collect();
        let unique = || members.iter().enumerate().filter(|(at, (name, _))| {
            members[at + 1..].iter().all(|(other, _)| other != name)
        });
        let shuffled: Map<_, _> = unique().map(|(_, (name, value))| (name.clone(), ours(value))).collect();
        let sorted: Map<_, _> = sorted.iter().map(|(name, value)| (name.clone(), ours(value))).collect();
        prop_assert_eq!(&shuffled, &sorted);
        let hasher = RandomState::new();
        prop_assert_eq!(hasher.hash_one(&shuffled), hasher.hash_one(&sorted));
    }

    #[test]
    fn duplicate_names_keep_the_last_value(members in prop::collection::vec(("[a-d]", scalar()), 0..8)) {
        let text: Vec<_> = members.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
        let text = format!("{{{}}}", text.join(","));
        let theirs: Real = serde_json::from_str(&text).unwrap();
        let mut order = Order::default();
        members.iter().for_each(|(name, _)| order.insert(name));
        for mine in [serde_json::from_str::<Value>(&text).unwrap(), fastjson_api::from_str(&text).unwrap()] {
            prop_assert_eq!(&real(&mine), &theirs);
            prop_assert!(mine.as_object().unwrap().keys().eq(&order.0));
        }
        let mine: Map<String, Value> = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(real(&mine.into()), theirs);
    }

    #[test]
    fn places_are_the_same(
        value in value(),
        pointer in "(/([a-e]|[0-3]|0[0-9]|[+]1|-|true|b~1c|~0d|~01)){0,3}|[/a]{0,3}",
        name in name(),
        index in 0..4_usize,
    ) {
        let mut mine = ours(&value);
        let mut theirs = value;
        prop_assert_eq!(mine.pointer(&pointer).map(real), theirs.pointer(&pointer).cloned());
        prop_assert_eq!(real(&mine[&name]), theirs[&name].clone());
        prop_assert_eq!(real(&mine[index]), theirs[index].clone());
        prop_assert_eq!(mine.get(index).map(real), theirs.get(index).cloned());
        prop_assert_eq!(mine.get(name.as_str()).map(real), theirs.get(name.as_str()).cloned());
        if let Some(place) = mine.pointer_mut(&pointer) {
            let taken = place.take();
            prop_assert_eq!(real(&taken), theirs.pointer_mut(&pointer).unwrap().take());
        }
        prop_assert_eq!(real(&mine), theirs.clone());
        let set = |index: &dyn Fn()| panic_text(index);
        let (a, b) = (std::cell::RefCell::new(mine), std::cell::RefCell::new(theirs));
        prop_assert_eq!(
            set(&|| a.borrow_mut()[&name] = json!(1)),
            set(&|| b.borrow_mut()[&name] = serde_json::json!(1))
        );
        prop_assert_eq!(
            set(&|| a.borrow_mut()[index] = json!(1)),
            set(&|| b.borrow_mut()[index] = serde_json::json!(1))
        );
        let mut mine = a.into_inner();
        prop_assert_eq!(real(&mine), b.into_inner());
        mine.sort_all_objects();
        prop_assert!(is_sorted(&mine));
    }
}

fn is_sorted(value: &Value) -> bool {
    match value {
        Value::Array(elements) => elements.iter().all(is_sorted),
        Value::Object(members) => members.keys().is_sorted() && members.values().all(is_sorted),
        _ => true,
    }
}

/// What a closure panics with.
fn panic_text(run: &dyn Fn()) -> Option<String> {
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(run));
    std::panic::set_hook(hook);
    result.err().map(|panic| match panic.downcast::<String>() {
        Ok(text) => *text,
        Err(panic) => {
            panic.downcast::<&str>().map_or_else(|_| String::new(), |text| (*text).to_owned())
        }
    })
}

#[test]
fn macro_forms() {
    let (one, two) = (1, "two");
    let value = json!({
        "null": null, "list": [true, false, null, [], {}, [1, [2.5]], one + 1, two,],
        two: {"nested": {"deep": -1,},},
        ("a".to_owned() + "b"): Some(one),
        "tuple": (one, two),
    });
    let expected = serde_json::json!({
        "null": null, "list": [true, false, null, [], {}, [1, [2.5]], 2, "two"],
        "two": {"nested": {"deep": -1}}, "ab": 1, "tuple": [1, "two"],
    });
    assert_eq!(real(&value), expected);
    assert_eq!(json!(null), Value::Null);
    assert_eq!(json!([]), Value::Array(vec![]));
    assert_eq!(json!({}), Value::Object(Map::new()));
}

#[test]
fn conversions() {
    assert_eq!(Value::from(None::<u8>), Value::Null);
    assert_eq!(Value::from(Some("x")), "x");
    assert_eq!(Value::from(()), Value::Null);
    assert_eq!(Value::from(vec![1, 2]), json!([1, 2]));
    assert_eq!(Value::from([true; 2]), json!([true, true]));
    assert_eq!(Value::from(&["a", "b"][..]), json!(["a", "b"]));
    assert_eq!(Value::from(std::borrow::Cow::Borrowed("x")), json!("x"));
    assert_eq!(Value::from(f32::INFINITY), Value::Null);
    assert_eq!(Value::from_iter([("k", 1)]), json!({"k": 1}));
    assert_eq!(<&Value>::default(), &Value::Null);
}

#[test]
fn panics_name_what_was_there() {
    let index = |mut value: Value| {
        panic_text(&|| drop(value.clone().get_mut(0).unwrap())).is_some() | {
            let _ = &mut value;
            false
        }
    };
    assert!(index(json!([])));
    assert_eq!(
        panic_text(&|| json!([])[5] = json!(1)).unwrap(),
        "cannot access index 5 of JSON array of length 0"
    );
    assert_eq!(
        panic_text(&|| json!("s")["k"] = json!(1)).unwrap(),
        "cannot access key \"k\" in JSON string"
    );
    assert_eq!(
        panic_text(&|| json!({})[0] = json!(1)).unwrap(),
        "cannot access index 0 of JSON object"
    );
    assert_eq!(panic_text(&|| Map::new()["x"] = json!(1)).unwrap(), "no entry found for key");
}

#[cfg(feature = "preserve_order")]
#[test]
fn order_can_be_changed() {
    let of = |text: &str| text.chars().map(|c| (c.to_string(), json!(1))).collect::<Map<_, _>>();
    let names = |map: &Map<String, Value>| map.keys().map(String::as_str).collect::<String>();
    let mut map = of("cabd");
    assert_eq!(map.shift_remove("c"), Some(json!(1)));
    assert_eq!(names(&map), "abd");
    map.shift_insert(0, "z".to_owned(), json!(2));
    assert_eq!(names(&map), "zabd");
    assert_eq!(map.swap_remove_entry("z"), Some(("z".to_owned(), json!(2))));
    assert_eq!(names(&map), "dab");
    assert_eq!(map.shift_remove_entry("a").unwrap().0, "a");
    assert_eq!(map.swap_remove("none"), None);
    assert_eq!(names(&map), "db");
    let map::Entry::Occupied(entry) = map.entry("d") else { panic!() };
    assert_eq!(entry.shift_remove(), json!(1));
    assert_eq!(names(&map), "b");
}

#[cfg(feature = "arbitrary_precision")]
#[test]
fn numbers_keep_their_text() {
    for (text, kept) in [
        ("0.10000000000000000000000000000000001", "0.10000000000000000000000000000000001"),
        ("1e400", "1e+400"),
        ("-1E-5", "-1e-5"),
        ("-0", "-0"),
        ("123456789012345678901234567890", "123456789012345678901234567890"),
    ] {
        let number: Number = text.parse().unwrap();
        assert_eq!(number.as_str(), kept);
        let value: Value = fastjson_api::from_str(text).unwrap();
        assert_eq!(value, Value::Number(number.clone()));
        assert_eq!(value.to_string(), kept);
        assert_eq!(to_value(&number).unwrap(), value);
        // On the way through serde -0 is an integer, in serde_json too.
        let passed = if text == "-0" { json!(0) } else { value.clone() };
        assert_eq!(Value::Number(from_value(value.clone()).unwrap()), passed);
        assert_eq!(from_value::<Value>(value).unwrap(), passed);
    }
    assert_eq!(json!(f64::INFINITY), Value::Null);
    assert_eq!(Number::from_f64(1e16).unwrap().as_str(), "1e+16");
    assert_eq!(json!(u128::MAX).to_string(), u128::MAX.to_string());
    assert_eq!(json!(0.1_f32).to_string(), "0.1");
    assert_eq!(
        "1x".parse::<Number>().unwrap_err().to_string(),
        "invalid number at line 1 column 2"
    );
}

/// serde_json takes such objects for a number or a raw value (its issue 826); here they are what the
/// text says.
#[test]
fn private_names_in_a_text_are_names() {
    for text in [
        r#"{"$serde_json::private::Number":"1"}"#,
        r#"{"$serde_json::private::RawValue":"[1]"}"#,
        r#"[{"$serde_json::private::RawValue":"[1"}]"#,
    ] {
        let value: Value = fastjson_api::from_str(text).unwrap();
        assert_eq!(value.to_string(), text);
        assert_eq!(from_value::<Value>(value.clone()).unwrap(), value);
        assert_eq!(to_value(&value).unwrap(), value);
    }
}

#[cfg(feature = "raw_value")]
mod raw {
    use std::borrow::Cow;

    use fastjson_api::value::{RawValue, to_raw_value};

    use super::*;

    #[derive(Serialize, Deserialize, Debug)]
    struct Envelope<T> {
        id: u8,
        body: T,
    }

    const TEXT: &str = r#"{"id":1,"body":[ 1.5, {"x" : "\u0041"} ]}"#;
    const BODY: &str = r#"[ 1.5, {"x" : "\u0041"} ]"#;

    #[test]
    fn text_survives() {
        let boxed: Envelope<Box<RawValue>> = fastjson_api::from_str(TEXT).unwrap();
        assert_eq!(boxed.body.get(), BODY);
        assert_eq!(fastjson_api::to_string(&boxed).unwrap(), TEXT);
        #[derive(Deserialize)]
        struct Borrowed<'a> {
            #[serde(borrow)]
            body: &'a RawValue,
        }
        let borrowed: Borrowed<'_> = fastjson_api::from_str(TEXT).unwrap();
        assert_eq!(borrowed.body.get(), BODY);
        let value = to_value(&boxed).unwrap();
        assert_eq!(value["body"], json!([1.5, {"x": "A"}]));
        let again: Envelope<Box<RawValue>> = from_value(value).unwrap();
        assert_eq!(again.body.get(), r#"[1.5,{"x":"A"}]"#);
        assert_eq!(u8::deserialize(to_raw_value(&7).unwrap().as_ref()).unwrap(), 7);
        assert_eq!(format!("{:?}", RawValue::NULL), "RawValue(null)");
        assert_eq!(Box::<str>::from(boxed.body.clone()), BODY.into());
        assert_eq!(Cow::Borrowed(RawValue::TRUE).into_owned().get(), "true");
        for text in ["[1,]", " [1] ", "1 2", "{\"a\"}", "", "\"\\x\""] {
            let theirs = serde_json::value::RawValue::from_string(text.to_owned());
            let mine = RawValue::from_string(text.to_owned());
            same(mine.map(|raw| raw.to_string()), theirs.map(|raw| raw.to_string()), &text);
        }
    }

    #[test]
    fn passes_through_the_real_serde_json_and_back() {
        let mine: Envelope<Box<RawValue>> = serde_json::from_str(TEXT).unwrap();
        assert_eq!(serde_json::to_string(&mine).unwrap(), TEXT);
        assert_eq!(serde_json::to_value(&mine).unwrap()["body"][0], 1.5);
        let theirs: Envelope<Box<serde_json::value::RawValue>> =
            fastjson_api::from_str(TEXT).unwrap();
        assert_eq!(fastjson_api::to_string(&theirs).unwrap(), TEXT);
        let value = to_value(&theirs).unwrap();
        assert_eq!(value["body"][0], 1.5);
        let again: Envelope<Box<serde_json::value::RawValue>> = from_value(value).unwrap();
        assert_eq!(again.body.get(), r#"[1.5,{"x":"A"}]"#);
    }
}
