//! Arrays of numbers, and of rows of numbers, read as serde_json reads them, errors and their places too, whatever type
//! holds them, from slices and readers, on every back end.
//!
//! With `arbitrary_precision` serde_json says other things about numbers; the one here is built without.
#![cfg(not(feature = "arbitrary_precision"))]

use std::fmt::Write;

use fastjson_api::internals::Backend;

mod common;
#[path = "common/random.rs"]
mod random;

use common::{Check, assert_none, check_owned, differences, ours, same, theirs};
use random::Random;

/// What is known when it is read, and what is not.
fn checks() -> Vec<Check> {
    vec![
        check_owned::<Vec<f64>>,
        check_owned::<Vec<f32>>,
        check_owned::<Vec<(f64, f64)>>,
        check_owned::<Vec<[f64; 2]>>,
        check_owned::<Vec<(f64, f64, f64)>>,
        check_owned::<Vec<[f64; 3]>>,
        check_owned::<Vec<u8>>,
        check_owned::<Vec<u16>>,
        check_owned::<Vec<u32>>,
        check_owned::<Vec<u64>>,
        check_owned::<Vec<usize>>,
        check_owned::<Vec<i8>>,
        check_owned::<Vec<i16>>,
        check_owned::<Vec<i32>>,
        check_owned::<Vec<i64>>,
        check_owned::<Vec<isize>>,
        check_owned::<Vec<Vec<f64>>>,
        check_owned::<Vec<[f64; 4]>>,
        check_owned::<Vec<(f64, i64)>>,
        check_owned::<[f64; 20]>,
        check_owned::<Option<Box<[u64]>>>,
        check_owned::<serde_json::Value>,
        values,
    ]
}

/// This crate's values against serde_json's.
fn values(input: &[u8], chunks: &[usize]) -> Result<(), String> {
    let text = |value: serde_json::Value| value.to_string();
    let our_text = |value: fastjson_api::Value| value.to_string();
    let chunks = |input| common::Chunks::new(input, chunks);
    let expected = theirs(serde_json::from_slice(input).map(text));
    let found = ours(fastjson_api::from_slice(input).map(our_text));
    let expected_read = theirs(serde_json::from_reader(chunks(input)).map(text));
    let found_read = ours(fastjson_api::from_reader(chunks(input)).map(our_text));
    match expected == found && expected_read == found_read {
        true => Ok(()),
        false => Err(format!("{expected:?}, {found:?}, {expected_read:?}, {found_read:?}")),
    }
}

/// What the numbers of a text are like.
#[derive(Clone, Copy)]
enum Style {
    Counts,
    Signed,
    Decimals,
    Long,
    Any,
}

impl Random {
    fn number(&mut self, style: Style, text: &mut String) {
        let digits = self.next();
        let wrote = match style {
            Style::Counts => write!(text, "{}", digits % 10_u64.pow(self.below(12) as u32 + 1)),
            Style::Signed => write!(text, "{}", digits as i64 >> self.below(63)),
            Style::Decimals => write!(text, "{}", (digits % 2_000_000) as f64 / 1e4 - 100.0),
            Style::Long => write!(text, "{}", (digits >> 11) as f64 / 1e14 - 40.0),
            Style::Any => match self.below(12) {
                0 => write!(text, "{}e{}", digits % 1000, self.below(700) as i64 - 350),
                1 => write!(text, "-{}.{digits:09}", self.below(3)),
                2 => write!(text, "{digits}"),
                3 => write!(text, "{digits}{}", self.below(1000)),
                4 => write!(text, "-0"),
                5 => write!(text, "0.{:0>1$}", digits % 1000, self.below(24) as usize),
                6 => write!(text, "{}.0", digits % 100),
                7 => write!(text, "{}", f64::from_bits(digits % (2047 << 52))),
                8 => write!(text, "{}.{}", digits % 100_000, self.next() % 100_000),
                _ => write!(text, "{}", digits % 100),
            },
        };
        wrote.unwrap();
    }

    /// An array of so many, in rows of so many or in none, with space around it or not.
    fn array(&mut self, style: Style, row: u64, length: u64) -> String {
        let space = if self.below(4) == 0 { ["\n  ", " "] } else { ["", ""] };
        let mut text = " ".repeat(self.below(40) as usize) + "[";
        for i in 0..length {
            text += if i > 0 { "," } else { "" };
            text += space[0];
            if row == 0 {
                self.number(style, &mut text);
                continue;
            }
            text += "[";
            for j in 0..row {
                text += if j > 0 { "," } else { "" };
                self.number(style, &mut text);
            }
            text += "]";
        }
        text + space[1] + "]" + if self.below(8) == 0 { "" } else { "\n" }
    }

    /// The same with a byte changed, left out or put in.
    fn spoiled(&mut self, text: &str) -> Vec<u8> {
        let mut text = text.as_bytes().to_vec();
        let at = self.below(text.len() as u64) as usize;
        let other = b"0123456789.-+eE,:[]{}\"nt \x00\xC3"[self.below(27) as usize];
        match self.below(4) {
            0 => text[at] = other,
            1 => text.insert(at, other),
            2 => drop(text.remove(at)),
            _ => text.truncate(at),
        }
        text
    }
}

#[test]
fn arrays_and_what_is_wrong_with_them() {
    const STYLES: [Style; 5] =
        [Style::Counts, Style::Signed, Style::Decimals, Style::Long, Style::Any];
    let checks = checks();
    let mut random = Random(17);
    let mut wrong = Vec::new();
    for backend in Backend::available() {
        assert!(backend.force());
        for round in 0..if cfg!(debug_assertions) { 20 } else { 1200 } {
            let style = STYLES[round % STYLES.len()];
            let length = [7, 20, 90, 700][round / STYLES.len() % 4];
            let row = random.below(6);
            let length = random.below(length) / row.max(1);
            let text = random.array(style, if row == 1 { 0 } else { row }, length);
            let chunks = [1 + random.below(300) as usize];
            wrong.extend(differences(&checks, text.as_bytes(), &chunks));
            for _ in 0..4 {
                let text = random.spoiled(&text);
                wrong.extend(differences(&checks, &text, &chunks));
            }
        }
    }
    assert_none(&wrong);
}

/// Any token in the place of another: what comes behind it is of no array, or of another.
#[test]
fn every_token_between_them() {
    let mut random = Random(29);
    let checks: Vec<Check> = vec![
        check_owned::<Vec<f64>>,
        check_owned::<Vec<i64>>,
        check_owned::<Vec<(f64, f64)>>,
        check_owned::<Vec<[f64; 3]>>,
        values,
        streams,
    ];
    let mut wrong = Vec::new();
    for backend in Backend::available() {
        assert!(backend.force());
        for row in [0, 2, 3, 4] {
            let array = random.array(Style::Signed, row, 36 / row.max(1));
            let text = " ".repeat(40) + array.trim();
            for (at, _) in text.match_indices(['[', ']', ',']) {
                for other in *b"[]{}:,\n" {
                    let mut text = text.clone().into_bytes();
                    text[at] = other;
                    wrong.extend(differences(&checks, &text, &[64]));
                }
            }
        }
    }
    assert_none(&wrong);
}

/// All values of a stream, this crate's against serde_json's.
fn streams(input: &[u8], _: &[usize]) -> Result<(), String> {
    let found: Vec<_> = fastjson_api::Deserializer::from_slice(input)
        .into_iter::<fastjson_api::Value>()
        .map(|value| ours(value.map(|value| value.to_string())))
        .collect();
    let expected: Vec<_> = serde_json::Deserializer::from_slice(input)
        .into_iter::<serde_json::Value>()
        .map(|value| theirs(value.map(|value| value.to_string())))
        .collect();
    match found == expected {
        true => Ok(()),
        false => Err(format!("{expected:?}, {found:?}")),
    }
}

/// In a member, in an array that is too deep for its rows, and behind what is not a number.
#[test]
fn where_they_stand() {
    #[derive(serde::Deserialize, Debug)]
    struct Track {
        _heights: Vec<f64>,
        _path: Option<Vec<(f64, f64)>>,
        _counts: Vec<u32>,
    }

    let mut random = Random(19);
    for backend in Backend::available() {
        assert!(backend.force());
        for _ in 0..if cfg!(debug_assertions) { 8 } else { 40 } {
            let heights = random.array(Style::Decimals, 0, 90);
            let path = random.array(Style::Long, 2, 50);
            let counts = random.array(Style::Counts, 0, 30);
            let text = format!(
                r#"{{"_heights":{heights},"_path":{path},"other":[{path}],"_counts":{counts}}}"#
            );
            same::<Track>(text.as_bytes()).unwrap();
            for other in ["null", "\"text\"", "[]", "{}", "[1,\"2\"]", "1e400", "01"] {
                let mixed = path.replacen("],[", &format!("],{other},["), 20);
                values(mixed.as_bytes(), &[50]).unwrap();
                let mixed = heights.replacen(',', &format!(",{other},"), 30);
                values(mixed.as_bytes(), &[50]).unwrap();
            }
        }
        for depth in 123..130 {
            for row in [0, 2, 3, 4] {
                let array = random.array(Style::Decimals, row, 20);
                let text = "[".repeat(depth) + &array + &"]".repeat(depth);
                values(text.as_bytes(), &[50]).unwrap();
            }
        }
    }
}

/// What is kept, and what becomes of the memory: as many as there are, none twice.
#[test]
fn long_ones() {
    for backend in Backend::available() {
        assert!(backend.force());
        let floats: Vec<f64> = (0..40_000).map(|i| f64::from(i) / 7.0 - 2000.0).collect();
        let text = serde_json::to_string(&floats).unwrap();
        assert_eq!(fastjson_api::from_str::<Vec<f64>>(&text).unwrap(), floats);
        let pairs: Vec<_> = floats.iter().map(|x| (*x, x * 3.0)).collect();
        let text = serde_json::to_string(&pairs).unwrap();
        assert_eq!(fastjson_api::from_str::<Vec<(f64, f64)>>(&text).unwrap(), pairs);
        assert_eq!(
            fastjson_api::from_reader::<_, Vec<(f64, f64)>>(text.as_bytes()).unwrap(),
            pairs
        );
        let value: fastjson_api::Value = fastjson_api::from_str(&text).unwrap();
        assert_eq!(value.to_string(), text);
    }
}
