//! The same work in every library, its results checked before anything is timed.
#![allow(
    clippy::redundant_closure,
    reason = "a closure is good for every lifetime, a path to a function is tied to one"
)]

use std::fmt::Display;
use std::hint::black_box;
use std::rc::Rc;

use serde::Serialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::Value;

use crate::measure::{Budget, Contestant, Timing, race};
use crate::peer::{Peer, Work};
use crate::rivals;
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
pub struct Entry<'a> {
    pub contestant: Contestant<'a>,
    pub answer: Result<Vec<Value>, String>,
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
                    if !cfg!(feature = "rivals") || !M::DOCUMENTS {
                        continue;
                    }
                    reader::<M::Owned>(&texts)
                }
                Work::Lines => {
                    if !cfg!(feature = "rivals") || !M::LINES {
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

pub fn entry<'a, T, E: Display>(
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

fn owned<'a, T: DeserializeOwned + Serialize>(texts: &'a [&'a [u8]]) -> Vec<Entry<'a>> {
    let mut entries = vec![
        entry(Peer::Ours, texts, |text| fastjson_api::from_slice::<T>(text), tree),
        entry(Peer::SerdeJson, texts, |text| serde_json::from_slice::<T>(text), tree),
    ];
    entries.extend(rivals::owned::<T>(texts));
    entries
}

fn borrowed<'a, M: Model>(texts: &'a [&'a [u8]]) -> Vec<Entry<'a>> {
    let mut entries = vec![
        entry(Peer::Ours, texts, |text| fastjson_api::from_slice::<M::Borrowed<'a>>(text), tree),
        entry(Peer::SerdeJson, texts, |text| serde_json::from_slice::<M::Borrowed<'a>>(text), tree),
    ];
    entries.extend(rivals::borrowed::<M>(texts));
    entries
}

fn skip<'a>(texts: &'a [&'a [u8]]) -> Vec<Entry<'a>> {
    let mut entries = vec![
        entry(Peer::Ours, texts, |text| fastjson_api::from_slice::<IgnoredAny>(text), nothing),
        entry(Peer::SerdeJson, texts, |text| serde_json::from_slice::<IgnoredAny>(text), nothing),
    ];
    entries.extend(rivals::skip(texts));
    entries
}

fn read_value<'a>(texts: &'a [&'a [u8]]) -> Vec<Entry<'a>> {
    let mut entries = vec![
        entry(
            Peer::Ours,
            texts,
            |text| fastjson_api::from_slice::<fastjson_api::Value>(text),
            tree,
        ),
        entry(Peer::SerdeJson, texts, |text| serde_json::from_slice::<Value>(text), tree),
    ];
    entries.extend(rivals::read_value(texts));
    entries
}

fn reader<'a, T: DeserializeOwned + Serialize>(texts: &'a [&'a [u8]]) -> Vec<Entry<'a>> {
    let mut entries = vec![
        entry(Peer::Ours, texts, |text| fastjson_api::from_reader::<_, T>(text), tree),
        entry(Peer::SerdeJson, texts, |text| serde_json::from_reader::<_, T>(text), tree),
    ];
    entries.extend(rivals::reader::<T>(texts));
    entries
}

fn lines<'a, T: DeserializeOwned + Serialize>(texts: &'a [&'a [u8]]) -> Vec<Entry<'a>> {
    let mut entries = vec![
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
    ];
    entries.extend(rivals::lines::<T>(texts));
    entries
}

pub fn gather<T, E>(values: impl Iterator<Item = Result<T, E>>) -> Result<Vec<T>, E> {
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
    let mut entries =
        vec![ours, written_by(Peer::SerdeJson, values.clone(), |value| serde_json::to_vec(value))];
    entries.extend(rivals::write(values));
    (entries, written.iter().map(Vec::len).sum())
}

fn write_value<'a>(texts: &[&[u8]]) -> (Vec<Entry<'a>>, usize) {
    let ours: Rc<[fastjson_api::Value]> =
        texts.iter().map(|text| fastjson_api::from_slice(text).expect("JSON")).collect();
    let serde: Rc<[Value]> =
        texts.iter().map(|text| serde_json::from_slice(text).expect("JSON")).collect();
    let bytes =
        serde.iter().map(|value| serde_json::to_vec(value).map_or(0, |text| text.len())).sum();
    let mut entries = vec![
        written_by(Peer::Ours, ours, |value| fastjson_api::to_vec(value)),
        written_by(Peer::SerdeJson, serde, |value| serde_json::to_vec(value)),
    ];
    entries.extend(rivals::write_value(texts));
    (entries, bytes)
}

pub fn written_by<'a, T: 'a, E: Display>(
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

/// What was skipped.
pub fn nothing(_: IgnoredAny) -> Value {
    Value::Null
}

pub fn tree<T: Serialize>(value: T) -> Value {
    // By way of text: a library's own types may hand serde tokens of their own.
    let text = serde_json::to_vec(&value).unwrap_or_default();
    serde_json::from_slice(&text).unwrap_or(Value::Null)
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
