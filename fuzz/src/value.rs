//! `Value`, `Map` and `Number` changed step by step beside serde_json's: every step answers the same, and both hold
//! the same afterwards, down to their order, `Debug` and text. Both are read into types with the same answers.

use fastjson_api::{Map, Number, Value, map};
use serde_json as real;

use super::common::targets::{External, Record, Untagged};
use super::cursor::Cursor;
use super::frame::has_private_name;

const NAMES: &[&str] = &["a", "id", "name", "b/c", "~d", "", "0", "unit", "é", "tuple"];

const POINTERS: &[&str] = &[
    "", "/", "/a", "/0", "/1", "/01", "/+1", "/-", "/b~1c", "/~0d", "/~1", "/a/0", "/id/name", "a",
    "/0/0/a",
];

/// The same value twice.
type Pair = (Value, real::Value);

pub fn run(data: &[u8]) {
    let Some((&[steps], rest)) = data.split_first_chunk() else { return };
    let (program, text) = rest.split_at(usize::from(steps).min(rest.len()));
    if has_private_name(text) {
        return;
    }
    let Ok(mine) = fastjson_api::from_slice::<Value>(text) else { return };
    let theirs = real::from_slice::<real::Value>(text).expect("what ours accepts");
    let mut pair = (mine, theirs);
    let mut from = Cursor::new(program);
    while !from.is_empty() {
        step(&mut from, &mut pair);
        same(&pair.0, &pair.1);
        // Text that grows from step to step would only be more of the same.
        if pair.1.to_string().len() > 4096 {
            break;
        }
    }
    read(&pair.0, &pair.1);
}

fn same(mine: &Value, theirs: &real::Value) {
    assert_eq!(mine.to_string(), theirs.to_string());
    assert_eq!(format!("{mine:?}"), format!("{theirs:?}"));
    assert!(*mine == mine.clone());
}

/// A scalar, or one of the names as a string, or a small container.
fn fresh(from: &mut Cursor<'_>) -> Pair {
    let name = NAMES[from.below(NAMES.len())];
    match from.below(10) {
        0 => (Value::Null, real::Value::Null),
        1 => (true.into(), true.into()),
        2 => (name.into(), name.into()),
        3 => ((from.integer() as i64).into(), 0.into()).fix(),
        4 => ((from.integer() as u64).into(), 0.into()).fix(),
        5 => {
            let float = from.float();
            (float.into(), float.into())
        }
        6 => (vec![name; 3].into(), vec![name; 3].into()),
        7 => {
            let float = from.float() as f32;
            (float.into(), float.into())
        }
        8 => {
            (Value::from_iter([(name, 1), ("z", 2)]), real::Value::from_iter([(name, 1), ("z", 2)]))
        }
        _ => (Value::Array(Vec::new()), real::Value::Array(Vec::new())),
    }
}

trait Fix {
    fn fix(self) -> Pair;
}

impl Fix for Pair {
    /// serde_json's integer from ours.
    fn fix(self) -> Pair {
        let theirs = match (self.0.as_u64(), self.0.as_i64()) {
            (Some(integer), _) => integer.into(),
            (_, Some(integer)) => integer.into(),
            _ => self.1,
        };
        (self.0, theirs)
    }
}

fn step(from: &mut Cursor<'_>, pair: &mut Pair) {
    let (mine, theirs) = pair;
    let pointer = POINTERS[from.below(POINTERS.len())];
    match (mine.pointer(pointer), theirs.pointer(pointer)) {
        (None, None) => {}
        (Some(mine), Some(theirs)) => same(mine, theirs),
        (mine, theirs) => panic!("{pointer}: {mine:?} {theirs:?}"),
    }
    // Half of the steps are taken further inside.
    let inside = from.below(2) == 0;
    let (mine, theirs) = match (inside, pointer) {
        (true, pointer) if theirs.pointer(pointer).is_some() => (
            mine.pointer_mut(pointer).expect("it was there"),
            theirs.pointer_mut(pointer).expect("it was there"),
        ),
        _ => (mine, theirs),
    };
    accessors(mine, theirs);
    let (new, real_new) = fresh(from);
    match (mine, theirs) {
        (Value::Object(mine), real::Value::Object(theirs)) => {
            members(from, mine, theirs, new, real_new);
        }
        (Value::Array(mine), real::Value::Array(theirs)) => {
            elements(from, mine, theirs, new, real_new);
        }
        // Null becomes an object by being indexed.
        (mine @ Value::Null, theirs @ real::Value::Null) => {
            let name = NAMES[from.below(NAMES.len())];
            mine[name] = new;
            theirs[name] = real_new;
        }
        (mine, theirs) => {
            if from.below(2) == 0 {
                same(&mine.take(), &theirs.take());
            } else {
                (*mine, *theirs) = (new, real_new);
            }
        }
    }
}

fn accessors(mine: &Value, theirs: &real::Value) {
    assert_eq!(
        (mine.as_str(), mine.as_bool(), mine.as_null(), mine.as_i64(), mine.as_u64()),
        (theirs.as_str(), theirs.as_bool(), theirs.as_null(), theirs.as_i64(), theirs.as_u64())
    );
    assert_eq!(mine.as_f64().map(f64::to_bits), theirs.as_f64().map(f64::to_bits));
    assert_eq!(
        (mine.is_i64(), mine.is_u64(), mine.is_f64(), mine.is_array(), mine.is_object()),
        (theirs.is_i64(), theirs.is_u64(), theirs.is_f64(), theirs.is_array(), theirs.is_object())
    );
    assert_eq!(
        (
            mine == "a",
            *mine == 7,
            *mine == -1_i8,
            *mine == 255_u64,
            *mine == 0.5,
            *mine == 7.5_f32,
            *mine == true
        ),
        (
            theirs == "a",
            *theirs == 7,
            *theirs == -1_i8,
            *theirs == 255_u64,
            *theirs == 0.5,
            *theirs == 7.5_f32,
            *theirs == true
        )
    );
    for name in NAMES {
        same(&mine[*name], &theirs[*name]);
    }
    for at in 0..3 {
        same(&mine[at], &theirs[at]);
        assert_eq!(mine.get(at).is_some(), theirs.get(at).is_some());
    }
    if let (Some(mine), Some(theirs)) = (mine.as_number(), theirs.as_number()) {
        numbers(mine, theirs);
    }
}

fn numbers(mine: &Number, theirs: &real::Number) {
    assert_eq!((mine.as_i128(), mine.as_u128()), (theirs.as_i128(), theirs.as_u128()));
    let text = theirs.to_string();
    assert_eq!(mine.to_string(), text);
    let parsed: Number = text.parse().expect("it is a number's text");
    assert!(parsed == *mine && format!("{parsed:?}") == format!("{theirs:?}"));
}

fn optional(mine: Option<Value>, theirs: Option<real::Value>) {
    assert_eq!(format!("{mine:?}"), format!("{theirs:?}"));
}

fn members(
    from: &mut Cursor<'_>,
    mine: &mut Map<String, Value>,
    theirs: &mut real::Map<String, real::Value>,
    new: Value,
    real_new: real::Value,
) {
    let name = NAMES[from.below(NAMES.len())];
    match from.below(14) {
        0..=3 => optional(mine.insert(name.into(), new), theirs.insert(name.into(), real_new)),
        4 => optional(mine.remove(name), theirs.remove(name)),
        5 => {
            let (mine, theirs) = (mine.remove_entry(name), theirs.remove_entry(name));
            assert_eq!(format!("{mine:?}"), format!("{theirs:?}"));
        }
        6 => same(mine.entry(name).or_insert(new), theirs.entry(name).or_insert(real_new)),
        7 => match (mine.entry(name), theirs.entry(name)) {
            (map::Entry::Occupied(mut mine), real::map::Entry::Occupied(mut theirs)) => {
                same(mine.get(), theirs.get());
                same(&mine.insert(new), &theirs.insert(real_new));
                if from.below(2) == 0 {
                    same(&mine.remove(), &theirs.remove());
                }
            }
            (map::Entry::Vacant(mine), real::map::Entry::Vacant(theirs)) => {
                assert_eq!(mine.key(), theirs.key());
                same(mine.insert(new), theirs.insert(real_new));
            }
            _ => panic!("an entry that only one of the maps has"),
        },
        8 => {
            let longest = from.below(5);
            mine.retain(|name, value| name.len() <= longest && !value.is_null());
            theirs.retain(|name, value| name.len() <= longest && !value.is_null());
        }
        9 => {
            let (mut more, mut real_more) = (Map::new(), real::Map::new());
            more.insert(name.into(), new);
            real_more.insert(name.into(), real_new);
            mine.append(&mut more);
            theirs.append(&mut real_more);
            assert!(more.is_empty() && real_more.is_empty());
        }
        10 => {
            mine.extend([(name.to_owned(), new)]);
            theirs.extend([(name.to_owned(), real_new)]);
        }
        11 => {
            for (mine, theirs) in mine.values_mut().zip(theirs.values_mut()) {
                same(mine, theirs);
                (*mine, *theirs) = (new.clone(), real_new.clone());
            }
        }
        12 => {
            *mine = std::mem::take(mine).into_iter().rev().collect();
            *theirs = std::mem::take(theirs).into_iter().rev().collect();
        }
        _ => {
            mine.clear();
            theirs.clear();
        }
    }
    assert_eq!((mine.len(), mine.is_empty()), (theirs.len(), theirs.is_empty()));
    assert!(
        mine.keys().eq(theirs.keys())
            && mine.iter().rev().map(|member| member.0).eq(theirs.keys().rev())
    );
    assert_eq!(mine.contains_key(name), theirs.contains_key(name));
    assert_eq!(
        mine.get_key_value(name).map(|member| member.0),
        theirs.get_key_value(name).map(|member| member.0)
    );
}

fn elements(
    from: &mut Cursor<'_>,
    mine: &mut Vec<Value>,
    theirs: &mut Vec<real::Value>,
    new: Value,
    real_new: real::Value,
) {
    match from.below(4) {
        0 => optional(mine.pop(), theirs.pop()),
        1 if !mine.is_empty() => {
            let at = from.below(mine.len());
            same(
                &std::mem::replace(&mut mine[at], new),
                &std::mem::replace(&mut theirs[at], real_new),
            );
        }
        _ => {
            mine.push(new);
            theirs.push(real_new);
        }
    }
}

/// Into types, by value and by reference.
fn read(mine: &Value, theirs: &real::Value) {
    fn both<T: serde::de::DeserializeOwned + std::fmt::Debug>(mine: &Value, theirs: &real::Value) {
        let expected = T::deserialize(theirs).map_err(|error| error.to_string());
        let found = T::deserialize(mine).map_err(|error| error.to_string());
        assert_eq!(format!("{found:?}"), format!("{expected:?}"));
        let expected = real::from_value::<T>(theirs.clone()).map_err(|error| error.to_string());
        let found = fastjson_api::from_value::<T>(mine.clone()).map_err(|error| error.to_string());
        assert_eq!(format!("{found:?}"), format!("{expected:?}"));
    }
    both::<Record>(mine, theirs);
    both::<External>(mine, theirs);
    both::<Vec<Untagged>>(mine, theirs);
    both::<Vec<Option<f64>>>(mine, theirs);
    both::<std::collections::BTreeMap<i64, u8>>(mine, theirs);
    both::<super::common::recorder::Asked<0, 0>>(mine, theirs);
    both::<super::common::recorder::Asked<24, 0>>(mine, theirs);
    assert_eq!(*mine, fastjson_api::to_value(mine).expect("a value is one"));
    assert_eq!(*mine, fastjson_api::to_value(theirs).expect("a value is one"));
}
