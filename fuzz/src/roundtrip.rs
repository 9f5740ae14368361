//! What was read is written as serde_json writes it, into a `Vec`, a `String`, a writer and a `Value`, and what was
//! written is read as the same again. A `Reader` that feeds a `Writer` copies the document.

use std::collections::BTreeMap;
use std::fmt::Debug;

use fastjson_api::{Kind, Reader, Writer};
use serde::Serialize;
use serde::de::{DeserializeOwned, IgnoredAny};

use super::common::targets::{
    Adjacent, Bytes, External, Flattened, FloatKey, Internal, Pair, Record, Untagged, Word,
};
use super::frame::{framed, has_private_name};

const TRIPS: &[fn(&[u8])] = &[
    trip::<Vec<Option<u8>>>,
    trip::<Vec<Vec<f64>>>,
    trip::<Vec<f32>>,
    trip::<Vec<String>>,
    trip::<Vec<(i128, u128)>>,
    trip::<Bytes>,
    trip::<Pair>,
    trip::<Vec<char>>,
    trip::<Record>,
    trip::<Flattened>,
    trip::<Vec<External>>,
    trip::<Internal>,
    trip::<Adjacent>,
    trip::<Vec<Untagged>>,
    trip::<BTreeMap<i8, Record>>,
    trip::<BTreeMap<u128, ()>>,
    trip::<BTreeMap<char, Option<bool>>>,
    trip::<BTreeMap<FloatKey, f64>>,
    trip::<BTreeMap<Word, String>>,
    trip::<BTreeMap<Option<bool>, i64>>,
];

pub fn run(data: &[u8]) {
    let Some((&[how, which], text)) = data.split_first_chunk() else { return };
    let input = framed(how, text);
    TRIPS[usize::from(which) % TRIPS.len()](&input);
    if !has_private_name(&input) {
        value(&input);
        copy(&input);
    }
}

/// serde_json says what is read; ours is held against it by the target `read`.
fn trip<T: DeserializeOwned + Serialize + Debug>(input: &[u8]) {
    let Ok(value) = serde_json::from_slice::<T>(input) else { return };
    let written = written(&value);
    // What has been written in vain (a float as a key that is not finite) has no way back.
    if let Some(text) = written {
        let again: T = fastjson_api::from_slice(&text)
            .unwrap_or_else(|error| panic!("{error}: {}", text.escape_ascii()));
        assert_eq!(format!("{again:?}"), format!("{value:?}"));
    }
    let theirs = serde_json::to_value(&value).map_err(|error| error.to_string());
    let ours = fastjson_api::to_value(&value).map_err(|error| error.to_string());
    assert_eq!(format!("{ours:?}"), format!("{theirs:?}"));
    if let (Ok(ours), Ok(theirs)) = (ours, theirs) {
        let ours = fastjson_api::from_value::<T>(ours).map_err(|error| error.to_string());
        let theirs = serde_json::from_value::<T>(theirs).map_err(|error| error.to_string());
        assert_eq!(format!("{ours:?}"), format!("{theirs:?}"));
    }
}

/// The value's text, if it has one: the same from every function, and serde_json's.
fn written<T: Serialize>(value: &T) -> Option<Vec<u8>> {
    let theirs = |result: serde_json::Result<Vec<u8>>| result.map_err(|error| error.to_string());
    let ours = |result: fastjson_api::Result<Vec<u8>>| result.map_err(|error| error.to_string());
    let expected = theirs(serde_json::to_vec(value));
    assert_eq!(ours(fastjson_api::to_vec(value)), expected);
    assert_eq!(ours(fastjson_api::to_string(value).map(String::into_bytes)), expected);
    let mut stream = Vec::new();
    let result = fastjson_api::to_writer(&mut stream, value);
    assert_eq!(ours(result.map(|()| stream)), expected);
    let mut pretty = Vec::new();
    let result = fastjson_api::to_writer_pretty(&mut pretty, value);
    assert_eq!(ours(result.map(|()| pretty)), theirs(serde_json::to_vec_pretty(value)));
    expected.ok()
}

fn value(input: &[u8]) {
    let Ok(value) = fastjson_api::from_slice::<fastjson_api::Value>(input) else { return };
    let real: serde_json::Value = serde_json::from_slice(input).expect("what ours accepts");
    let text = value.to_string();
    assert_eq!(text, real.to_string());
    assert_eq!(format!("{value:#}"), format!("{real:#}"));
    assert_eq!(fastjson_api::from_str::<fastjson_api::Value>(&text).unwrap(), value);
    assert_eq!(written(&value).as_deref(), Some(text.as_bytes()));
    assert_eq!(written(&real).as_deref(), Some(text.as_bytes()));
    let passed: fastjson_api::Value = fastjson_api::from_value(value.clone()).unwrap();
    assert_eq!(passed, value);
}

/// The document, pulled and pushed: still the same document. Its depth is unlimited on this way.
fn copy(input: &[u8]) {
    let Ok(text) = str::from_utf8(input) else { return };
    let mut reader = Reader::from_str(text);
    let mut writer = Writer::new(String::new());
    let copied = copy_value(&mut reader, &mut writer).and_then(|()| reader.end());
    assert!(copied.is_err() || serde_json::from_str::<IgnoredAny>(text).is_ok());
    if let Err(found) = copied {
        let error = serde_json::from_str::<serde_json::Value>(text).expect_err("ours refused it");
        let error = error.to_string();
        // The reader has no limit of depth, and its numbers here are texts of any size.
        let limited = error.starts_with("recursion limit") || error.starts_with("number out of");
        assert!(limited || found.to_string() == error, "{found} {error}: {text}");
        return;
    }
    let copied = writer.finish().expect("a whole value");
    let events = |text: &str| serde_json::from_str::<super::common::recorder::Asked<0, 0>>(text);
    if let Ok(expected) = events(text) {
        let found = events(&copied).unwrap_or_else(|error| panic!("{error}: {copied}"));
        // What had escapes was not borrowed.
        let words = |events: &dyn Debug| format!("{events:?}").replace("borrowed ", "str ");
        assert_eq!(words(&found), words(&expected));
    }
}

fn copy_value(reader: &mut Reader<'_>, writer: &mut Writer<String>) -> fastjson_api::Result<()> {
    // Which containers are open: true for an object.
    let mut open = Vec::new();
    loop {
        match reader.peek()? {
            Kind::Null => reader.null().and_then(|()| writer.null())?,
            Kind::Boolean => writer.boolean(reader.boolean()?)?,
            Kind::Number => writer.raw(reader.number_text()?)?,
            Kind::String => writer.string(reader.text()?)?,
            Kind::Array => {
                reader.begin_array()?;
                writer.begin_array()?;
                open.push(false);
            }
            Kind::Object => {
                reader.begin_object()?;
                writer.begin_object()?;
                open.push(true);
            }
        }
        loop {
            match open.last() {
                None => return Ok(()),
                Some(false) => {
                    if reader.next_element()? {
                        break;
                    }
                    writer.end_array()?;
                }
                Some(true) => {
                    if let Some(name) = reader.next_name()? {
                        writer.name(&name)?;
                        break;
                    }
                    writer.end_object()?;
                }
            }
            open.pop();
        }
    }
}
