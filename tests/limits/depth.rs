//! Nesting just within the limit, just beyond it, and far beyond, in a thread whose stack is small.

use std::thread;

use fastjson_api::{Deserializer, Reader, Value, from_reader, from_slice, from_str, lines};
use serde::Deserialize;
use serde::de::IgnoredAny;

/// Small enough that a recursion with the input's depth ends the process. What a debug build calls takes
/// several times the room.
const STACK: usize = if cfg!(debug_assertions) { 2 << 20 } else { 256 << 10 };
/// More than this is refused.
const LIMIT: usize = 127;
const FAR: usize = 1_000_000;

#[derive(Deserialize)]
#[expect(dead_code, reason = "read, and dropped")]
enum Nested {
    #[serde(rename = "a")]
    One(Box<Nested>),
    #[serde(rename = "b")]
    Many(Vec<Nested>),
}

#[derive(Deserialize)]
#[serde(untagged)]
#[expect(dead_code, reason = "read, and dropped")]
enum Lists {
    Leaf(u8),
    List(Vec<Lists>),
    Member { a: Box<Lists> },
}

/// `depth` containers around a number, and without their ends.
fn texts(depth: usize) -> Vec<(String, bool)> {
    let shapes = [("[", "]"), ("{\"a\":", "}"), ("[ ", " ]")];
    let whole = shapes.map(|(open, close)| (open.repeat(depth) + "1" + &close.repeat(depth), true));
    let both = "[{\"a\":".repeat(depth / 2) + "1" + &"}]".repeat(depth / 2);
    let cut = ["[", "{\"a\":", "[{\"a\":"].map(|open| (open.repeat(depth), false));
    whole.into_iter().chain([(both, true)]).chain(cut).collect()
}

fn in_a_small_stack(run: impl FnOnce() + Send + 'static) {
    thread::Builder::new().stack_size(STACK).spawn(run).unwrap().join().unwrap();
}

/// Every way that builds something, and so must refuse what is too deep.
fn building(text: &str) -> Vec<(&'static str, bool)> {
    let bytes = text.as_bytes();
    let mut lent = fastjson_api::de::SliceRead::new(bytes);
    vec![
        ("from_slice", from_slice::<Value>(bytes).is_ok()),
        ("from_str", from_str::<Value>(text).is_ok()),
        ("from_reader", from_reader::<_, Value>(bytes).is_ok()),
        ("exact", Value::deserialize(&mut Deserializer::from_reader(bytes)).is_ok()),
        ("lent", Value::deserialize(&mut Deserializer::new(&mut lent)).is_ok()),
        (
            "stream",
            Deserializer::from_slice(bytes).into_iter::<Value>().next().is_some_and(|v| v.is_ok()),
        ),
        ("lines", lines::from_slice::<Value>(bytes).next().is_some_and(|v| v.is_ok())),
    ]
}

/// Types of the caller's: whatever they say, they return.
fn typed(text: &str) {
    let _ = from_str::<Nested>(text);
    let _ = from_str::<Lists>(text);
    let _ = from_reader::<_, Lists>(text.as_bytes());
    let _ = from_str::<Vec<Vec<IgnoredAny>>>(text);
}

/// Every way that only looks for the end: no depth is too much, and no stack is needed.
fn skipping(text: &str) -> Vec<(&'static str, bool)> {
    let bytes = text.as_bytes();
    let mut ways = vec![
        ("ignored", from_slice::<IgnoredAny>(bytes).is_ok()),
        ("ignored from a reader", from_reader::<_, IgnoredAny>(bytes).is_ok()),
        ("exact", IgnoredAny::deserialize(&mut Deserializer::from_reader(bytes)).is_ok()),
        ("skip", Reader::from_slice(bytes).skip().is_ok()),
        ("raw", Reader::from_str(text).raw().is_ok()),
    ];
    #[cfg(feature = "raw_value")]
    {
        use fastjson_api::value::RawValue;
        ways.push(("raw value", from_slice::<&RawValue>(bytes).is_ok()));
        ways.push(("raw value from a reader", from_reader::<_, Box<RawValue>>(bytes).is_ok()));
    }
    ways.push(("walk", walk(text)));
    ways
}

/// The core's reader keeps no stack either.
fn walk(text: &str) -> bool {
    fn go(text: &str) -> fastjson_api::Result<()> {
        let mut reader = Reader::from_str(text);
        let mut open = Vec::new();
        loop {
            match reader.peek()? {
                fastjson_api::Kind::Array => {
                    reader.begin_array()?;
                    open.push(b'[');
                    reader.next_element()?;
                }
                fastjson_api::Kind::Object => {
                    reader.begin_object()?;
                    open.push(b'{');
                    reader.next_name()?;
                }
                _ => break reader.skip()?,
            }
        }
        while let Some(bracket) = open.pop() {
            if bracket == b'[' {
                reader.next_element()?;
            } else {
                reader.next_name()?;
            }
        }
        reader.end()
    }
    go(text).is_ok()
}

#[test]
fn up_to_the_limit() {
    in_a_small_stack(|| {
        for depth in [LIMIT - 1, LIMIT, LIMIT + 1, LIMIT + 2] {
            for (text, whole) in texts(depth) {
                let depth = text.bytes().filter(|byte| b"[{".contains(byte)).count();
                for (way, taken) in building(&text) {
                    assert_eq!(taken, whole && depth <= LIMIT, "{way} {depth} {text}");
                }
                for (way, taken) in skipping(&text) {
                    assert_eq!(taken, whole, "{way} {depth} {text}");
                }
                typed(&text);
            }
        }
    });
}

#[test]
fn far_beyond() {
    in_a_small_stack(|| {
        for (text, whole) in texts(FAR) {
            for (way, taken) in building(&text) {
                assert!(!taken, "{way}");
            }
            for (way, taken) in skipping(&text) {
                assert_eq!(taken, whole, "{way} {}", &text[..9]);
            }
            typed(&text);
            let error = from_str::<Value>(&text).unwrap_err();
            assert!(error.to_string().starts_with("recursion limit exceeded"), "{error}");
            let _ = (
                error.path(text.as_bytes()).to_string(),
                error.report(text.as_bytes()).to_string(),
            );
        }
    });
}

/// What was as deep as it may be is written, copied, compared and dropped in the same stack.
#[test]
fn values_of_the_greatest_depth() {
    in_a_small_stack(|| {
        for (text, _) in texts(LIMIT).into_iter().filter(|(_, whole)| *whole) {
            let value: Value = from_str(&text).unwrap();
            assert_eq!(fastjson_api::to_string(&value).unwrap(), text.replace(' ', ""));
            assert_eq!(value.clone(), value);
            assert!(fastjson_api::to_string_pretty(&value).unwrap().len() > text.len());
            assert_eq!(fastjson_api::to_value(&value).unwrap(), value);
            let _ = format!("{value:?} {value}");
        }
    });
}
