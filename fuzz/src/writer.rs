//! The core writer, called in any order, beside a plain model of RFC 8259's grammar: the model says which calls are
//! refused and what the text is, compact and indented. Strings, streams and slices of every length get the same text.

use fastjson_api::Writer;
use fastjson_api::write::Target;

use super::cursor::Cursor;

#[derive(Debug)]
enum Call {
    BeginArray,
    EndArray,
    BeginObject,
    EndObject,
    Name(String),
    /// A value, and its text as serde_json writes it.
    Text(String, String),
    Float(f64, String),
    Single(f32, String),
    Unsigned(u128, String),
    Signed(i128, String),
    Boolean(bool),
    Null,
    Raw(&'static str),
}

fn json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("a scalar")
}

fn call(from: &mut Cursor<'_>) -> Call {
    match from.below(16) {
        0 | 1 => Call::BeginArray,
        2 | 3 => Call::EndArray,
        4 | 5 => Call::BeginObject,
        6 | 7 => Call::EndObject,
        8 | 9 => Call::Name(from.text()),
        10 => {
            let text = from.text();
            let written = json(&text);
            Call::Text(text, written)
        }
        11 => match from.float() {
            float if from.below(2) == 0 => Call::Float(float, json(&float)),
            float => Call::Single(float as f32, json(&(float as f32))),
        },
        12 => {
            let integer = from.integer();
            Call::Unsigned(integer, json(&integer))
        }
        13 => {
            let integer = (from.integer() as i128).wrapping_neg();
            Call::Signed(integer, json(&integer))
        }
        14 => match from.below(3) {
            0 => Call::Null,
            boolean => Call::Boolean(boolean == 1),
        },
        _ => Call::Raw(["[ 1 ]", "null", "{\"raw\": [] }", "-0.0"][from.below(4)]),
    }
}

fn make<T: Target>(call: &Call, writer: &mut Writer<T>) -> fastjson_api::Result<()> {
    match call {
        Call::BeginArray => writer.begin_array(),
        Call::EndArray => writer.end_array(),
        Call::BeginObject => writer.begin_object(),
        Call::EndObject => writer.end_object(),
        Call::Name(name) => writer.name(name),
        Call::Text(text, _) => writer.string(text),
        Call::Float(float, _) => writer.number(*float),
        Call::Single(float, _) => writer.number(*float),
        // By the narrowest type, as callers have them.
        Call::Unsigned(integer, _) => match (u8::try_from(*integer), u64::try_from(*integer)) {
            (Ok(byte), _) => writer.number(byte),
            (_, Ok(word)) => writer.number(word),
            _ => writer.number(*integer),
        },
        Call::Signed(integer, _) => match (i16::try_from(*integer), i64::try_from(*integer)) {
            (Ok(short), _) => writer.number(short),
            (_, Ok(word)) => writer.number(word),
            _ => writer.number(*integer),
        },
        Call::Boolean(value) => writer.boolean(*value),
        Call::Null => writer.null(),
        Call::Raw(json) => writer.raw(json),
    }
}

/// What has been written so far, by the book.
#[derive(Default)]
struct Model {
    text: String,
    /// The containers that are open: whether it is an object, and how many elements it has.
    open: Vec<(bool, usize)>,
    named: bool,
    done: bool,
    indent: Option<&'static str>,
}

impl Model {
    fn fits(&self, call: &Call) -> bool {
        let container = self.open.last().map(|open| open.0);
        match call {
            Call::EndArray => container == Some(false),
            Call::EndObject => container == Some(true) && !self.named,
            Call::Name(_) => container == Some(true) && !self.named,
            _ => match container {
                None => !self.done,
                Some(false) => true,
                Some(true) => self.named,
            },
        }
    }

    fn line(&mut self) {
        if let Some(indent) = self.indent {
            self.text.push('\n');
            self.text.extend(self.open.iter().map(|_| indent));
        }
    }

    /// What stands before an element or a name.
    fn separate(&mut self) {
        if let Some((_, count)) = self.open.last_mut() {
            *count += 1;
            if *count > 1 {
                self.text.push(',');
            }
            self.line();
        }
    }

    fn take(&mut self, call: &Call) {
        match call {
            Call::EndArray | Call::EndObject => {
                let (object, count) = self.open.pop().expect("it fits");
                if count > 0 {
                    self.line();
                }
                self.text.push(if object { '}' } else { ']' });
            }
            Call::Name(name) => {
                self.separate();
                self.text.push_str(&json(name));
                self.text.push_str(if self.indent.is_some() { ": " } else { ":" });
                self.named = true;
                return;
            }
            _ => {
                if !std::mem::take(&mut self.named) {
                    self.separate();
                }
                match call {
                    Call::BeginArray | Call::BeginObject => {
                        let object = matches!(call, Call::BeginObject);
                        self.text.push(if object { '{' } else { '[' });
                        self.open.push((object, 0));
                    }
                    Call::Text(_, json)
                    | Call::Float(_, json)
                    | Call::Single(_, json)
                    | Call::Unsigned(_, json)
                    | Call::Signed(_, json) => self.text.push_str(json),
                    Call::Boolean(value) => self.text.push_str(&value.to_string()),
                    Call::Raw(json) => self.text.push_str(json),
                    _ => self.text.push_str("null"),
                }
            }
        }
        self.done = self.open.is_empty();
    }
}

pub fn run(data: &[u8]) {
    let mut from = Cursor::new(data);
    let indent = [None, None, Some(""), Some(" "), Some("\t\t"), Some("\n")][from.below(6)];
    let room = usize::from(from.byte()) * 2;
    let mut calls = Vec::new();
    while !from.is_empty() {
        calls.push(call(&mut from));
    }

    let mut model = Model { indent, ..Model::default() };
    let fits: Vec<bool> = calls
        .iter()
        .map(|call| {
            let fits = model.fits(call);
            if fits {
                model.take(call);
            }
            fits
        })
        .collect();
    let text = model.text.as_bytes();
    // What a call is answered with, where the output takes it.
    let whole = |answers: &[bool]| assert_eq!(answers, fits, "{calls:?}");

    let (answers, result) = all(&calls, Writer::new(String::from("before ")), indent);
    whole(&answers);
    assert_eq!(result.is_ok(), model.done, "{calls:?}");
    if let Ok(written) = result {
        assert_eq!(written, format!("before {}", model.text), "{calls:?}");
        if serde_json::from_str::<serde::de::IgnoredAny>(&model.text).is_err() {
            panic!("not JSON: {}", model.text);
        }
    }
    let (answers, result) = all(&calls, Writer::to_stream(Vec::new()), indent);
    whole(&answers);
    assert_eq!(result.ok().as_deref(), model.done.then_some(text), "{calls:?}");
    // A slice that is long enough, as long as the text, a byte too short, and one of any length.
    for room in [text.len() + 64, text.len(), text.len().saturating_sub(1), room] {
        let mut slice = vec![b'-'; room].into_boxed_slice();
        let (answers, result) = all(&calls, Writer::to_slice(&mut slice), indent);
        // The comma behind an element is written ahead, so a text that is not whole may need a byte more.
        let enough = room > text.len() || (room == text.len() && model.done);
        if enough {
            whole(&answers);
            assert_eq!(result.is_ok(), model.done);
            assert!(slice.starts_with(text) || !model.done, "{calls:?}");
        } else if room < text.len() {
            assert!(result.is_err(), "{calls:?}");
            // Nothing is accepted that was not before.
            assert!(answers.iter().zip(&fits).all(|(answer, fits)| !answer || *fits));
        }
    }
}

fn all<T: Target>(
    calls: &[Call],
    writer: Writer<T>,
    indent: Option<&str>,
) -> (Vec<bool>, fastjson_api::Result<T::Finished>) {
    let mut writer = match indent {
        Some(indent) => writer.pretty(indent),
        None => writer,
    };
    let answers = calls.iter().map(|call| make(call, &mut writer).is_ok()).collect();
    (answers, writer.finish())
}
