//! This crate and serde_json asked the same: random documents, broken ones, and every corner of serde's data model.
//!
//! `PROPTEST_CASES=100000 cargo test --release --test differential` looks longer.

use crate::common::recorder::Asked;
use crate::common::targets::{
    Adjacent, Bytes, External, Flattened, FloatKey, Internal, Newtype, Pair, Record, Untagged, Word,
};
use crate::common::{Check, assert_none, differences, inputs, same_stream, targets};
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde::de::IgnoredAny;

/// So many cases, unless the environment says how many.
fn cases(cases: u32) -> ProptestConfig {
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() {
        ProptestConfig::default().cases
    } else {
        cases
    };
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

fn same_everywhere(checks: &[Check], input: &[u8], chunks: &[usize]) -> Result<(), TestCaseError> {
    let found = differences(checks, input, chunks);
    prop_assert!(found.is_empty(), "{}", found.join("\n"));
    Ok(())
}

proptest! {
    #![proptest_config(cases(40))]

    #[test]
    fn documents(text in document(), chunks in chunks()) {
        same_everywhere(&targets::typed(), text.as_bytes(), &chunks)?;
        same_everywhere(&targets::recorded(), text.as_bytes(), &chunks)?;
    }

    #[test]
    fn mutated_documents(bytes in mutated(document()), chunks in chunks()) {
        same_everywhere(&targets::typed(), &bytes, &chunks)?;
        same_everywhere(&targets::recorded(), &bytes, &chunks)?;
    }

    #[test]
    fn random_bytes(bytes in soup(), chunks in chunks()) {
        same_everywhere(&targets::typed(), &bytes, &chunks)?;
        same_everywhere(&targets::recorded(), &bytes, &chunks)?;
    }

    #[test]
    fn typed_documents(bytes in mutated(typed_document()), chunks in chunks()) {
        same_everywhere(&targets::typed(), &bytes, &chunks)?;
    }

    #[test]
    fn prefixes(text in document(), at in any::<Index>()) {
        prop_assume!(text.trim_ascii().starts_with(['{', '[', '"']));
        prop_assume!(fastjson_api::from_str::<Asked<0, 0>>(&text).is_ok());
        let prefix = &text.as_bytes()[..at.index(text.trim_ascii_end().len())];
        let error = fastjson_api::from_slice::<Asked<0, 0>>(prefix).unwrap_err();
        prop_assert!(error.is_eof(), "{} {}", error, prefix.escape_ascii());
        same_everywhere(&targets::few(), prefix, &[1])?;
    }

    #[test]
    fn streams(bytes in stream(), chunks in chunks()) {
        same_stream::<Asked<0, 0>>(&bytes, &chunks).map_err(TestCaseError::fail)?;
        same_stream::<Option<Record>>(&bytes, &chunks).map_err(TestCaseError::fail)?;
        same_stream::<u8>(&bytes, &chunks).map_err(TestCaseError::fail)?;
        same_stream::<IgnoredAny>(&bytes, &chunks).map_err(TestCaseError::fail)?;
    }
}

#[test]
fn block_edges() {
    let checks = targets::few();
    let found: Vec<_> = inputs::at_block_edges()
        .iter()
        .flat_map(|input| differences(&checks, input, &[64, 1]))
        .collect();
    assert_none(&found);
}

#[test]
fn window_edges() {
    let checks = targets::few();
    let found: Vec<_> = inputs::across_windows()
        .iter()
        .flat_map(|input| differences(&checks, input, &[1000, 1]))
        .collect();
    assert_none(&found);
}

#[test]
fn every_single_byte_change() {
    let document = br#"{"id":10,"name":"a\u00e9\n","inner":{"id":-0,"a":[1.5e1,true,null,{}]}}"#;
    let checks = targets::few();
    let mut found = Vec::new();
    for at in 0..document.len() {
        for byte in *b"\"\\{}[]:,0-.eutn \n\x00\x1f\xff\xc3a/" {
            let mut changed = document.to_vec();
            changed[at] = byte;
            found.extend(differences(&checks, &changed, &[1]));
        }
    }
    assert_none(&found);
}

fn chunks() -> impl Strategy<Value = Vec<usize>> {
    prop_oneof![Just(vec![1]), vec(1usize..200, 1..4)]
}

fn space() -> impl Strategy<Value = String> {
    prop_oneof![12 => Just(String::new()), 4 => "[ \t\n\r]{1,3}", 1 => " {1,150}"]
}

fn number() -> impl Strategy<Value = String> {
    prop_oneof![
        "-?(0|[1-9][0-9]{0,4})",
        "-?(0|[1-9][0-9]{0,40})(\\.[0-9]{1,40})?([eE][+-]?[0-9]{1,3})?",
        any::<i64>().prop_map(|value| value.to_string()),
        any::<u64>().prop_map(|value| value.to_string()),
        any::<i128>().prop_map(|value| value.to_string()),
        any::<u64>()
            .prop_map(f64::from_bits)
            .prop_filter_map("finite", |value| { value.is_finite().then(|| format!("{value:e}")) }),
        any::<f32>().prop_map(|value| format!("{value:?}")),
        select(&["7", "-7", "7.5", "255", "256", "-0", "0e5", "1e400", "4.0"][..])
            .prop_map(str::to_owned),
    ]
}

/// The inside of a string: plain text, escapes, text beyond ASCII, sometimes what is not allowed.
fn characters() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => "[a-z ]{0,12}",
        1 => "[a-z]{30,140}",
        2 => "\\PC{0,5}".prop_map(|text| text.replace(['"', '\\'], "")),
        2 => select(&["\\n", "\\\"", "\\\\", "\\/", "\\b", "\\f", "\\r", "\\t"][..]).prop_map(str::to_owned),
        1 => "\\\\u[0-9a-fA-F]{4}",
        1 => Just("\\ud83c\\udf0d".to_owned()),
    ];
    vec(piece, 0..4).prop_map(|pieces| pieces.concat())
}

fn name() -> impl Strategy<Value = String> {
    const NAMES: &[&str] = &[
        "a", "id", "name", "type", "inner", "unit", "newtype", "tuple", "struct", "1", "-5",
        "true", "1.5",
    ];
    prop_oneof![
        4 => select(NAMES).prop_map(str::to_owned),
        1 => number(),
        1 => characters(),
    ]
    .prop_map(|name| format!("\"{name}\""))
}

/// A JSON text: valid, but for numbers out of range and lone surrogates.
fn document() -> impl Strategy<Value = String> {
    const WORDS: &[&str] =
        &["null", "true", "false", "\"no\"", "\"unit\"", "\"struct\"", "\"newtype\"", "\"a\""];
    let leaf = prop_oneof![
        2 => select(WORDS).prop_map(str::to_owned),
        2 => number(),
        2 => characters().prop_map(|text| format!("\"{text}\"")),
    ];
    let value = leaf.prop_recursive(5, 40, 5, |inner| {
        let element = (space(), inner.clone(), space())
            .prop_map(|(before, value, after)| before + &value + &after)
            .boxed();
        let member = (space(), name(), space(), element.clone())
            .prop_map(|(before, name, after, value)| format!("{before}{name}{after}:{value}"));
        let array = vec(element, 0..5).prop_map(|elements| format!("[{}]", elements.join(",")));
        let object = vec(member, 0..5).prop_map(|members| format!("{{{}}}", members.join(",")));
        prop_oneof![2 => array, 3 => object]
    });
    (space(), value, space()).prop_map(|(before, value, after)| before + &value + &after)
}

/// Bytes that JSON is made of, in no order.
fn soup() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        6 => select(b"{}[]:,\"\\0123456789-+.eE tfn\n".to_vec()).prop_map(|byte| vec![byte]),
        1 => any::<u8>().prop_map(|byte| vec![byte]),
        1 => select(&["true", "null", "\"a\"", "\"id\":", "\\u00", "\\ud83c", "1.5"][..]).prop_map(|word| word.as_bytes().to_vec()),
    ];
    vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// A valid text, and up to three changes in it.
fn mutated(document: impl Strategy<Value = String>) -> impl Strategy<Value = Vec<u8>> {
    let byte = prop_oneof![select(b"{}[]:,\"\\0-.e \n\x00\xffnt".to_vec()), any::<u8>()];
    let changes = vec((any::<Index>(), 0..5u8, byte), 0..3);
    (document, changes).prop_map(|(document, changes)| {
        let mut bytes = document.into_bytes();
        for (at, change, byte) in changes {
            if bytes.is_empty() {
                break;
            }
            let at = at.index(bytes.len());
            match change {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                2 => drop(bytes.remove(at)),
                3 => bytes.truncate(at),
                _ => bytes[at] ^= 1 << (byte % 8),
            }
        }
        bytes
    })
}

/// Documents one after the other, with and without whitespace between them, sometimes broken.
fn stream() -> impl Strategy<Value = Vec<u8>> {
    let separator = select(&["", " ", "\n", "\n\n", ","][..]);
    let short = prop_oneof![document(), number(), typed_document(), Just("true".to_owned())];
    mutated(vec((short, separator), 0..6).prop_map(|parts| {
        parts.into_iter().map(|(document, separator)| document + separator).collect::<String>()
    }))
}

/// The JSON text of a random value of one of the targets' types.
fn typed_document() -> impl Strategy<Value = String> {
    fn text<T: serde::Serialize>(value: T) -> String {
        serde_json::to_string(&value).expect("a value of a plain type")
    }
    let string = || prop_oneof![any::<String>(), "[a-z]{0,5}"];
    let float = || prop_oneof![any::<f64>(), (-1000i32..1000).prop_map(f64::from)];
    let record =
        || {
            (any::<u32>(), proptest::option::of(string()), float())
                .prop_map(|(id, name, a)| Record { id, name, a, inner: None })
        };
    let nested = (record(), record())
        .prop_map(|(outer, inner)| Record { inner: Some(Box::new(inner)), ..outer });
    let internal = prop_oneof![
        Just(Internal::Unit),
        btree_map(string(), any::<u8>(), 0..3).prop_map(Internal::Newtype),
        (any::<u8>(), proptest::option::of(string()))
            .prop_map(|(id, name)| Internal::Struct { id, name }),
    ]
    .boxed();
    let external = prop_oneof![
        Just(External::Unit),
        any::<u8>().prop_map(External::Newtype),
        any::<u8>().prop_map(|value| External::Nested(Box::new(External::Newtype(value)))),
        (any::<i16>(), string()).prop_map(|(number, text)| External::Tuple(number, text)),
        (any::<u8>(), proptest::option::of(string()))
            .prop_map(|(id, name)| External::Struct { id, name }),
        Just(External::Empty()),
        Just(External::Nothing {}),
    ];
    let adjacent = prop_oneof![
        Just(Adjacent::Unit),
        any::<f32>().prop_map(Adjacent::Newtype),
        any::<(u8, bool)>().prop_map(|(number, flag)| Adjacent::Tuple(number, flag)),
        any::<u8>().prop_map(|a| Adjacent::Struct { a }),
    ];
    let untagged = prop_oneof![
        any::<bool>().prop_map(Untagged::Bool),
        float().prop_map(Untagged::Float),
        string().prop_map(Untagged::Text),
        vec(any::<u16>(), 0..4).prop_map(Untagged::List),
        any::<u8>().prop_map(|id| Untagged::Struct { id }),
    ];
    prop_oneof![
        record().prop_map(text),
        nested.prop_map(text),
        internal.clone().prop_map(text),
        vec(external, 0..3).prop_map(|all| if all.len() == 1 { text(&all[0]) } else { text(all) }),
        adjacent.prop_map(text),
        untagged.prop_map(text),
        (any::<u64>(), internal, btree_map("[a-z]", float(), 0..3))
            .prop_map(|(id, choice, rest)| text(Flattened { id, choice, rest })),
        any::<i128>().prop_map(text),
        any::<char>().prop_map(text),
        vec(any::<u8>(), 0..6).prop_map(|bytes| text(Bytes(bytes))),
        (any::<u16>(), any::<i8>(), string()).prop_map(|(a, b, c)| text((Newtype(a), Pair(b, c)))),
        btree_map(any::<i128>(), any::<i32>(), 0..4).prop_map(text),
        btree_map(any::<char>(), any::<i32>(), 0..4).prop_map(text),
        btree_map(any::<bool>(), any::<i32>(), 0..3).prop_map(text),
        btree_map(any::<i8>(), any::<i32>(), 0..4).prop_map(text),
        btree_map(float().prop_map(|key| FloatKey(key.to_bits())), any::<i32>(), 0..4)
            .prop_map(text),
        btree_map(select(&[Word::Id, Word::Name, Word::A, Word::Unit][..]), any::<i32>(), 0..3)
            .prop_map(text),
    ]
}
