//! Streams of values, against serde_json's: values, errors, offsets, and what comes after an error.

#[path = "common/backend.rs"]
mod backend;

use std::collections::VecDeque;
use std::fmt::Debug;
use std::io::{self, Read};

use serde::Deserialize;
use serde::de::DeserializeOwned;

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

/// Gives a piece a call; an empty one is the end for now, and none a failure.
struct Growing<'a>(VecDeque<Option<&'a [u8]>>);

impl Read for Growing<'_> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let Some(piece) = self.0.pop_front() else { return Ok(0) };
        let piece = piece.ok_or(io::ErrorKind::TimedOut)?;
        let (now, later) = piece.split_at(piece.len().min(bytes.len()));
        bytes[..now.len()].copy_from_slice(now);
        if !later.is_empty() {
            self.0.push_front(Some(later));
        }
        Ok(now.len())
    }
}

/// What a reader has not told in time, or at all, it may tell when it is asked again.
#[test]
fn readers_that_go_on() {
    let pieces: &[Option<&[u8]>] = &[Some(b"[1] "), Some(b""), Some(b"[2]\n[3"), Some(b"]")];
    let growing = || Growing(pieces.iter().copied().collect());
    let mut theirs = serde_json::Deserializer::from_reader(growing()).into_iter::<Vec<u8>>();
    let mut ours = fastjson_api::Deserializer::from_reader(growing()).into_iter::<Vec<u8>>();
    let mut seen = Vec::new();
    for _ in 0..6 {
        let (ours_next, theirs_next) = (ours.next(), theirs.next());
        assert_eq!(format!("{ours_next:?}"), format!("{theirs_next:?}"));
        assert_eq!(ours.byte_offset(), theirs.byte_offset());
        seen.push(ours_next.map(Result::unwrap));
    }
    let all = [Some(vec![1]), None, Some(vec![2]), Some(vec![3]), None, None];
    assert_eq!(seen, all);

    let pieces: &[Option<&[u8]>] = &[Some(b"[1] "), None, Some(b"[2]"), None, None, Some(b"[3] ")];
    let growing = || Growing(pieces.iter().copied().collect());
    let mut theirs = serde_json::Deserializer::from_reader(growing());
    let mut ours = fastjson_api::Deserializer::from_reader(growing());
    for _ in 0..7 {
        let ours = Vec::<u8>::deserialize(&mut ours).map_err(|error| error.is_io());
        let theirs = Vec::<u8>::deserialize(&mut theirs).map_err(|error| error.is_io());
        assert_eq!(ours, theirs);
    }
}

/// A number whose end was not seen is none.
#[test]
fn numbers_before_a_failure() {
    fn check<T: DeserializeOwned + Debug>(text: &str) {
        let reader = || Growing(VecDeque::from([Some(text.as_bytes()), None]));
        let theirs = T::deserialize(&mut serde_json::Deserializer::from_reader(reader()));
        // An integer of 128 bits is all that is read of `1.5`; and what is of another type may be known before.
        if !theirs.is_err_and(|error| error.is_io()) {
            return;
        }
        let ours = T::deserialize(&mut fastjson_api::Deserializer::from_reader(reader()));
        assert!(ours.unwrap_err().is_io(), "{text} as {}", std::any::type_name::<T>());
        assert!(fastjson_api::from_reader::<_, T>(reader()).unwrap_err().is_io());
    }
    for text in ["71", "-7", "0", "1.5", "[1,71", "{\"a\":71", "  71"] {
        check::<u64>(text);
        check::<f64>(text);
        check::<i128>(text);
        check::<String>(text);
        check::<serde_json::Value>(text);
        check::<fastjson_api::Value>(text);
        check::<serde::de::IgnoredAny>(text);
    }
}

/// Counts the bytes that are taken.
struct Counting<'a>(&'a [u8], usize);

impl Read for Counting<'_> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let count = self.0.read(bytes)?;
        self.1 += count;
        Ok(count)
    }
}

/// Of what is behind a number one byte is taken, whatever it is.
#[test]
fn numbers_take_one_byte_more() {
    const SYMBOLS: &[u8] = b"01-+.e ";
    let longest = if cfg!(debug_assertions) { 5 } else { 6 };
    for length in 1..=longest {
        for number in 0..SYMBOLS.len().pow(length) {
            let text: Vec<u8> = (0..length)
                .map(|place| SYMBOLS[number / SYMBOLS.len().pow(place) % SYMBOLS.len()])
                .collect();
            let (mut theirs, mut ours) = (Counting(&text, 0), Counting(&text, 0));
            let theirs_read =
                f64::deserialize(&mut serde_json::Deserializer::from_reader(&mut theirs));
            let ours_read =
                f64::deserialize(&mut fastjson_api::Deserializer::from_reader(&mut ours));
            match (ours_read, theirs_read) {
                (Ok(ours_read), Ok(theirs_read)) => {
                    assert_eq!(ours_read.to_bits(), theirs_read.to_bits());
                    assert_eq!(ours.1, theirs.1, "{}", text.escape_ascii());
                }
                (ours, theirs) => assert_eq!(
                    ours.unwrap_err().to_string(),
                    theirs.unwrap_err().to_string(),
                    "{}",
                    text.escape_ascii()
                ),
            }
        }
    }
}

/// A stream over a source that something else has read from begins where that stopped.
#[test]
fn streams_over_used_sources() {
    let text = b"1 22 [3]";
    let mut theirs = serde_json::de::SliceRead::new(text);
    let mut ours = fastjson_api::de::SliceRead::new(text);
    let their_first = u8::deserialize(&mut serde_json::Deserializer::new(&mut theirs)).unwrap();
    let our_first = u8::deserialize(&mut fastjson_api::Deserializer::new(&mut ours)).unwrap();
    assert_eq!(our_first, their_first);
    let mut theirs = serde_json::StreamDeserializer::<_, u8>::new(&mut theirs);
    let mut ours = fastjson_api::StreamDeserializer::<_, u8>::new(&mut ours);
    for _ in 0..3 {
        assert_eq!(ours.byte_offset(), theirs.byte_offset());
        let (our, their) = (ours.next(), theirs.next());
        assert_eq!(format!("{our:?}"), format!("{their:?}"));
    }
}

#[test]
fn sources_are_safe_to_unwind() {
    fn safe<T: std::panic::UnwindSafe + std::panic::RefUnwindSafe>() {}
    safe::<serde_json::Deserializer<serde_json::de::IoRead<std::fs::File>>>();
    safe::<fastjson_api::Deserializer<fastjson_api::de::IoRead<std::fs::File>>>();
}
