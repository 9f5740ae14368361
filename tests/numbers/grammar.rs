//! What is a number: JSONTestSuite's forms and mutated ones, accepted where serde_json accepts.

use std::fs;

use fastjson_api::internals::number::Parsed;
use proptest::prelude::*;

use crate::read::{check_read, check_read_everywhere};
use crate::{data, read};

#[test]
fn grammar() {
    // JSONTestSuite's forms, and what is left of each.
    for text in [
        "-",
        "-01",
        "01",
        "012",
        "-1.0.",
        "-2.",
        "-NaN",
        "-.5",
        "0.1.2",
        "0.3e+",
        "0.3e",
        "0.e1",
        "0E+",
        "0E",
        "0e+",
        "0e",
        "1.0e+",
        "1.0e-",
        "1.0e",
        "1 000.0",
        "1eE2",
        "2.e+3",
        "2.e-3",
        "2.e3",
        "9.e+",
        "1+2",
        "0x1",
        "0x42",
        "-Infinity",
        "0e+-1",
        "-123.123foo",
        "123\u{e5}",
        "1e1\u{e5}",
        "-foo",
        "- 1",
        "-012",
        "-1x",
        "1ea",
        "1e\u{e5}",
        "1.",
        "1.2a-3",
        "1.8011670033376514H-308",
        "2@",
        "--1",
        "-e5",
        "1e1.5",
        "1234567.",
        "12345678.",
        "1234567890.e",
        "0.12345678e",
        "0.1234567890123456e",
        "123456789e",
        "1e5e5",
        "00",
        "-00",
        "00.5",
        "00000000",
        "000000001",
    ] {
        check_read_everywhere(text);
    }
    for path in data("conformance/JSONTestSuite/test_parsing") {
        if path.file_name().is_some_and(|name| name.to_string_lossy().contains("number")) {
            let bytes = fs::read(path).unwrap();
            let inner = bytes.strip_prefix(b"[").unwrap_or(&bytes);
            if inner.first().is_some_and(|&first| first == b'-' || first.is_ascii_digit()) {
                check_read(inner);
                check_read(inner.strip_suffix(b"]").unwrap_or(inner));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whole texts: accepted where serde_json accepts, with its value.
    #[test]
    fn grammar_mutated(
        start in "(-?(0|[1-9][0-9]{0,25})(\\.[0-9]{1,25})?([eE][+-]?[0-9]{1,5})?)",
        edits in prop::collection::vec((any::<prop::sample::Index>(), "[-+.eE0-9]?", any::<bool>()), 0..4),
    ) {
        let mut text = start;
        for (at, by, replace) in edits {
            let at = at.index(text.len() + 1);
            let end = if replace { (at + 1).min(text.len()) } else { at };
            text.replace_range(at..end, &by);
        }
        if !text.starts_with(|first: char| first == '-' || first.is_ascii_digit()) {
            return Ok(());
        }
        check_read(text.as_bytes());
        let ours = match read::<false>(text.as_bytes()) {
            Some((value, length)) if length == text.len() => Some(value),
            _ => None,
        };
        match (ours, serde_json::from_str::<serde_json::Number>(&text).ok()) {
            (None, None) => {}
            (Some(Parsed::U64(value)), Some(theirs)) => prop_assert_eq!(Some(value), theirs.as_u64()),
            (Some(Parsed::I64(value)), Some(theirs)) => prop_assert_eq!(Some(value), theirs.as_i64()),
            (Some(Parsed::F64(value)), Some(theirs)) => {
                prop_assert!(theirs.is_f64());
                prop_assert_eq!(Some(value.to_bits()), theirs.as_f64().map(f64::to_bits));
            }
            (ours, theirs) => prop_assert!(false, "{}: {:?} {:?}", text, ours, theirs),
        }
    }
}
