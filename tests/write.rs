//! The core writer: all that it writes is JSON, and misuse is refused.

#[path = "common/backend.rs"]
mod backend;

use std::io::{self, Write};

use fastjson_api::Writer;
use fastjson_api::write::Target;
use proptest::prelude::*;

/// One of everything.
fn document<T: Target>(mut writer: Writer<T>) -> fastjson_api::Result<T::Finished> {
    writer.begin_object()?;
    writer.name("numbers")?;
    writer.begin_array()?;
    writer.number(0_u8)?;
    writer.number(-1_i16)?;
    writer.number(u64::MAX)?;
    writer.number(i128::MIN)?;
    writer.number(0.1_f32)?;
    writer.number(1e300)?;
    writer.number(f64::NAN)?;
    writer.end_array()?;
    writer.name("na\"me")?;
    writer.string("text \\ \u{1}")?;
    writer.name("empty")?;
    writer.begin_array()?;
    writer.begin_array()?;
    writer.end_array()?;
    writer.begin_object()?;
    writer.end_object()?;
    writer.boolean(true)?;
    writer.null()?;
    writer.raw("[ 1 ]")?;
    writer.end_array()?;
    writer.end_object()?;
    writer.finish()
}

const COMPACT: &str = r#"{"numbers":[0,-1,18446744073709551615,-170141183460469231731687303715884105728,0.1,1e+300,null],"na\"me":"text \\ \u0001","empty":[[],{},true,null,[ 1 ]]}"#;

const PRETTY: &str = r#"{
 "numbers": [
  0,
  -1,
  18446744073709551615,
  -170141183460469231731687303715884105728,
  0.1,
  1e+300,
  null
 ],
 "na\"me": "text \\ \u0001",
 "empty": [
  [],
  {},
  true,
  null,
  [ 1 ]
 ]
}"#;

#[test]
fn targets() {
    assert_eq!(document(Writer::new(String::new())).unwrap(), COMPACT);
    assert_eq!(document(Writer::new(Vec::new())).unwrap(), COMPACT.as_bytes());
    let mut before = String::from("before: ");
    document(Writer::new(&mut before)).unwrap();
    assert_eq!(before, format!("before: {COMPACT}"));
    let stream = document(Writer::to_stream(Vec::new())).unwrap();
    assert_eq!(stream, COMPACT.as_bytes());
    assert_eq!(document(Writer::new(String::new()).pretty(" ")).unwrap(), PRETTY);
}

#[test]
fn slices_of_every_length() {
    for (text, indent) in [(COMPACT, None), (PRETTY, Some(" "))] {
        for length in 0..text.len() + 10 {
            let mut slice = vec![b'-'; length];
            let writer = Writer::to_slice(&mut slice);
            let writer = match indent {
                Some(indent) => writer.pretty(indent),
                None => writer,
            };
            match document(writer) {
                Ok(written) => assert_eq!(&slice[..written], text.as_bytes()),
                Err(error) => {
                    assert!(length < text.len());
                    assert_eq!(error.to_string(), "the JSON text is longer than the output");
                }
            }
        }
    }
}

/// Fails after some bytes.
#[derive(Debug)]
struct Narrow(usize);

impl Write for Narrow {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0 == 0 {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        let length = bytes.len().min(self.0);
        self.0 -= length;
        Ok(length)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn streams_that_fail() {
    for length in 0..COMPACT.len() {
        let error = document(Writer::to_stream(Narrow(length))).unwrap_err();
        assert_eq!(error.io_error_kind(), Some(io::ErrorKind::BrokenPipe));
    }
    let mut writer = Writer::to_stream(Narrow(100_000));
    writer.begin_array().unwrap();
    let error = (0..).find_map(|i| writer.number(i).err()).unwrap();
    assert!(error.is_io());
    assert_eq!(writer.null().unwrap_err().to_string(), "writing has failed before");
    assert_eq!(writer.finish().unwrap_err().to_string(), "writing has failed before");
}

#[test]
fn misuse() {
    let text = |result: fastjson_api::Result<()>| result.unwrap_err().to_string();
    let mut writer = Writer::new(String::new());
    assert_eq!(text(writer.end_array()), "no array to end");
    assert_eq!(text(writer.end_object()), "no object to end");
    assert_eq!(text(writer.name("a")), "no place for a name");

    writer.begin_object().unwrap();
    assert_eq!(text(writer.null()), "a member needs a name before its value");
    assert_eq!(text(writer.begin_array()), "a member needs a name before its value");
    assert_eq!(text(writer.end_array()), "no array to end");
    writer.name("a").unwrap();
    assert_eq!(text(writer.name("b")), "no place for a name");
    assert_eq!(text(writer.end_object()), "no object to end");

    writer.begin_array().unwrap();
    assert_eq!(text(writer.name("b")), "no place for a name");
    assert_eq!(text(writer.end_object()), "no object to end");
    writer.end_array().unwrap();
    writer.end_object().unwrap();

    assert_eq!(text(writer.end_object()), "no object to end");
    assert_eq!(text(writer.null()), "the one value is complete");
    assert_eq!(writer.finish().unwrap(), r#"{"a":[]}"#);

    assert!(Writer::new(String::new()).finish().is_err());
    let mut writer = Writer::new(Vec::new());
    writer.begin_array().unwrap();
    assert_eq!(writer.finish().unwrap_err().to_string(), "the value is not complete");
}

#[test]
fn depth() {
    let mut writer = Writer::new(String::new());
    for level in 0..1000 {
        match level % 3 {
            0 => writer.begin_array().unwrap(),
            _ => {
                writer.begin_object().unwrap();
                writer.name("").unwrap();
            }
        }
    }
    writer.null().unwrap();
    for level in (0..1000).rev() {
        match level % 3 {
            0 => writer.end_array().unwrap(),
            _ => writer.end_object().unwrap(),
        }
    }
    let text = writer.finish().unwrap();
    serde_json::from_str::<serde::de::IgnoredAny>(&text).unwrap();
}

#[test]
#[should_panic(expected = "an indentation is white space")]
fn indentation_that_is_not_white() {
    let _ = Writer::new(String::new()).pretty("->");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is called in whatever order: what is accepted makes JSON.
    #[test]
    fn any_calls(calls in prop::collection::vec(0_u8..9, 0..60), pretty: bool, text: String) {
        let mut writer = Writer::new(String::new());
        if pretty {
            writer = writer.pretty("\t");
        }
        for call in calls {
            let _ = match call {
                0 => writer.begin_array(),
                1 => writer.end_array(),
                2 => writer.begin_object(),
                3 => writer.end_object(),
                4 | 5 => writer.name(&text),
                6 => writer.string(&text),
                7 => writer.number(1.5),
                _ => writer.boolean(false),
            };
        }
        if let Ok(json) = writer.finish() {
            let value: serde_json::Value = serde_json::from_str(&json).unwrap();
            if !pretty && !json.contains('{') {
                prop_assert_eq!(json, value.to_string());
            }
        }
    }
}
