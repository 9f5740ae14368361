//! Maps changed step by step beside serde_json's, small ones and large ones.

use std::collections::BTreeMap;
use std::hash::{BuildHasher, RandomState};

use fastjson_api::{Map, Value, from_str, json, map};
use proptest::prelude::*;

use super::*;

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

/// The text of an object.
fn text(members: &[(String, Real)]) -> String {
    let members: Vec<_> =
        members.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
    format!("{{{}}}", members.join(","))
}

fn collected(members: &[(String, Real)]) -> Map<String, Value> {
    members.iter().map(|(name, value)| (name.clone(), ours(value))).collect()
}

/// As the first of a document's objects, or as one of whose shape there have been others.
fn read(members: &[(String, Real)], before: usize) -> Map<String, Value> {
    let text = text(members);
    let objects: Vec<_> = (0..=before).map(|_| text.as_str()).collect();
    let mut objects: Vec<Map<_, _>> =
        fastjson_api::from_str(&format!("[{}]", objects.join(","))).unwrap();
    objects.pop().unwrap()
}

fn change_maps(mut mine: Map<String, Value>, members: Vec<(String, Real)>, steps: Vec<Step>) {
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
        assert!(mine.iter_mut().rev().map(|(name, _)| name).eq(order.0.iter().rev()));
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
        change_maps(Map::new(), vec![], steps);
    }

    /// Large enough to be kept in another form than small ones.
    #[test]
    fn large_maps_change_the_same(
        members in prop::collection::vec(("[a-h]{2}", scalar()), 30..60),
        steps in prop::collection::vec(step("[a-h]{2}"), 0..10),
    ) {
        change_maps(collected(&members), members, steps);
    }

    /// Of any length: more than seventeen members are read into several pieces.
    #[test]
    fn maps_that_were_read_change_the_same(
        members in prop::collection::vec(("[a-h]{2}", scalar()), 0..60),
        before in 0..8_usize,
        steps in prop::collection::vec(step("[a-h]{2}"), 0..10),
    ) {
        change_maps(read(&members, before), members, steps);
    }

    /// Objects of all lengths in one document, and in documents one after the other.
    #[test]
    fn objects_of_many_shapes_are_read_the_same(
        objects in prop::collection::vec(
            prop::collection::vec(("[a-c]{1,7}", scalar()), 0..24), 0..24),
        shapes in prop::collection::vec(0..24_usize, 24),
    ) {
        let shapes = shapes.into_iter().filter_map(|at| objects.get(at));
        let objects: Vec<_> = shapes.map(|members| text(members)).collect();
        let text = format!("[{}]", objects.join(","));
        let theirs: Real = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(real(&fastjson_api::from_str(&text).unwrap()), theirs);
    }

    #[test]
    fn maps_that_were_read_are_like_others(
        members in prop::collection::vec(("[a-h]{2}", scalar()), 0..60),
        before in 0..8_usize,
        from_the_back in prop::collection::vec(any::<bool>(), 60),
    ) {
        let mut read = read(&members, before);
        let mut collected = collected(&members);
        prop_assert_eq!(&read, &collected);
        prop_assert_eq!(&read.clone(), &collected);
        let hasher = RandomState::new();
        prop_assert_eq!(hasher.hash_one(&read), hasher.hash_one(&collected));
        prop_assert_eq!(format!("{read:?}"), format!("{collected:?}"));
        let text = fastjson_api::to_string(&collected).unwrap();
        prop_assert_eq!(&fastjson_api::to_string(&read).unwrap(), &text);
        for name in ('a'..='i').flat_map(|a| ('`'..='i').map(move |b| format!("{a}{b}"))) {
            prop_assert_eq!(read.get_key_value(&name), collected.get_key_value(&name));
            prop_assert_eq!(read.get_mut(&name), collected.get_mut(&name));
        }
        let (mut mine, mut theirs) = (read.iter(), collected.iter());
        for back in from_the_back {
            prop_assert_eq!(mine.len(), theirs.len());
            prop_assert_eq!(format!("{mine:?}"), format!("{theirs:?}"));
            let next = if back { mine.next_back() } else { mine.next() };
            prop_assert_eq!(next, if back { theirs.next_back() } else { theirs.next() });
        }
        prop_assert_eq!((mine.next(), mine.next_back(), mine.len()), (None, None, 0));
        let (mut mine, mut theirs) = (read.iter_mut(), collected.iter_mut());
        while let (Some(mine), Some(theirs)) = (mine.next_back(), theirs.next_back()) {
            prop_assert_eq!(mine, theirs);
        }
        prop_assert_eq!((mine.next(), mine.len()), (None, 0));
        prop_assert!(read.into_iter().eq(collected));
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
        let text = text(&members);
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
}

/// The order of an object that had a name twice is none of an object that has as many members as were left.
#[test]
fn an_order_is_of_one_length() {
    let twice = r#"{"b":1,"a":2,"a":3}"#;
    let objects = [r#"{"b":1,"a":2}"#; 4].into_iter().chain([twice, r#"{"bbbbbb":1,"a":1}"#]);
    let text = format!("[{}]", objects.collect::<Vec<_>>().join(","));
    let theirs: Real = serde_json::from_str(&text).unwrap();
    assert_eq!(real(&fastjson_api::from_str(&text).unwrap()), theirs);
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

/// Names with what JSON pointers escape, and pointers with escapes that there are and are not.
#[test]
fn pointers_lead_to_the_same_members() {
    let parts = ["~", "~0", "~1", "/", "0", "1", "a", "é"];
    let mut texts = vec![String::new()];
    for length in 0..3 {
        let longest: Vec<_> = texts.iter().filter(|text| text.chars().count() >= length).collect();
        let longer: Vec<_> =
            longest.iter().flat_map(|text| parts.map(|part| format!("{text}{part}"))).collect();
        texts.extend(longer);
    }
    texts.sort();
    texts.dedup();
    let names = texts.iter().map(|name| (name.clone(), serde_json::json!(name)));
    let theirs = serde_json::Value::Object(names.collect());
    let ours: fastjson_api::Value = serde_json::from_value(theirs.clone()).unwrap();
    let mut found = 0;
    for text in &texts {
        let pointer = format!("/{text}");
        let expected = theirs.pointer(&pointer).map(ToString::to_string);
        assert_eq!(ours.pointer(&pointer).map(ToString::to_string), expected, "{pointer}");
        let mut ours = ours.clone();
        assert_eq!(ours.pointer_mut(&pointer).map(|value| value.to_string()), expected);
        found += usize::from(expected.is_some());
    }
    assert!(found > 100, "{found} of {}", texts.len());
}

/// Members that come in any order, the same a few times, then another.
#[test]
fn members_in_any_order_are_sorted() {
    let mut x = 1_u64;
    let mut below = |bound: usize| {
        x = x.wrapping_mul(0x5851_F42D_4C95_7F2D).wrapping_add(1);
        (x >> 33) as usize % bound
    };
    for length in (2..70).chain([1023, 1024, 1025, 1100]) {
        let mut shape: Vec<String> = (0..length).map(|i| format!("{:x}", i * 7919)).collect();
        for round in 0..12 {
            // The same a few times, then another; now and then a name twice, of which the last stays.
            if round % 3 == 0 {
                (1..length).for_each(|i| shape.swap(i, below(i + 1)));
            }
            let mut members: Vec<(String, usize)> = shape.iter().cloned().zip(0..).collect();
            if round % 5 == 4 {
                members[length - 1].0 = members[below(length - 1)].0.clone();
            }
            let found = Map::from_iter(members.iter().map(|(k, v)| (k.clone(), Value::from(*v))));
            let expected: BTreeMap<_, _> = members.iter().cloned().collect();
            assert_eq!(found.len(), expected.len());
            let text = members.iter().map(|(name, value)| format!("{name:?}:{value}"));
            let text = format!("{{{}}}", text.collect::<Vec<_>>().join(","));
            assert_eq!(from_str::<Map<_, _>>(&text).unwrap(), found, "{length} {round}");
            if PRESERVE_ORDER {
                assert!(expected.iter().all(|(name, value)| found[name] == *value));
            } else {
                let found = found.iter().map(|(name, value)| (name.as_str(), value.as_u64()));
                let expected = expected.iter().map(|(k, v)| (k.as_str(), Some(*v as u64)));
                assert!(found.eq(expected), "{length} {round}");
            }
        }
    }
}
