//! Reading JSON lines ahead, with types that show it: it must be as if each line were read by itself.

#[path = "common/told.rs"]
mod told;

use std::time::{Duration, Instant};

use fastjson_api::lines::{self, Reader};
use serde::{Deserialize, Deserializer};
use told::Told;

#[derive(Debug, PartialEq, Deserialize)]
struct Row {
    id: u64,
    value: Told<u64>,
}

#[track_caller]
fn check<T: serde::de::DeserializeOwned + PartialEq + std::fmt::Debug>(text: &str) {
    let mut reader = Reader::new(text.as_bytes());
    let mut records = lines::from_slice::<T>(text.as_bytes());
    while let Some(expected) = reader.read::<T>() {
        let record = records.next().map(|record| record.map_err(|error| error.to_string()));
        assert_eq!(record, Some(expected.map_err(|error| error.to_string())));
        assert_eq!(records.record(), reader.record());
    }
    assert!(records.next().is_none());
}

#[test]
fn a_type_that_hides_an_error_reads_no_more_than_its_line() {
    let many = "null\n".repeat(600);
    for line in [
        "{\"a\"}",
        "{\"a\"{",
        "{\"a\"[",
        "{\"a\"]",
        "{\"a\",",
        "{\"a\"1",
        "{\"a\"  }",
        "[1",
        "[",
        "\"",
        "1 2",
    ] {
        let text = format!("null\n{line}\n{many}");
        check::<Told<Vec<u8>>>(&text);
        check::<Told<serde_json::Value>>(&text);
        check::<Told<std::collections::HashMap<String, u8>>>(&text);
    }
}

#[test]
fn a_hidden_error_tells_its_place_within_the_record() {
    let text =
        "{\"id\": 1, \"value\": 2}\n".repeat(300) + &"{\"id\": 1,\"value\":\"x\"}\n".repeat(300);
    check::<Row>(&text);
    check::<Told<Row>>(&text);
}

/// Reads anything but nothing.
#[derive(Debug)]
struct Something;

impl<'de> Deserialize<'de> for Something {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let read = serde::de::IgnoredAny::deserialize(deserializer);
        assert!(read.is_ok(), "asked for a record where there is none");
        Ok(Something)
    }
}

#[test]
fn no_record_is_asked_for_where_there_is_none() {
    for end in ["", " ", "\n", "  \r", "\n\n \t", " \n \n"] {
        for count in [1, 2, 3000] {
            let text = "1\n".repeat(count) + end;
            assert_eq!(lines::from_slice::<Something>(text.as_bytes()).count(), count);
            let text = "1\n".repeat(count) + end + "2";
            assert!(lines::from_slice::<Something>(text.as_bytes()).count() >= count);
        }
    }
}

/// Neither hidden errors nor short lines before long ones make it look at the same text again and again.
#[test]
fn time_is_linear() {
    let fast = |text: String| {
        let start = Instant::now();
        assert!(lines::from_slice::<Told<Row>>(text.as_bytes()).all(|record| record.is_ok()));
        start.elapsed()
    };
    let short = |count| fast("{\"id\":1,\"value\":\"abc\"}\n".repeat(count));
    let (few, many) = (short(500), short(50_000));
    assert!(many < few * 1000 + Duration::from_secs(2), "{few:?} {many:?}");
    let giant = "\"".to_owned() + &"x".repeat(65_000) + "\"\n";
    let mixed = fast(("1\n".repeat(1000) + &giant).repeat(50));
    assert!(mixed < Duration::from_secs(5), "{mixed:?}");
}
