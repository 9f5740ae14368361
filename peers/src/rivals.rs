//! What sonic-rs, simd-json and jiter do for the same works. Without the feature `rivals`, nothing: what compares with
//! serde_json alone need not build them.
#![allow(
    clippy::redundant_closure,
    reason = "a closure is good for every lifetime, a path to a function is tied to one"
)]

use std::hint::black_box;
use std::rc::Rc;

use jiter::{Jiter, JsonValue, PartialMode};
use serde::Serialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::Value;
use simd_json::{Buffers, OwnedValue};

use crate::contest::{Entry, entry, gather, nothing, tree, written_by};
use crate::measure::Contestant;
use crate::peer::Peer;
use crate::sample::Model;

/// simd-json twice: with buffers made anew for each text, as its `from_slice` does, and with buffers that are kept.
/// It overwrites its input, so each text is copied first, into room that is kept by both.
fn simd_entries<'a>(
    texts: &'a [&'a [u8]],
    mut read: impl FnMut(&mut [u8], &mut Buffers) -> simd_json::Result<()> + Copy + 'a,
    mut look: impl FnMut(&mut [u8], &mut Buffers) -> simd_json::Result<Value>,
) -> [Entry<'a>; 2] {
    let mut copy = Vec::new();
    let answer = texts.iter().map(|text| {
        copy.clear();
        copy.extend_from_slice(text);
        look(&mut copy, &mut Buffers::new(text.len())).map_err(|error| error.to_string())
    });
    let answer: Result<Vec<Value>, String> = answer.collect();
    let mut copy_kept = copy.clone();
    let mut buffers = Buffers::default();
    let anew = move || {
        for text in texts {
            copy.clear();
            copy.extend_from_slice(black_box(text));
            drop(black_box(read(&mut copy, &mut Buffers::new(text.len()))));
        }
    };
    let kept = move || {
        for text in texts {
            copy_kept.clear();
            copy_kept.extend_from_slice(black_box(text));
            drop(black_box(read(&mut copy_kept, &mut buffers)));
        }
    };
    [
        Entry {
            answer: answer.clone(),
            contestant: Contestant { peer: Peer::SimdJson, run: Box::new(anew) },
        },
        Entry { answer, contestant: Contestant { peer: Peer::SimdJsonKept, run: Box::new(kept) } },
    ]
}

pub fn owned<'a, T: DeserializeOwned + Serialize>(texts: &'a [&'a [u8]]) -> Vec<Entry<'a>> {
    let [simd, kept] = simd_entries(
        texts,
        |text, buffers| {
            simd_json::serde::from_slice_with_buffers::<T>(text, buffers).map(|value| {
                black_box(value);
            })
        },
        |text, buffers| simd_json::serde::from_slice_with_buffers::<T>(text, buffers).map(tree),
    );
    vec![entry(Peer::SonicRs, texts, |text| sonic_rs::from_slice::<T>(text), tree), simd, kept]
}

pub fn borrowed<'a, M: Model>(texts: &'a [&'a [u8]]) -> Vec<Entry<'a>> {
    let [simd, kept] = simd_entries(
        texts,
        |text, buffers| {
            simd_json::serde::from_slice_with_buffers::<M::Borrowed<'_>>(text, buffers).map(
                |value| {
                    black_box(value);
                },
            )
        },
        |text, buffers| {
            simd_json::serde::from_slice_with_buffers::<M::Borrowed<'_>>(text, buffers).map(tree)
        },
    );
    vec![
        entry(Peer::SonicRs, texts, |text| sonic_rs::from_slice::<M::Borrowed<'a>>(text), tree),
        simd,
        kept,
    ]
}

pub fn skip<'a>(texts: &'a [&'a [u8]]) -> Vec<Entry<'a>> {
    let [simd, kept] = simd_entries(
        texts,
        |text, buffers| {
            simd_json::serde::from_slice_with_buffers::<IgnoredAny>(text, buffers).map(|_| ())
        },
        |text, buffers| {
            simd_json::serde::from_slice_with_buffers::<IgnoredAny>(text, buffers)
                .map(|_| Value::Null)
        },
    );
    vec![
        entry(Peer::SonicRs, texts, |text| sonic_rs::from_slice::<IgnoredAny>(text), nothing),
        simd,
        kept,
        entry(
            Peer::Jiter,
            texts,
            |text| {
                let mut jiter = Jiter::new(text);
                jiter.next_skip().and_then(|()| jiter.finish())
            },
            |()| Value::Null,
        ),
    ]
}

pub fn read_value<'a>(texts: &'a [&'a [u8]]) -> Vec<Entry<'a>> {
    let [simd, kept] = simd_entries(
        texts,
        |text, buffers| {
            simd_json::value::owned::to_value_with_buffers(text, buffers).map(|value| {
                black_box(value);
            })
        },
        |text, buffers| simd_json::value::owned::to_value_with_buffers(text, buffers).map(tree),
    );
    vec![
        entry(Peer::SonicRs, texts, |text| sonic_rs::from_slice::<sonic_rs::Value>(text), tree),
        simd,
        kept,
        entry(
            Peer::Jiter,
            texts,
            |text| JsonValue::parse_owned(text, false, PartialMode::Off),
            |value| jiter_tree(&value),
        ),
    ]
}

pub fn reader<'a, T: DeserializeOwned + Serialize>(texts: &'a [&'a [u8]]) -> Vec<Entry<'a>> {
    let mut buffers = Buffers::default();
    let kept =
        move |text: &[u8]| simd_json::serde::from_reader_with_buffers::<_, T>(text, &mut buffers);
    vec![
        entry(Peer::SonicRs, texts, |text| sonic_rs::from_reader::<_, T>(text), tree),
        entry(Peer::SimdJson, texts, |text| simd_json::serde::from_reader::<_, T>(text), tree),
        entry(Peer::SimdJsonKept, texts, kept, tree),
    ]
}

/// simd-json has no stream of values: it reads line by line.
pub fn lines<'a, T: DeserializeOwned + Serialize>(texts: &'a [&'a [u8]]) -> Vec<Entry<'a>> {
    fn each(text: &mut [u8]) -> impl Iterator<Item = &mut [u8]> {
        text.split_mut(|&byte| byte == b'\n').filter(|line| !line.is_empty())
    }
    let [simd, kept] = simd_entries(
        texts,
        |text, buffers| {
            let values = each(text)
                .map(|line| simd_json::serde::from_slice_with_buffers::<T>(line, buffers));
            gather(values).map(|values| {
                black_box(values);
            })
        },
        |text, buffers| {
            let values = each(text)
                .map(|line| simd_json::serde::from_slice_with_buffers::<T>(line, buffers));
            gather(values).map(tree)
        },
    );
    vec![
        entry(
            Peer::SonicRs,
            texts,
            |text| gather(sonic_rs::Deserializer::from_slice(text).into_stream::<T>()),
            tree,
        ),
        simd,
        kept,
    ]
}

pub fn write<'a, T: Serialize + 'static>(values: Rc<[T]>) -> Vec<Entry<'a>> {
    vec![
        written_by(Peer::SonicRs, values.clone(), |value| sonic_rs::to_vec(value)),
        written_by(Peer::SimdJson, values, |value| simd_json::serde::to_vec(value)),
    ]
}

/// A text that one of them cannot read was already noted where it reads values.
pub fn write_value<'a>(texts: &[&[u8]]) -> Vec<Entry<'a>> {
    let sonic: Result<Rc<[sonic_rs::Value]>, _> =
        texts.iter().map(|text| sonic_rs::from_slice(text)).collect();
    let simd: Result<Rc<[OwnedValue]>, _> =
        texts.iter().map(|text| simd_json::to_owned_value(&mut text.to_vec())).collect();
    let sonic =
        sonic.map(|values| written_by(Peer::SonicRs, values, |value| sonic_rs::to_vec(value)));
    let simd = simd
        .map(|values| written_by(Peer::SimdJson, values, |value| simd_json::serde::to_vec(value)));
    sonic.into_iter().chain(simd).collect()
}

fn jiter_tree(value: &JsonValue<'_>) -> Value {
    match value {
        JsonValue::Null => Value::Null,
        JsonValue::Bool(value) => Value::from(*value),
        JsonValue::Int(value) => Value::from(*value),
        JsonValue::Float(value) => Value::from(*value),
        JsonValue::Str(text) => Value::from(text.as_ref()),
        JsonValue::Array(elements) => elements.iter().map(jiter_tree).collect(),
        JsonValue::Object(members) => Value::Object(
            members.iter().map(|(name, value)| (name.to_string(), jiter_tree(value))).collect(),
        ),
    }
}
