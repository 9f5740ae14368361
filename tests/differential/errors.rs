//! Errors: the exact words and places that serde_json 1.0.154 has, and what this crate adds to them.

use std::collections::BTreeMap;
use std::fmt::Debug;

use crate::common::targets::{self, External, Flattened, Internal, Record, Strict};
use crate::common::{assert_none, differences, same};
use fastjson_api::error::Category;
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};

/// Whatever the input is, read as a plain tree.
type Any = crate::common::recorder::Asked<0, 0>;

fn message<T: DeserializeOwned + Debug>(input: &[u8]) -> String {
    let error = fastjson_api::from_slice::<T>(input).unwrap_err();
    if let Err(difference) = same::<T>(input) {
        panic!("{difference}");
    }
    error.to_string()
}

#[test]
fn messages_of_the_contract() {
    let table: &[(&[u8], &str)] = &[
        (b"[1,]", "trailing comma at line 1 column 4"),
        (b"[1,", "EOF while parsing a value at line 1 column 3"),
        (b"[1", "EOF while parsing a list at line 1 column 2"),
        (b"[1 2]", "expected `,` or `]` at line 1 column 4"),
        (b"{\"a\":1", "EOF while parsing an object at line 1 column 6"),
        (b"{\"a\" 1", "expected `:` at line 1 column 6"),
        (b"{\"a\":1 1", "expected `,` or `}` at line 1 column 8"),
        (b"{1", "key must be a string at line 1 column 2"),
        (b"[]a", "trailing characters at line 1 column 3"),
        (b"truz", "expected ident at line 1 column 4"),
        (b"00", "invalid number at line 1 column 2"),
        (b"1.", "EOF while parsing a value at line 1 column 2"),
        (b"1.a", "invalid number at line 1 column 3"),
        (b".0", "expected value at line 1 column 1"),
        (b"+", "expected value at line 1 column 1"),
        (b"0x80", "trailing characters at line 1 column 2"),
        (b"100e777777777777777777777777777", "number out of range at line 1 column 14"),
        (
            b"\"\n\"",
            "control character (\\u0000-\\u001F) found while parsing a string at line 2 column 0",
        ),
        (b"\"\\uD83C\\uFFFF\"", "lone leading surrogate in hex escape at line 1 column 13"),
        (b"\"\x9F\x92\x96\"", "invalid unicode code point at line 1 column 2"),
        (b"\"\\u\xFA030\"", "invalid escape at line 1 column 7"),
        (b"\xEF\xBB\xBF{}", "expected value at line 1 column 1"),
        (b"", "EOF while parsing a value at line 1 column 0"),
        (b"\"a", "EOF while parsing a string at line 1 column 2"),
    ];
    for (input, expected) in table {
        assert_eq!(message::<Any>(input), *expected, "{}", input.escape_ascii());
    }
    assert_eq!(message::<u128>(b"-1"), "number out of range at line 1 column 1");
    assert_eq!(
        message::<Any>("[".repeat(128).as_bytes()),
        "recursion limit exceeded at line 1 column 128"
    );
    assert_eq!(message::<External>(b"{}"), "expected value at line 1 column 2");
    assert_eq!(message::<External>(b"[]"), "expected value at line 1 column 1");
    assert_eq!(
        message::<External>(b"{\"tuple\":[0,\"\",2]}"),
        "trailing characters at line 1 column 16"
    );
    let keys = "invalid value: expected key to be a number in quotes at line 1 column 2";
    assert_eq!(message::<BTreeMap<i32, ()>>(b"{\" 123\":null}"), keys);
    assert_eq!(message::<BTreeMap<i32, ()>>(b"{\"x\":null}"), keys);
    assert_eq!(
        message::<BTreeMap<i32, ()>>(b"{\"123 \":null}"),
        "expected `\"` at line 1 column 6"
    );
}

#[test]
fn messages_about_types() {
    let floating = "invalid type: floating point `4.0`, expected u64 at line 1 column 3";
    assert_eq!(message::<u64>(b"4.0"), floating);
    assert_eq!(
        message::<String>(b"null"),
        "invalid type: null, expected a string at line 1 column 4"
    );
    assert_eq!(
        message::<u8>(b"256"),
        "invalid value: integer `256`, expected u8 at line 1 column 3"
    );
    assert_eq!(
        message::<Record>(b"{\"id\":1,\"id\":2}"),
        "duplicate field `id` at line 1 column 12"
    );
    assert_eq!(message::<Record>(b"{}"), "missing field `id` at line 1 column 2");
    assert_eq!(
        message::<Strict>(b"{\"x\":1}"),
        "unknown field `x`, expected `id` or `name` at line 1 column 4"
    );
    assert_eq!(message::<Flattened>(b"{\"id\":1}"), "missing field `type` at line 1 column 8");
    assert_eq!(
        message::<Internal>(b"{\"type\":\"x\"}"),
        "unknown variant `x`, expected one of `unit`, `newtype`, `struct` at line 1 column 11"
    );
    let borrowed = "invalid type: string \"\\n\", expected a borrowed string at line 1 column 4";
    assert_eq!(fastjson_api::from_str::<&str>("\"\\n\"").unwrap_err().to_string(), borrowed);
}

#[test]
fn every_hand_written_input_fails_alike_in_every_type() {
    let checks = [targets::typed(), targets::recorded()].concat();
    let mut found = Vec::new();
    for input in crate::common::inputs::all() {
        found.extend(differences(&checks, &input, &[1]));
    }
    assert_none(&found);
}

#[test]
fn every_prefix_of_a_document_ends_too_early() {
    let document =
        br#" {"a":[1,-2.5e+3,true,false,null,"x\"\u00e9\ud83c\udf0d",{}],"b":{"c":"d"},"e":[[]]} "#;
    let end = document.trim_ascii_end().len();
    for length in 0..end {
        let prefix = &document[..length];
        let error = fastjson_api::from_slice::<Any>(prefix).unwrap_err();
        assert!(error.is_eof(), "{}: {error}", prefix.escape_ascii());
        assert_eq!(error.classify(), Category::Eof);
        assert_eq!(error.offset(), Some(length), "{}: {error}", prefix.escape_ascii());
        let found = differences(&targets::few(), prefix, &[1]);
        assert_none(&found);
    }
}

/// Windows end within characters, in blocks of ASCII or not, and each byte of three windows is spoilt once.
#[test]
fn characters_may_begin_in_one_window_and_end_in_the_next() {
    for (char, count) in [("\u{e9}", 800), ("\u{20ac}", 800), ("\u{1f600}", 700)] {
        for gap in 0..4 {
            let mut text = format!("[{:gap$}\"{char}\"", "");
            (1..count).for_each(|i| {
                text += &format!(",\"{}\"", ["", char][usize::from(i / 40 % 3 != 0)])
            });
            text += "]";
            same::<Vec<&str>>(text.as_bytes()).unwrap();
            let mut spoilt = text.into_bytes();
            for at in (gap..spoilt.len()).step_by(if cfg!(debug_assertions) { 7 } else { 1 }) {
                let byte = std::mem::replace(&mut spoilt[at], 0xC3);
                same::<Vec<&str>>(&spoilt).unwrap();
                spoilt[at] = byte;
            }
        }
    }
}

/// The last bytes of a window begin a character that the next one, all ASCII, does not end.
#[test]
fn what_was_begun_at_the_end_of_a_window_is_not_forgotten() {
    let ascii = ",\"\"".repeat(800);
    for before in 300..360 {
        for gap in 0..64 {
            let list = ",\"\u{20ac}\"".repeat(before);
            let start = format!("[{:gap$}\"\"{list},\"", "");
            for bytes in [&b"\xe2\x82"[..], b"\xe2"] {
                let text = [start.as_bytes(), bytes, b"\"", ascii.as_bytes(), b"]"].concat();
                same::<Vec<&str>>(&text).unwrap();
            }
        }
    }
}

/// The text before is ASCII, several windows of it, which nobody looks at a second time.
#[test]
fn what_is_no_text_is_found_wherever_it_stands() {
    #[derive(Debug, Deserialize)]
    struct Lists<'a> {
        #[serde(borrow, rename = "list")]
        _list: Vec<&'a str>,
        #[serde(borrow, rename = "last")]
        _last: &'a str,
    }

    for count in [1, 500, 520, 3000] {
        let list = vec!["\"ascii\""; count].join(",");
        let numbers = vec!["123456"; count].join(",");
        for place in ["list", "raw", "escaped", "skipped", "name", "last", "behind"] {
            for bytes in
                [&b"\xc3\xa9"[..], b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xf0\x9f\x98\x80", b"\x7f"]
            {
                let put = |at| if at == place { bytes } else { b"" };
                let text = [
                    &b"{\"list\":["[..],
                    list.as_bytes(),
                    b",\"",
                    put("list"),
                    b"\",\"",
                    put("raw"),
                    b"\"],\"skipped\":[[",
                    numbers.as_bytes(),
                    b",\"",
                    put("skipped"),
                    b"\",\"\\n",
                    put("escaped"),
                    b"\"],\"",
                    put("name"),
                    b"\"],\"",
                    put("name"),
                    b"\":1,\"last\":\"",
                    put("last"),
                    b"\"} ",
                    put("behind"),
                ];
                let text = text.concat();
                for answer in [
                    same::<Lists<'_>>(&text),
                    same::<IgnoredAny>(&text),
                    same::<serde_json::Value>(&text),
                    same::<BTreeMap<&str, IgnoredAny>>(&text),
                ] {
                    if let Err(difference) = answer {
                        panic!("{difference}");
                    }
                }
            }
        }
    }
}

/// Gives up behind a member's name.
#[derive(Debug)]
struct Named;

impl<'de> Deserialize<'de> for Named {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Stop;

        impl<'de> serde::de::Visitor<'de> for Stop {
            type Value = Named;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(
                self,
                mut map: A,
            ) -> Result<Named, A::Error> {
                map.next_key::<String>()?;
                Err(serde::de::Error::custom("enough"))
            }
        }

        deserializer.deserialize_map(Stop)
    }
}

#[test]
fn a_visitor_gives_up_where_a_colon_is_due() {
    for behind in ["", ":", " :", ":1", "}", " }", "]", ",", ", }", "\"", "1", ":}", ":1}", "\n}\n"]
    {
        message::<Named>(format!("{{\"last\"{behind}").as_bytes());
        message::<Named>(format!("{{\"l\\u0061st\"{behind}").as_bytes());
    }
}

#[test]
fn an_error_is_one_word() {
    assert_eq!(size_of::<fastjson_api::Error>(), size_of::<usize>());
    assert_eq!(size_of::<fastjson_api::Result<()>>(), size_of::<usize>());
}

#[test]
fn an_offset_is_where_line_and_column_point() {
    let error = fastjson_api::from_str::<Vec<u8>>("[\n 1,\n  x]").unwrap_err();
    assert_eq!((error.line(), error.column(), error.offset()), (3, 3, Some(8)));
    let error = fastjson_api::from_str::<IgnoredAny>("[\n 1,\n  ").unwrap_err();
    assert_eq!((error.line(), error.column(), error.offset()), (3, 2, Some(8)));
}

#[test]
fn errors_become_io_errors() {
    let kind =
        |input: &str| std::io::Error::from(fastjson_api::from_str::<u8>(input).unwrap_err()).kind();
    assert_eq!(kind("x"), std::io::ErrorKind::InvalidData);
    assert_eq!(kind("300"), std::io::ErrorKind::InvalidData);
    assert_eq!(kind(""), std::io::ErrorKind::UnexpectedEof);
}

#[test]
fn a_failing_reader_is_reported() {
    struct Broken;

    impl std::io::Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::new(std::io::ErrorKind::BrokenPipe, "gone"))
        }
    }

    let reader = || std::io::Read::chain(&b"[1, "[..], Broken);
    let error = fastjson_api::from_reader::<_, Vec<u8>>(reader()).unwrap_err();
    let expected = serde_json::from_reader::<_, Vec<u8>>(reader()).unwrap_err();
    assert_eq!(error.to_string(), expected.to_string());
    assert_eq!(error.classify(), Category::Io);
    assert_eq!(error.io_error_kind(), Some(std::io::ErrorKind::BrokenPipe));
    assert_eq!(std::io::Error::from(error).kind(), std::io::ErrorKind::BrokenPipe);
    let error: fastjson_api::Error =
        IgnoredAny::deserialize(&mut fastjson_api::Deserializer::from_reader(reader()))
            .unwrap_err();
    assert!(error.is_io());
}
