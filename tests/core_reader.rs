//! The pull reader: reads what serde reads, and takes no misuse for JSON.

#[path = "common/backend.rs"]
mod backend;

#[path = "../benches/models/mod.rs"]
mod models;

use std::borrow::Cow;

use fastjson_api::{Error, Kind, Reader};

#[test]
fn reads_every_kind_of_value() -> Result<(), Error> {
    let mut reader = Reader::from_str(
        r#" [null, true, -1.5e2, "a", "b\n", [], {}, 7, -7, 340282366920938463463374607431768211455] "#,
    );
    assert_eq!(reader.peek()?, Kind::Array);
    reader.begin_array()?;
    let mut next = |kind| -> Result<(), Error> {
        assert!(reader.next_element()?);
        assert_eq!(reader.peek()?, kind);
        assert_eq!(reader.peek()?, kind, "to peek consumes nothing");
        match kind {
            Kind::Null => reader.null(),
            Kind::Boolean => reader.boolean().map(|value| assert!(value)),
            Kind::Number => reader.f64().map(drop),
            _ => reader.skip(),
        }
    };
    for kind in [Kind::Null, Kind::Boolean, Kind::Number, Kind::String] {
        next(kind)?;
    }
    assert!(reader.next_element()?);
    assert_eq!(reader.text()?, "b\n");
    assert!(reader.next_element()?);
    reader.begin_array()?;
    assert!(!reader.next_element()?);
    assert!(reader.next_element()?);
    reader.begin_object()?;
    assert_eq!(reader.next_name()?, None);
    assert!(reader.next_element()?);
    assert_eq!(reader.u64()?, 7);
    assert!(reader.next_element()?);
    assert_eq!(reader.i64()?, -7);
    assert!(reader.next_element()?);
    assert_eq!(reader.u128()?, u128::MAX);
    assert!(!reader.next_element()?);
    reader.end()
}

#[test]
fn strings_are_borrowed_unless_they_have_escapes() -> Result<(), Error> {
    let mut reader = Reader::from_str(r#"{"plain":"text","esc\u0061ped":"\ud83c\udf0d"}"#);
    reader.begin_object()?;
    assert!(matches!(reader.next_name()?, Some(Cow::Borrowed("plain"))));
    assert!(matches!(reader.string()?, Cow::Borrowed("text")));
    assert!(matches!(reader.next_name()?, Some(Cow::Owned(name)) if name == "escaped"));
    assert!(matches!(reader.string()?, Cow::Owned(text) if text == "🌍"));
    assert_eq!(reader.next_name()?, None);
    reader.end()
}

#[test]
fn numbers_come_as_asked_for() -> Result<(), Error> {
    let mut reader =
        Reader::from_str("[18446744073709551615,-9223372036854775808,0.1,0.1,1e999,-0]");
    reader.begin_array()?;
    reader.next_element()?;
    assert_eq!(reader.u64()?, u64::MAX);
    reader.next_element()?;
    assert_eq!(reader.i64()?, i64::MIN);
    reader.next_element()?;
    assert_eq!(reader.f64()?, 0.1);
    reader.next_element()?;
    assert_eq!(reader.f32()?, 0.1);
    reader.next_element()?;
    assert_eq!(reader.number_text()?, "1e999");
    reader.next_element()?;
    assert_eq!(reader.f64()?.to_bits(), (-0.0f64).to_bits());
    assert!(!reader.next_element()?);
    reader.end()
}

#[test]
fn raw_text_has_no_whitespace_around_it() -> Result<(), Error> {
    let mut reader = Reader::from_str("{ \"a\" :  [1, {\"b\": \"]\"} ]  , \"c\":\n-1.50 }");
    reader.begin_object()?;
    reader.next_name()?;
    assert_eq!(reader.raw()?, "[1, {\"b\": \"]\"} ]");
    reader.next_name()?;
    assert_eq!(reader.raw()?, "-1.50");
    assert_eq!(reader.next_name()?, None);
    reader.end()
}

#[test]
fn depth_has_no_limit() -> Result<(), Error> {
    const DEPTH: usize = 100_000;
    let text = "[".repeat(DEPTH) + &"]".repeat(DEPTH);
    let mut reader = Reader::from_str(&text);
    for _ in 1..DEPTH {
        reader.begin_array()?;
        assert!(reader.next_element()?);
    }
    reader.begin_array()?;
    for _ in 0..DEPTH {
        assert!(!reader.next_element()?);
    }
    reader.end()?;
    let mut reader = Reader::from_str(&text);
    reader.skip()?;
    reader.end()
}

#[test]
fn misuse_is_an_error() {
    let ask = |text: &'static str, calls: fn(&mut Reader<'static>) -> Result<(), Error>| {
        calls(&mut Reader::from_str(text)).expect_err(text).to_string()
    };
    ask("1", |reader| reader.next_element().map(drop));
    ask("1", |reader| reader.next_name().map(drop));
    ask("1", |reader| reader.u64().and_then(|_| reader.u64()).map(drop));
    ask("1", |reader| reader.u64().and_then(|_| reader.skip()));
    ask("1", |reader| reader.u64().and_then(|_| reader.peek()).map(drop));
    ask("[1,2]", |reader| reader.begin_array().and_then(|()| reader.u64()).map(drop));
    ask("[1,2]", |reader| reader.begin_array().and_then(|()| reader.next_name()).map(drop));
    ask("[1,2]", |reader| {
        reader.begin_array()?;
        reader.next_element()?;
        reader.next_element().map(drop)
    });
    ask("[1,2]", |reader| {
        reader.begin_array()?;
        reader.next_element()?;
        reader.u64()?;
        reader.u64().map(drop)
    });
    ask("{\"a\":1}", |reader| reader.begin_object().and_then(|()| reader.next_element()).map(drop));
    ask("{\"a\":1}", |reader| {
        reader.begin_object()?;
        reader.next_name()?;
        reader.next_name().map(drop)
    });
    for text in ["[1]", "{\"a\":1}"] {
        let mut reader = Reader::from_str(text);
        if text.starts_with('[') {
            reader.begin_array().unwrap();
        } else {
            reader.begin_object().unwrap();
        }
        assert!(reader.end().is_err(), "an open container is not an end");
    }
    assert!(Reader::from_str("1").end().is_err(), "an unread value is not an end");
}

#[test]
fn another_type_than_asked_for_is_an_error() {
    let texts = ["null", "true", "1", "\"a\"", "[]", "{}"];
    type Ask = fn(&mut Reader<'static>) -> Result<(), Error>;
    let asks: [Ask; 6] = [
        |reader| reader.null(),
        |reader| reader.boolean().map(drop),
        |reader| reader.f64().map(drop),
        |reader| reader.string().map(drop),
        |reader| reader.begin_array(),
        |reader| reader.begin_object(),
    ];
    for (at, text) in texts.into_iter().enumerate() {
        for (asked, ask) in asks.iter().enumerate() {
            assert_eq!(
                ask(&mut Reader::from_str(text)).is_ok(),
                at == asked,
                "{text} asked for as {}",
                texts[asked]
            );
        }
    }
    assert!(Reader::from_str("-1").u64().is_err());
    assert!(Reader::from_str("18446744073709551616").u64().is_err());
    assert!(Reader::from_str("9223372036854775808").i64().is_err());
    assert!(Reader::from_str("1.0").u64().is_err());
    assert!(Reader::from_str("1e400").f64().is_err());
    assert!(Reader::from_slice(b"\"\xff\"").string().is_err());
}

#[test]
fn broken_text_is_an_error_where_serde_json_has_it() {
    let broken = [
        "",
        "[",
        "[1",
        "[1,",
        "[1,]",
        "[1 2]",
        "[1}",
        "[,",
        "{",
        "{1",
        "{\"a\"",
        "{\"a\" 1",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":1,",
        "{\"a\":1,}",
        "{\"a\":1 1",
        "[]a",
        "truz",
        "tru",
        "00",
        "1.",
        "1.a",
        "1e",
        "-",
        "\"a",
        "\"\\x\"",
        "\"\\ud800\"",
        "\"\n\"",
        "[1.5.5]",
        "[\"a\"x]",
        "{\"a\\q\":1}",
        "[nul]",
        "[1]]",
    ];
    for text in broken {
        let ours = walk(text).expect_err(text);
        let theirs = serde_json::from_str::<serde_json::Value>(text).expect_err(text);
        assert_eq!(
            (ours.to_string(), ours.is_eof()),
            (theirs.to_string(), theirs.is_eof()),
            "{text}"
        );
    }
}

#[test]
fn reads_generated_documents_as_serde_json_does() {
    for document in models::generated::documents() {
        let mut names_and_strings = Vec::new();
        collect(&serde_json::from_str(&document.text).unwrap(), &mut names_and_strings);
        let mut found = walk(&document.text).unwrap();
        names_and_strings.sort();
        found.sort();
        assert!(found == names_and_strings, "{}", document.name);
    }
}

/// All names, strings and numbers of a text, read to its end.
fn walk(text: &str) -> Result<Vec<String>, Error> {
    let mut found = Vec::new();
    let mut reader = Reader::from_str(text);
    value(&mut reader, &mut found)?;
    reader.end()?;
    Ok(found)
}

fn value(reader: &mut Reader<'_>, found: &mut Vec<String>) -> Result<(), Error> {
    match reader.peek()? {
        Kind::Null => reader.null(),
        Kind::Boolean => reader.boolean().map(drop),
        Kind::Number => reader.f64().map(|number| found.push(format!("{number:?}"))),
        Kind::String => reader.string().map(|text| found.push(text.into_owned())),
        Kind::Array => {
            reader.begin_array()?;
            while reader.next_element()? {
                value(reader, found)?;
            }
            Ok(())
        }
        Kind::Object => {
            reader.begin_object()?;
            while let Some(name) = reader.next_name()? {
                found.push(name.into_owned());
                value(reader, found)?;
            }
            Ok(())
        }
    }
}

fn collect(value: &serde_json::Value, found: &mut Vec<String>) {
    match value {
        serde_json::Value::Number(number) => found.push(format!("{:?}", number.as_f64().unwrap())),
        serde_json::Value::String(text) => found.push(text.clone()),
        serde_json::Value::Array(elements) => {
            elements.iter().for_each(|element| collect(element, found))
        }
        serde_json::Value::Object(members) => {
            for (name, member) in members {
                found.push(name.clone());
                collect(member, found);
            }
        }
        _ => {}
    }
}
