//! Arrays of numbers, and of rows of numbers, written as serde_json writes them, whatever type holds them, on every back end.

use std::collections::{BTreeSet, VecDeque};

use fastjson_api::internals::Backend;
use serde::Serialize;
use serde_json::{Value, json};

mod common;
#[path = "common/random.rs"]
mod random;

use random::Random;

impl Random {
    /// Short ones, long ones, whole ones, some that have an exponent.
    fn float(&mut self) -> f64 {
        let bits = self.next();
        let float = match self.below(8) {
            0 => f64::from_bits(bits),
            1 | 2 => (bits >> 11) as f64 / (1_u64 << 53) as f64 * 360.0 - 180.0,
            3 => (bits >> 11 >> self.below(53)) as f64,
            4 => 0.0,
            5 => (bits % 1000) as f64 * 1e-9,
            _ => (bits % 1_000_000) as f64 / 1000.0 - 500.0,
        };
        if float.is_finite() { float } else { 0.5 }
    }

    fn floats<const N: usize>(&mut self) -> [f64; N] {
        [(); N].map(|()| self.float())
    }

    fn number(&mut self) -> Value {
        match self.below(10) {
            0 => json!(self.next() >> self.below(64)),
            1 => json!(self.next() as i64 >> self.below(63)),
            2 => json!((1_u64 << 53) - 1 + self.below(3)),
            3 => json!(1 - (1_i64 << 53) - self.below(3) as i64),
            _ => json!(self.float()),
        }
    }

    /// Mostly numbers and rows of as many as the last one, now and then anything.
    fn array(&mut self, depth: u32) -> Value {
        let row = self.below(6);
        let rows = depth > 0 && self.below(2) == 0;
        let elements = (0..self.below(30)).map(|_| match self.below(24) {
            0 => Value::Null,
            1 => json!("text"),
            2 => json!({"at": self.float(), "path": [self.float(), self.below(9)]}),
            3 if depth > 0 => self.array(depth - 1),
            _ if rows => (0..row).map(|_| self.number()).collect(),
            _ => self.number(),
        });
        elements.collect()
    }
}

/// Compact, pretty, and through a writer, against serde_json.
fn check(ours: &impl Serialize, theirs: &impl Serialize) {
    let text = serde_json::to_string(theirs).unwrap();
    assert_eq!(fastjson_api::to_string(ours).unwrap(), text);
    let mut written = Vec::new();
    fastjson_api::to_writer(&mut written, ours).unwrap();
    assert_eq!(written, text.as_bytes());
    let pretty = serde_json::to_vec_pretty(theirs).unwrap();
    assert_eq!(fastjson_api::to_vec_pretty(ours).unwrap(), pretty);
}

fn check_same(value: &impl Serialize) {
    check(value, value);
}

#[test]
fn values() {
    let mut random = Random(11);
    for backend in Backend::available() {
        assert!(backend.force());
        for _ in 0..if cfg!(debug_assertions) { 500 } else { 20_000 } {
            let theirs = random.array(3);
            let ours: fastjson_api::Value = fastjson_api::from_str(&theirs.to_string()).unwrap();
            check(&ours, &theirs);
        }
    }
}

#[derive(Serialize)]
struct Track<'a> {
    name: &'a str,
    heights: &'a [f64],
    path: Vec<(f64, f64)>,
    more: Option<Box<Track<'a>>>,
}

#[derive(Serialize)]
struct Meters(Vec<f64>);

/// What a type that is known is told from: by its elements, or by what holds them.
#[test]
fn types() {
    let mut random = Random(13);
    for backend in Backend::available() {
        assert!(backend.force());
        for length in (0..40).chain([1000, 6000]) {
            let floats: Vec<f64> = (0..length).map(|_| random.float()).collect();
            check_same(&floats);
            check_same(&&floats[..]);
            check_same(&floats.clone().into_boxed_slice());
            check_same(&Meters(floats.clone()));
            check_same(&Some(&floats));
            check_same(&vec![&floats, &floats]);
            check_same(&floats.iter().collect::<Vec<&f64>>());
            check_same(&floats.iter().map(|float| Some(*float)).collect::<Vec<_>>());
            check_same(&floats.iter().copied().collect::<VecDeque<f64>>());
            check_same(&floats.iter().map(|float| *float as f32).collect::<Vec<f32>>());
            check_same(&floats.iter().map(|float| *float as u64).collect::<BTreeSet<u64>>());
            check_same(&(0..length).map(|_| random.floats::<4>()).collect::<Vec<_>>());

            let twos: Vec<[f64; 2]> = (0..length).map(|_| random.floats()).collect();
            let threes: Vec<[f64; 3]> = (0..length).map(|_| random.floats()).collect();
            check_same(&twos);
            check_same(&&threes[..]);
            let pairs: Vec<(f64, f64)> = twos.iter().map(|&[x, y]| (x, y)).collect();
            check_same(&threes.iter().map(|&[x, y, z]| (x, y, z)).collect::<Vec<_>>());
            check_same(&pairs.iter().map(|&(x, y)| (x, y as i32)).collect::<Vec<_>>());
            let text = String::from("on the way");
            let more = Track { name: &text, heights: &[], path: pairs.clone(), more: None };
            let path = pairs.into_iter().rev().collect();
            check_same(&Track { name: &text, heights: &floats, path, more: Some(Box::new(more)) });
        }
    }
}

#[test]
fn not_finite() {
    for backend in Backend::available() {
        assert!(backend.force());
        for odd in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            for at in 0..9 {
                let mut floats = [0.25; 9];
                floats[at] = odd;
                check_same(&&floats[..]);
                check_same(&floats.map(|x| (x, 1.5)).to_vec());
            }
        }
    }
}

/// A writer that fails gets what comes before, and what stands in a buffer stays.
#[test]
fn writers() {
    let floats: Vec<f64> = (0..20_000).map(|i| f64::from(i) / 7.0).collect();
    let text = serde_json::to_vec(&floats).unwrap();
    for room in [0, 1, 100, 65_536, 70_000, text.len() - 1] {
        let mut taken = vec![0; room];
        assert!(fastjson_api::to_writer(&mut taken[..], &floats).is_err());
        assert_eq!(taken, text[..room]);
    }
    let mut behind = b"before".to_vec();
    fastjson_api::to_vec_into(&mut behind, &floats).unwrap();
    assert_eq!(behind, [b"before", &text[..]].concat());
}
