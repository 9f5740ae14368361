//! Asks serde_json and this crate the same question and compares the answers, down to each error's words and place.
#![allow(dead_code, reason = "each test includes this module and uses its own part of it")]

use std::fmt::Debug;
use std::io::{self, Read};

use serde::Deserialize;
use serde::de::DeserializeOwned;

mod backend;
pub mod inputs;
pub mod recorder;
pub mod targets;

/// An answer in words, so that two libraries' answers can be compared. Values are compared by `Debug`, which tells
/// `-0.0` from `0.0`.
#[derive(PartialEq, Clone)]
pub struct Answer(String);

impl Debug for Answer {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl Answer {
    pub fn is_ok(&self) -> bool {
        self.0.starts_with("Ok")
    }
}

pub fn theirs<T: Debug>(result: Result<T, serde_json::Error>) -> Answer {
    Answer(match result {
        Ok(value) => format!("Ok {value:?}"),
        Err(error) => {
            format!(
                "{error} | {}:{} {:?} | {error:?}",
                error.line(),
                error.column(),
                error.classify()
            )
        }
    })
}

pub fn ours<T: Debug>(result: Result<T, fastjson_api::Error>) -> Answer {
    Answer(match result {
        Ok(value) => format!("Ok {value:?}"),
        Err(error) => {
            format!(
                "{error} | {}:{} {:?} | {error:?}",
                error.line(),
                error.column(),
                error.classify()
            )
        }
    })
}

/// `from_slice` and `from_str`; the answer of both, or how they differ.
pub fn same<'de, T: Deserialize<'de> + Debug>(input: &'de [u8]) -> Result<Answer, String> {
    let slice = compare::<T>(
        "from_slice",
        input,
        theirs(serde_json::from_slice::<T>(input)),
        ours(fastjson_api::from_slice::<T>(input)),
    )?;
    if let Ok(text) = str::from_utf8(input) {
        compare::<T>(
            "from_str",
            input,
            theirs(serde_json::from_str::<T>(text)),
            ours(fastjson_api::from_str::<T>(text)),
        )?;
    }
    if let Err(error) = fastjson_api::from_slice::<T>(input) {
        place_is_the_offset(&error, input)?;
    }
    Ok(slice)
}

/// `from_reader` and `Deserializer::from_reader`, in chunks of these sizes, repeated.
pub fn same_from_reader<T: DeserializeOwned + Debug>(
    input: &[u8],
    chunks: &[usize],
) -> Result<Answer, String> {
    compare::<T>(
        "Deserializer::from_reader",
        input,
        {
            let mut deserializer =
                serde_json::Deserializer::from_reader(Chunks::new(input, chunks));
            theirs(
                T::deserialize(&mut deserializer)
                    .and_then(|value| deserializer.end().map(|()| value)),
            )
        },
        {
            let mut deserializer =
                fastjson_api::Deserializer::from_reader(Chunks::new(input, chunks));
            ours(
                T::deserialize(&mut deserializer)
                    .and_then(|value| deserializer.end().map(|()| value)),
            )
        },
    )?;
    compare::<T>(
        "from_reader",
        input,
        theirs(serde_json::from_reader::<_, T>(Chunks::new(input, chunks))),
        ours(fastjson_api::from_reader::<_, T>(Chunks::new(input, chunks))),
    )
}

/// All that a stream gives, and its offset after each value, each error and a clean end.
pub fn same_stream<T: DeserializeOwned + Debug>(
    input: &[u8],
    chunks: &[usize],
) -> Result<(), String> {
    const LIMIT: usize = 64;
    let mut theirs = serde_json::Deserializer::from_slice(input).into_iter::<T>();
    let mut ours = fastjson_api::Deserializer::from_slice(input).into_iter::<T>();
    let mut their_reader =
        serde_json::Deserializer::from_reader(Chunks::new(input, chunks)).into_iter::<T>();
    let mut our_reader =
        fastjson_api::Deserializer::from_reader(Chunks::new(input, chunks)).into_iter::<T>();
    let mut failed = false;
    for _ in 0..LIMIT {
        let item = same_item::<T>("slice", input, theirs.next(), ours.next())?;
        same_item::<T>("reader", input, their_reader.next(), our_reader.next())?;
        // Once a value has failed, serde_json's offset is wherever its reader happened to stop.
        if !(failed && item.is_none()) {
            for (source, theirs, ours) in [
                ("slice", theirs.byte_offset(), ours.byte_offset()),
                ("reader", their_reader.byte_offset(), our_reader.byte_offset()),
            ] {
                if theirs != ours {
                    return Err(format!(
                        "a stream's offset ({source}) after {item:?} is {ours}, serde_json's {theirs}: {}",
                        show(input)
                    ));
                }
            }
        }
        match item {
            None => break,
            Some(item) => failed |= !item.is_ok(),
        }
    }
    Ok(())
}

fn same_item<T: Debug>(
    source: &str,
    input: &[u8],
    item: Option<Result<T, serde_json::Error>>,
    our_item: Option<Result<T, fastjson_api::Error>>,
) -> Result<Option<Answer>, String> {
    let (item, our_item) = (item.map(theirs), our_item.map(ours));
    if item == our_item {
        return Ok(item);
    }
    let of = std::any::type_name::<T>();
    Err(format!(
        "a stream of {of} ({source}) gives {our_item:?}, serde_json's {item:?}: {}",
        show(input)
    ))
}

fn compare<T>(
    function: &str,
    input: &[u8],
    theirs: Answer,
    ours: Answer,
) -> Result<Answer, String> {
    if theirs == ours {
        return Ok(theirs);
    }
    Err(format!(
        "{function}::<{}>(b\"{}\")\n  serde_json:   {theirs:?}\n  fastjson_api: {ours:?}",
        std::any::type_name::<T>(),
        show(input)
    ))
}

/// Long inputs are cut in the middle.
fn show(input: &[u8]) -> String {
    if input.len() <= 600 {
        return input.escape_ascii().to_string();
    }
    let (head, tail) = (&input[..200], &input[input.len() - 200..]);
    format!("{} … {} bytes … {}", head.escape_ascii(), input.len() - 400, tail.escape_ascii())
}

/// Line and column say the same place as the offset.
fn place_is_the_offset(error: &fastjson_api::Error, input: &[u8]) -> Result<(), String> {
    let Some(offset) = error.offset() else {
        return if error.line() == 0 {
            Ok(())
        } else {
            Err(format!("no offset: {error} in {}", show(input)))
        };
    };
    if offset > input.len() {
        return Err(format!("offset {offset} is behind the input: {error} in {}", show(input)));
    }
    let line = 1 + input[..offset].iter().filter(|&&byte| byte == b'\n').count();
    if error.line() != line && error.line() != line + 1 {
        return Err(format!("offset {offset} is in line {line}: {error} in {}", show(input)));
    }
    Ok(())
}

/// Gives its bytes out in chunks of given sizes.
pub struct Chunks<'a> {
    rest: &'a [u8],
    sizes: std::iter::Cycle<std::slice::Iter<'a, usize>>,
}

impl<'a> Chunks<'a> {
    pub fn new(bytes: &'a [u8], sizes: &'a [usize]) -> Self {
        Chunks { rest: bytes, sizes: sizes.iter().cycle() }
    }
}

impl Read for Chunks<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let size = self.sizes.next().copied().unwrap_or(1).max(1);
        let size = size.min(buffer.len()).min(self.rest.len());
        let (chunk, rest) = self.rest.split_at(size);
        buffer[..size].copy_from_slice(chunk);
        self.rest = rest;
        Ok(size)
    }
}

/// A type that may borrow from the input, for every lifetime.
pub trait Family {
    type Of<'de>: Deserialize<'de> + Debug;
}

/// A family whose members are all the same type.
pub struct Owned<T>(std::marker::PhantomData<T>);

impl<T: DeserializeOwned + Debug> Family for Owned<T> {
    type Of<'de> = T;
}

/// Compares one target's answers on one input.
pub type Check = fn(&[u8], &[usize]) -> Result<(), String>;

pub fn check<F: Family>(input: &[u8], _chunks: &[usize]) -> Result<(), String> {
    same::<F::Of<'_>>(input).map(drop)
}

pub fn check_owned<T: DeserializeOwned + Debug>(
    input: &[u8],
    chunks: &[usize],
) -> Result<(), String> {
    same::<T>(input)?;
    same_from_reader::<T>(input, chunks).map(drop)
}

/// All `checks` on one input; every difference.
pub fn differences(checks: &[Check], input: &[u8], chunks: &[usize]) -> Vec<String> {
    checks.iter().filter_map(|check| check(input, chunks).err()).collect()
}

/// Fails with every difference there is.
pub fn assert_none(differences: &[String]) {
    let shown: Vec<&str> = differences.iter().take(4000).map(String::as_str).collect();
    assert!(differences.is_empty(), "{} differences:\n{}", differences.len(), shown.join("\n"));
}
