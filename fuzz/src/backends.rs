//! Back ends against each other: the same tokens however the input is cut, and the same answers and texts when one of
//! them is forced on the whole library.

use fastjson_api::internals::{Backend, simd};
use serde::de::{DeserializeOwned, IgnoredAny};
use std::fmt::Debug;

use super::common::recorder::Asked;
use super::common::targets::Record;
use super::common::{Answer, Chunks, ours};
use super::frame::{chunks, framed};

pub fn run(data: &[u8]) {
    let Some((&[how, first, second], text)) = data.split_first_chunk() else { return };
    // An allocation of its own, so that no byte beyond it may be touched.
    let input = framed(how, text).into_boxed_slice();
    let mut cuts = [first, second].map(|cut| usize::from(cut) * input.len() / 255);
    cuts.sort_unstable();
    let whole = simd::tokens(Backend::Swar, &input, &[]);
    assert!(whole.is_some());
    for backend in Backend::available() {
        assert_eq!(simd::tokens(backend, &input, &[]), whole, "{backend:?}");
        assert_eq!(simd::tokens(backend, &input, &cuts), whole, "{backend:?} {cuts:?}");
    }

    let chunks = chunks(first, second);
    let mut answers = Backend::available().map(|backend| {
        assert!(backend.force());
        (backend, answers(&input, &chunks))
    });
    let (_, expected) = answers.next().expect("one back end at least");
    for (backend, answers) in answers {
        assert_eq!(answers, expected, "{backend:?}");
    }
    // The best one again.
    Backend::available().next().map(Backend::force);
}

fn answers(input: &[u8], chunks: &[usize]) -> Vec<Answer> {
    let text = String::from_utf8_lossy(input);
    let mut answers = vec![
        ours(fastjson_api::to_string(&text)),
        ours(fastjson_api::from_slice::<IgnoredAny>(input)),
        ours(fastjson_api::from_slice::<fastjson_api::Value>(input)),
        ours(fastjson_api::from_str::<fastjson_api::Value>(&text)),
    ];
    for read in [both::<Asked<0, 0>>, both::<Record>, both::<IgnoredAny>] {
        answers.extend(read(input, chunks));
    }
    // Numbers are read together, in other ways by each.
    answers.push(ours(fastjson_api::from_slice::<Vec<f64>>(input)));
    answers.push(ours(fastjson_api::from_slice::<Vec<i64>>(input)));
    answers.push(ours(fastjson_api::from_slice::<Vec<(f64, f64)>>(input)));
    answers
}

fn both<T: DeserializeOwned + Debug>(input: &[u8], chunks: &[usize]) -> [Answer; 2] {
    let mut exact = fastjson_api::Deserializer::from_reader(Chunks::new(input, chunks));
    [
        ours(fastjson_api::from_reader::<_, T>(Chunks::new(input, chunks))),
        ours(T::deserialize(&mut exact).and_then(|value| exact.end().map(|()| value))),
    ]
}
