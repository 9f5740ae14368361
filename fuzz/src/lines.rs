//! JSON lines and long arrays: a slice's records, a reader's, and serde_json's line by line are the same, and so are
//! the messages and the places of their errors; an array's elements are those that serde_json finds in it.

use std::fmt::Debug;

use fastjson_api::lines::{self, Elements, LineError, Reader};
use serde::de::{DeserializeOwned, IgnoredAny};

use super::common::Chunks;
use super::common::recorder::Asked;
use super::common::targets::Record;
use super::frame;

pub fn run(data: &[u8]) {
    let Some((&[which, times, first, second], text)) = data.split_first_chunk() else { return };
    // Slices of more than 2 KB are read ahead; records may be cut short by a limit.
    let times = if times < 128 { 1 } else { usize::from(times - 127) };
    let input = text.repeat(times.min(16 * 1024 / text.len().max(1)).max(1));
    let chunks = frame::chunks(first, second);
    let limit = if second % 4 == 0 { usize::from(first) } else { usize::MAX };
    let checks = [
        records::<Asked<0, 0>>,
        records::<Option<Record>>,
        records::<u8>,
        records::<Vec<f64>>,
        records::<IgnoredAny>,
        elements::<Asked<0, 0>>,
        elements::<Record>,
        elements::<u8>,
    ];
    checks[usize::from(which) % checks.len()](&input, &chunks, limit);
}

/// An answer in words: the error's message, line and column (the offset too, where ours are compared).
fn told<T: Debug>(result: Result<T, LineError>, offset: bool) -> String {
    match result {
        Ok(value) => format!("{value:?}"),
        Err(error) => {
            let place = (error.record(), error.line(), error.column());
            let message = error.to_string();
            let message = message.split(" (record").next().unwrap_or_default();
            let offset = if offset { error.offset() } else { 0 };
            format!("{message} {place:?} {offset}")
        }
    }
}

fn records<T: DeserializeOwned + Debug>(input: &[u8], chunks: &[usize], limit: usize) {
    let slice: Vec<String> = lines::from_slice::<T>(input).map(|item| told(item, true)).collect();
    let reader = Reader::new(Chunks::new(input, chunks)).records::<T>();
    let read: Vec<String> = reader.map(|item| told(item, true)).collect();
    assert_eq!(read, slice, "{}", input.escape_ascii());

    let mut expected = Vec::new();
    for (at, line) in input.split(|&byte| byte == b'\n').enumerate() {
        if line.iter().all(|byte| b" \t\r".contains(byte)) {
            continue;
        }
        expected.push(match serde_json::from_slice::<T>(line) {
            Ok(value) => format!("{value:?}"),
            Err(error) => {
                let message = error.to_string();
                let message = message.split(" at line 1 column").next().unwrap_or_default();
                let (line, column) = (at + 1, error.column());
                let place = (expected.len() + 1, line, column);
                format!("{message} at line {line} column {column} {place:?} 0")
            }
        });
    }
    let plain: Vec<String> = lines::from_slice::<T>(input).map(|item| told(item, false)).collect();
    assert_eq!(plain, expected, "{}", input.escape_ascii());

    // With a limit, what is short enough is the same.
    let reader = Reader::new(Chunks::new(input, chunks)).max_length(limit).records::<T>();
    let limited: Vec<_> = reader.collect();
    assert_eq!(limited.is_empty(), expected.is_empty() && limit_is_kept(input, limit));
    if limit == usize::MAX {
        assert_eq!(limited.len(), expected.len());
    }
}

/// Whether no line is longer than the limit.
fn limit_is_kept(input: &[u8], limit: usize) -> bool {
    input.split(|&byte| byte == b'\n').all(|line| line.len() <= limit)
}

fn elements<T: DeserializeOwned + Debug>(input: &[u8], chunks: &[usize], limit: usize) {
    // Whatever the limit, it ends.
    let limited = Elements::<_, T>::new(Chunks::new(input, chunks)).max_length(limit);
    assert!(limited.count() <= input.len() + 1);

    let found: Vec<_> = Elements::<_, T>::new(Chunks::new(input, chunks)).collect();
    if serde_json::from_slice::<Vec<IgnoredAny>>(input).is_err() {
        // It need not be the last item: an element of another type is an error before its syntax is looked at.
        assert!(found.iter().any(Result::is_err), "{}", input.escape_ascii());
        return;
    }
    // Each element by itself, as serde_json has it; the places are ours alone.
    let mut elements = serde_json::Deserializer::from_slice(input);
    let texts: Vec<Element<T>> = serde::Deserialize::deserialize(&mut elements).unwrap_or_default();
    if !texts.is_empty() {
        assert_eq!(found.len(), texts.len(), "{}", input.escape_ascii());
        for (found, Element(expected)) in found.iter().zip(&texts) {
            let found = found.as_ref().expect("an element that serde_json reads");
            assert_eq!(format!("{found:?}"), format!("{expected:?}"));
        }
    }
}

/// One element of an array that is read as a whole.
#[derive(serde::Deserialize)]
#[serde(bound = "T: DeserializeOwned")]
struct Element<T>(T);
