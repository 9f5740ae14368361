//! Reading: from a slice, a `str`, a reader that is read in blocks and one that is read byte by byte, into one of the
//! targets that the tests have or a `Value`, and as a stream. Value, message, line, column and category are
//! serde_json's. An error's path and report can be had.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::de::IgnoredAny;

use super::common::recorder::{Asked, FAILS, STOPS, TAKES_ALL};
use super::common::targets::{
    Adjacent, BorrowedMapFamily, BorrowingFamily, Bytes, CowFamily, External, Flattened, FloatKey,
    Internal, Pair, Record, SliceFamily, Strict, Untagged, Word, boolean_keys, map,
};
use super::common::{self, Check, check, check_owned, same_stream};
use super::frame::{chunks, framed, has_private_name};
use super::must;

/// What texts are read into: a part of the tests' targets, or building them under a sanitizer takes too long.
static CHECKS: LazyLock<Vec<Check>> = LazyLock::new(|| {
    vec![
        check_owned::<i8>,
        check_owned::<u64>,
        check_owned::<i128>,
        check_owned::<f32>,
        check_owned::<char>,
        check_owned::<String>,
        check_owned::<Bytes>,
        check_owned::<()>,
        check_owned::<Pair>,
        check_owned::<[f32; 3]>,
        check_owned::<Vec<Option<u8>>>,
        check_owned::<Vec<Vec<f64>>>,
        check_owned::<Record>,
        check_owned::<Strict>,
        check_owned::<Flattened>,
        check_owned::<Vec<External>>,
        check_owned::<Internal>,
        check_owned::<Adjacent>,
        check_owned::<Untagged>,
        check_owned::<BTreeMap<String, BTreeMap<u8, Record>>>,
        boolean_keys,
        map::<u128>(),
        map::<FloatKey>(),
        map::<Word>(),
        map::<Option<u16>>(),
        map::<(u8, u8)>(),
        check::<SliceFamily>,
        check::<CowFamily>,
        check::<BorrowingFamily>,
        check::<BorrowedMapFamily>,
        check_owned::<Asked<0, TAKES_ALL>>,
        check_owned::<Asked<0, STOPS>>,
        check_owned::<Asked<0, FAILS>>,
        check_owned::<Asked<13, TAKES_ALL>>,
        check_owned::<Asked<20, TAKES_ALL>>,
        check_owned::<Asked<23, STOPS>>,
        check_owned::<Asked<24, FAILS>>,
    ]
});

const STREAMS: &[Check] = &[
    same_stream::<Asked<0, 0>>,
    same_stream::<Option<Record>>,
    same_stream::<u8>,
    same_stream::<IgnoredAny>,
    same_stream::<String>,
    same_stream::<Vec<f64>>,
];

pub fn run(data: &[u8]) {
    let Some((&[how, which, first, second], text)) = data.split_first_chunk() else { return };
    let input = framed(how, text);
    let chunks = chunks(first, second);
    must(CHECKS[usize::from(which) % CHECKS.len()](&input, &chunks));
    must(STREAMS[usize::from(which) % STREAMS.len()](&input, &chunks));
    if !has_private_name(&input) {
        must(values(&input, &chunks));
    }
}

/// `Value`, from all four sources.
fn values(input: &[u8], chunks: &[usize]) -> Result<(), String> {
    use common::{Chunks, ours, theirs};
    let expected = theirs(serde_json::from_slice::<serde_json::Value>(input));
    let result = fastjson_api::from_slice::<fastjson_api::Value>(input);
    if let Err(error) = &result {
        let path = error.path(input);
        assert!(path.to_pointer().len() + path.to_string().len() < 8 * input.len() + 100);
        let report = error.report(input).to_string();
        assert!(error.to_string().starts_with(report.lines().next().unwrap_or_default()));
    }
    let same = |source: &str, expected: &common::Answer, answer: &common::Answer| {
        if expected == answer {
            return Ok(());
        }
        let input = input.escape_ascii();
        Err(format!("Value from {source} is {answer:?}, serde_json's {expected:?}: {input}"))
    };
    same("a slice", &expected, &ours(result))?;
    if let Ok(text) = str::from_utf8(input) {
        same("text", &expected, &ours(fastjson_api::from_str::<fastjson_api::Value>(text)))?;
    }
    let expected = theirs(serde_json::from_reader::<_, serde_json::Value>(input));
    let result = fastjson_api::from_reader::<_, fastjson_api::Value>(Chunks::new(input, chunks));
    same("a reader", &expected, &ours(result))?;
    let mut exact = fastjson_api::Deserializer::from_reader(Chunks::new(input, chunks));
    let result = serde::Deserialize::deserialize(&mut exact)
        .and_then(|value: fastjson_api::Value| exact.end().map(|()| value));
    same("an exact reader", &expected, &ours(result))
}
