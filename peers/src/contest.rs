//! The same work in every library, its results checked before anything is timed.
#![allow(
    clippy::redundant_closure,
    reason = "a closure is good for every lifetime, a path to a function is tied to one"
)]

use std::fmt::Display;
use std::hint::black_box;
use std::rc::Rc;

use jiter::{Jiter, JsonValue, PartialMode};
use serde::Serialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::Value;
use simd_json::{Buffers, OwnedValue};

use crate::measure::{Budget, Contestant, Timing, race};
use crate::peer::{Peer, Work};
use crate::sample::{Group, Model, Sample, Visitor};

/// What was found for one work on one sample.
pub struct Row {
    pub work: Work,
    pub sample: String,
    pub group: Group,
    pub texts: usize,
    pub bytes: usize,
    pub timings: Vec<Timing>,
    /// Who failed or answered otherwise, and is therefore not timed.
    pub notes: Vec<String>,
    /// We failed or answered otherwise than `serde_json`.
    pub wrong: bool,
}

/// A library ready to run, and what it answers.
struct Entry<'a> {
    contestant: Contestant<'a>,
    answer: Result<Vec<Value>, String>,
}

/// Runs the works asked for on the samples it is handed.
pub struct Contest<'w> {
    pub works: &'w [Work],
    pub peers: &'w [Peer],
    pub budget: Budget,
    pub rows: Vec<Row>,
}

impl Visitor for Contest<'_> {
    fn visit<M: Model>(&mut self, sample: &Sample) {
        let texts: Vec<&[u8]> = sample.texts.iter().map(String::as_bytes).collect();
        for &work in self.works {
            if (work == Work::Lines) != (sample.group == Group::Lines)
                || (work == Work::Reader && sample.group == Group::Messages)
            {
                continue;
            }
            let mut bytes = sample.bytes();
            let entries = match work {
                Work::Owned => owned::<M::Owned>(&texts),
                Work::Borrowed => borrowed::<M>(&texts),
                Work::Skip => skip(&texts),
                Work::Write => {
                    let (entries, written) = write::<M::Owned>(&texts);
                    bytes = written;
                    entries
                }
                Work::ReadValue => read_value(&texts),
                Work::WriteValue => {
                    let (entries, written) = write_value(&texts);
                    bytes = written;
                    entries
                }
                Work::Reader => {
                    if !M::DOCUMENTS {
                        continue;
                    }
                    reader::<M::Owned>(&texts)
                }
                Work::Lines => {
                    if !M::LINES {
                        continue;
                    }
                    lines::<M::Owned>(&texts)
                }
            };
            let row = self.run(work, sample, bytes, entries);
            self.rows.push(row);
        }
    }
}

impl Contest<'_> {
    fn run(&self, work: Work, sample: &Sample, bytes: usize, entries: Vec<Entry<'_>>) -> Row {
        let mut notes = Vec::new();
        let mut wrong = false;
        let expected = entries
            .iter()
            .find(|entry| entry.contestant.peer == Peer::SerdeJson)
            .and_then(|entry| entry.answer.clone().ok());
        let mut contestants = Vec::new();
        for entry in entries {
            let peer = entry.contestant.peer;
            if !self.peers.contains(&peer) {
                continue;
            }
            let fault = match (&entry.answer, &expected) {
                (Err(message), _) => {
                    let line = message.lines().next().unwrap_or_default();
                    Some(format!("{}: {line}", peer.name()))
                }
                (Ok(answer), Some(expected)) if !alike_all(answer, expected) => {
                    Some(format!("{}: another result", peer.name()))
                }
                _ => None,
            };
            match fault {
                Some(fault) => {
                    wrong |= peer == Peer::Ours;
                    notes.push(fault);
                }
                None => contestants.push(entry.contestant),
            }
        }
        let timings = race(&mut contestants, self.budget);
        Row {
            work,
            sample: sample.name.clone(),
            group: sample.group,
            texts: sample.texts.len(),
            bytes,
            timings,
            notes,
            wrong,
        }
    }
}

fn entry<'a, T, E: Display>(
    peer: Peer,
    texts: &'a [&'a [u8]],
    mut read: impl FnMut(&'a [u8]) -> Result<T, E> + 'a,
    look: impl Fn(T) -> Value,
) -> Entry<'a> {
    let answer = texts.iter().map(|text| read(text).map(&look).map_err(|error| error.to_string()));
    Entry {
        answer: answer.collect(),
        contestant: Contestant {
            peer,
            run: Box::new(move || {
                for text in texts {
                    drop(black_box(read(black_box(text))));
                }
            }),
        },
    }
}

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

fn owned<'a, T: DeserializeOwned + Serialize>(texts: &'a [&'a [u8]]) -> Vec<Entry<'a>> {
    let [simd, kept] = simd_entries(
        texts,
        |text, buffers| {
            simd_json::serde::from_slice_with_buffers::<T>(text, buffers).map(|value| {
                black_box(value);
            })
        },
        |text, buffers| simd_json::serde::from_slice_with_buffers::<T>(text, buffers).map(tree),
    );
    vec![
        entry(Peer::Ours, texts, |text| fastjson_api::from_slice::<T>(text), tree),
        entry(Peer::SerdeJson, texts, |text| serde_json::from_slice::<T>(text), tree),
        entry(Peer::SonicRs, texts, |text| sonic_rs::from_slice::<T>(text), tree),
        simd,
        kept,
    ]
}

fn borrowed<'a, M: Model>(texts: &'a [&'a [u8]]) -> Vec<Entry<'a>> {
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
        entry(Peer::Ours, texts, |text| fastjson_api::from_slice::<M::Borrowed<'a>>(text), tree),
        entry(Peer::SerdeJson, texts, |text| serde_json::from_slice::<M::Borrowed<'a>>(text), tree),
        entry(Peer::SonicRs, texts, |text| sonic_rs::from_slice::<M::Borrowed<'a>>(text), tree),
        simd,
        kept,
    ]
}

fn skip<'a>(texts: &'a [&'a [u8]]) -> Vec<Entry<'a>> {
    let nothing = |_: IgnoredAny| Value::Null;
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
        entry(Peer::Ours, texts, |text| fastjson_api::from_slice::<IgnoredAny>(text), nothing),
        entry(Peer::SerdeJson, texts, |text| serde_json::from_slice::<IgnoredAny>(text), nothing),
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

fn read_value<'a>(texts: &'a [&'a [u8]]) -> Vec<Entry<'a>> {
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
        entry(
            Peer::Ours,
            texts,
            |text| fastjson_api::from_slice::<fastjson_api::Value>(text),
            tree,
        ),
        entry(Peer::SerdeJson, texts, |text| serde_json::from_slice::<Value>(text), tree),
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

fn reader<'a, T: DeserializeOwned + Serialize>(texts: &'a [&'a [u8]]) -> Vec<Entry<'a>> {
    let mut buffers = Buffers::default();
    let kept =
        move |text: &[u8]| simd_json::serde::from_reader_with_buffers::<_, T>(text, &mut buffers);
    vec![
        entry(Peer::Ours, texts, |text| fastjson_api::from_reader::<_, T>(text), tree),
        entry(Peer::SerdeJson, texts, |text| serde_json::from_reader::<_, T>(text), tree),
        entry(Peer::SonicRs, texts, |text| sonic_rs::from_reader::<_, T>(text), tree),
        entry(Peer::SimdJson, texts, |text| simd_json::serde::from_reader::<_, T>(text), tree),
        entry(Peer::SimdJsonKept, texts, kept, tree),
    ]
}

/// simd-json has no stream of values: it reads line by line.
fn lines<'a, T: DeserializeOwned + Serialize>(texts: &'a [&'a [u8]]) -> Vec<Entry<'a>> {
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
            Peer::Ours,
            texts,
            |text| gather(fastjson_api::Deserializer::from_slice(text).into_iter::<T>()),
            tree,
        ),
        entry(
            Peer::SerdeJson,
            texts,
            |text| gather(serde_json::Deserializer::from_slice(text).into_iter::<T>()),
            tree,
        ),
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

fn gather<T, E>(values: impl Iterator<Item = Result<T, E>>) -> Result<Vec<T>, E> {
    values.collect()
}

/// Also the number of bytes written.
fn write<'a, T: DeserializeOwned + Serialize + 'static>(
    texts: &[&[u8]],
) -> (Vec<Entry<'a>>, usize) {
    let values: Rc<[T]> = texts
        .iter()
        .map(|text| serde_json::from_slice(text).expect("every sample suits its types"))
        .collect();
    let written: Vec<Vec<u8>> =
        values.iter().map(|value| serde_json::to_vec(value).expect("it came from JSON")).collect();
    let mut ours = written_by(Peer::Ours, values.clone(), |value| fastjson_api::to_vec(value));
    if values
        .iter()
        .zip(&written)
        .any(|(value, text)| fastjson_api::to_vec(value).ok().as_ref() != Some(text))
    {
        ours.answer = Err("other bytes than serde_json's".to_owned());
    }
    let entries = vec![
        ours,
        written_by(Peer::SerdeJson, values.clone(), |value| serde_json::to_vec(value)),
        written_by(Peer::SonicRs, values.clone(), |value| sonic_rs::to_vec(value)),
        written_by(Peer::SimdJson, values, |value| simd_json::serde::to_vec(value)),
    ];
    (entries, written.iter().map(Vec::len).sum())
}

fn write_value<'a>(texts: &[&[u8]]) -> (Vec<Entry<'a>>, usize) {
    let ours: Rc<[fastjson_api::Value]> =
        texts.iter().map(|text| fastjson_api::from_slice(text).expect("JSON")).collect();
    let serde: Rc<[Value]> =
        texts.iter().map(|text| serde_json::from_slice(text).expect("JSON")).collect();
    let sonic: Result<Rc<[sonic_rs::Value]>, _> =
        texts.iter().map(|text| sonic_rs::from_slice(text)).collect();
    let simd: Result<Rc<[OwnedValue]>, _> =
        texts.iter().map(|text| simd_json::to_owned_value(&mut text.to_vec())).collect();
    let bytes =
        serde.iter().map(|value| serde_json::to_vec(value).map_or(0, |text| text.len())).sum();
    let mut entries = vec![
        written_by(Peer::Ours, ours, |value| fastjson_api::to_vec(value)),
        written_by(Peer::SerdeJson, serde, |value| serde_json::to_vec(value)),
    ];
    // A text that a peer cannot read was already noted where it reads values.
    entries.extend(
        sonic.ok().map(|values| written_by(Peer::SonicRs, values, |value| sonic_rs::to_vec(value))),
    );
    entries.extend(
        simd.ok().map(|values| {
            written_by(Peer::SimdJson, values, |value| simd_json::serde::to_vec(value))
        }),
    );
    (entries, bytes)
}

fn written_by<'a, T: 'a, E: Display>(
    peer: Peer,
    values: Rc<[T]>,
    write: impl Fn(&T) -> Result<Vec<u8>, E> + 'a,
) -> Entry<'a> {
    let answer = values.iter().map(|value| {
        let text = write(value).map_err(|error| error.to_string())?;
        serde_json::from_slice(&text).map_err(|error| error.to_string())
    });
    Entry {
        answer: answer.collect(),
        contestant: Contestant {
            peer,
            run: Box::new(move || {
                for value in values.iter() {
                    drop(black_box(write(black_box(value))));
                }
            }),
        },
    }
}

fn tree<T: Serialize>(value: T) -> Value {
    // By way of text: a library's own types may hand serde tokens of their own.
    let text = serde_json::to_vec(&value).unwrap_or_default();
    serde_json::from_slice(&text).unwrap_or(Value::Null)
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

fn alike_all(ours: &[Value], theirs: &[Value]) -> bool {
    ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(a, b)| alike(a, b))
}

/// Equal, but for the last digits of floats: not every peer rounds them correctly.
fn alike(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => {
            a == b
                || matches!((a.as_f64(), b.as_f64()), (Some(a), Some(b)) if (a - b).abs() <= 1e-6 * a.abs().max(b.abs()))
        }
        (Value::Array(a), Value::Array(b)) => alike_all(a, b),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|((k, a), (l, b))| k == l && alike(a, b))
        }
        _ => a == b,
    }
}
