//! Streams of values, against serde_json's: values, errors, offsets, and what comes after an error.

#[path = "common/backend.rs"]
mod backend;

use serde::de::DeserializeOwned;
use std::fmt::Debug;

/// Compares a few more items than the stream has, from a slice and from a reader.
fn same<T: DeserializeOwned + Debug>(text: &str, items: usize) {
    let shown = &text[..text.len().min(60)];
    let mut ours = fastjson_api::Deserializer::from_str(text).into_iter::<T>();
    let mut theirs = serde_json::Deserializer::from_str(text).into_iter::<T>();
    for item in 0..items {
        let (our, their) = (ours.next(), theirs.next());
        assert_eq!(format!("{our:?}"), format!("{their:?}"), "item {item} of {shown:?}");
        assert_eq!(ours.byte_offset(), theirs.byte_offset(), "item {item} of {shown:?}");
    }
    let mut ours = fastjson_api::Deserializer::from_reader(text.as_bytes()).into_iter::<T>();
    let mut theirs = serde_json::Deserializer::from_reader(text.as_bytes()).into_iter::<T>();
    for item in 0..items {
        let (our, their) = (ours.next(), theirs.next());
        assert_eq!(format!("{our:?}"), format!("{their:?}"), "reader, item {item} of {shown:?}");
        assert_eq!(ours.byte_offset(), theirs.byte_offset(), "reader, item {item} of {shown:?}");
    }
}

#[test]
fn concatenated_values() {
    same::<serde_json::Value>(r#"{"x":40}{"x":41} [1,2]"a""b" 1 2 true null"#, 12);
    // With this feature a number's text goes to a Value of the real serde_json, built without.
    if !cfg!(feature = "arbitrary_precision") {
        same::<serde_json::Value>("2.5e3 1.5[1.5]", 5);
    }
    same::<Vec<u32>>("[0]\n[1, 2]  [3]\n\n", 5);
    same::<u64>("1 2 3", 5);
    same::<u64>("", 2);
    same::<u64>("  \n ", 2);
}

#[test]
fn early_ends_and_errors_end_the_stream() {
    same::<serde_json::Value>("{\"x\":40}\n{\"x\":", 4);
    same::<serde_json::Value>("[1] [2", 4);
    same::<u64>("1 2 x 3", 6);
    same::<u64>("1 \"2\" 3", 6);
    // An integer of 128 bits is read before what makes the number malformed.
    same::<i128>("12 -345678.9E- 4", 2);
}

#[test]
fn values_without_space_between_them() {
    same::<serde_json::Value>("1true", 4);
    same::<serde_json::Value>("truefalse null", 4);
    same::<serde_json::Value>("nullnull1null", 8);
}

/// Each of these splits a scalar and goes on: more often than a window has room for.
#[test]
fn a_scalar_that_is_split_thousands_of_times() {
    same::<bool>(&"true".repeat(5000), 5002);
    same::<Option<bool>>(&"nullfalse".repeat(3000), 6002);
}
