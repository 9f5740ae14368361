//! Paths and reports of errors, against serde_path_to_error's idea of where a value failed.
#![cfg(all(feature = "std", feature = "serde"))]

#[path = "common/backend.rs"]
mod backend;

use std::collections::BTreeMap;

use fastjson_api::from_str;
use serde::{Deserialize, de::DeserializeOwned};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "only ever failed to read")]
struct Root {
    users: Vec<User>,
    map: Option<BTreeMap<String, Vec<i8>>>,
    kind: Option<Kind>,
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "only ever failed to read")]
struct User {
    name: String,
    address: Option<Address>,
    point: Option<(f64, f64)>,
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "only ever failed to read")]
struct Address {
    zip: u32,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(dead_code, reason = "only ever failed to read")]
enum Kind {
    Unit,
    Struct { x: bool },
}

fn path<T: DeserializeOwned + std::fmt::Debug>(text: &str) -> String {
    from_str::<T>(text).unwrap_err().path(text.as_bytes()).to_string()
}

#[test]
fn the_path_is_that_of_the_value_that_failed() {
    for (text, expected) in [
        (r#"{"users": [{"name": "a"}, {"name": 1}]}"#, "users[1].name"),
        (r#"{"users":[{"name":"a","address":{"zip":"x"}}]}"#, "users[0].address.zip"),
        (r#"{"users":[{"name":"a","address":{"zip":-1 } } ] }"#, "users[0].address.zip"),
        (r#"{"users":[{"name":"a","address":{"zip": [1]}}]}"#, "users[0].address.zip"),
        (r#"{"users":[{"name":"a","address":{ } , "x":1}]}"#, "users[0].address"),
        (r#"{"users":[{"name":"a","address":true}]}"#, "users[0].address"),
        (r#"{"users":[{"nam":"a"}, 1]}"#, "users[0]"),
        (r#"{"users":[{"name":"a","point":[1,"2"]}]}"#, "users[0].point[1]"),
        (r#"{"users":[{"name":"a","point":[1]}]}"#, "users[0].point"),
        (r#"{"users":{}}"#, "users"),
        (r#"{"users": "all"}"#, "users"),
        (r#"{"users":[[]]}"#, "users[0]"),
        (r#"{"users":[],"other":{}}"#, "other"),
        ("{\"users\":[],\"other\"  :\n1}", "other"),
        (r#"{"users":[],"map":{"a":[],"b":[1,2,300]}}"#, "map.b[2]"),
        (r#"{"users":[],"map":{"a\"\u00fc\ud83d\ude00":[null]}}"#, "map.a\"ü😀[0]"),
        (r#"{"users":[],"kind":{"struct":{"x":0}}}"#, "kind.struct.x"),
        (r#"{"users":[],"kind":"unit","kind":"unit"}"#, "kind"),
        ("{}", "."),
        ("7", "."),
        ("[]", "."),
    ] {
        assert_eq!(path::<Root>(text), expected, "{text}");
    }
}

#[test]
fn syntax_errors_have_a_path_too() {
    for (text, expected) in [
        (r#"{"users":[{"name":"a"},{"name":x"#, "users[1].name"),
        (r#"{"users":[{"name":"a"#, "users[0].name"),
        (r#"{"users":["#, "users[0]"),
        (r#"{"users":[{"name":tru}]}"#, "users[0].name"),
        (r#"{"users":[{"name":"a"},]}"#, "users[1]"),
        (r#"{"users""#, "users"),
        (r#"{"use"#, "use"),
        (r#"{"users":[{"n"#, "users[0].n"),
        (r#"{"a\""#, "a\""),
        ("{", "."),
        ("", "."),
    ] {
        assert_eq!(path::<Root>(text), expected, "{text}");
    }
}

#[test]
fn any_error_and_any_input_give_some_report() {
    let error = from_str::<u8>("\n\n\n      x").unwrap_err();
    for input in [
        "",
        "\n",
        "\n\n\n",
        "\n\n\n\"\\",
        "[[[{\"a\":",
        "]]}}\n\n\n}]:,,::",
        "\u{0}\n\r\n\u{1}\n\u{7f}ü",
    ] {
        for end in 0..=input.len() {
            let input = &input.as_bytes()[..end];
            _ = error.path(input);
            assert!(error.report(input).to_string().starts_with("expected value"));
        }
    }
}

#[test]
fn reports_fit_terminals() {
    let text = format!(
        "{{\"a\": \"{}\", \"b\": tru, \"c\": \"{}\"}}",
        "ü😀".repeat(500),
        "x".repeat(5000)
    );
    let error = from_str::<serde::de::IgnoredAny>(&text).unwrap_err();
    let report = error.report(text.as_bytes()).to_string();
    let lines: Vec<&str> = report.lines().collect();
    assert_eq!(lines.len(), 5, "{report}");
    assert_eq!(lines[1], format!(" --> b, line 1 column {}", error.column()));
    assert!(lines[3].starts_with("1 | …") && lines[3].ends_with('…'), "{report}");
    assert!(lines.iter().all(|line| line.chars().count() < 110), "{report}");
    let caret = lines[4].chars().count() - 1;
    assert_eq!(lines[3].chars().nth(caret), Some(','), "{report}");

    // No byte of the input can move the cursor or start an escape sequence.
    let text = b"{\"\x1b[31m\": \xff\xfe\x07\t\r\n}";
    let error = fastjson_api::from_slice::<serde::de::IgnoredAny>(text).unwrap_err();
    let report = error.report(text).to_string();
    assert!(report.chars().all(|char| char == '\n' || !char.is_control()), "{report:?}");
}

#[test]
fn the_caret_is_under_the_byte() {
    for (text, line, caret) in
        [("[1,\n  x]", "2 |   x]", 6), ("[\"ü\" 1]", "1 | [\"ü\" 1]", 9), ("[1", "1 | [1", 5)]
    {
        let error = from_str::<serde::de::IgnoredAny>(text).unwrap_err();
        let report = error.report(text.as_bytes()).to_string();
        let lines: Vec<&str> = report.lines().collect();
        assert_eq!(lines[3], line);
        assert_eq!(lines[4].find('^'), Some(caret), "{report}");
    }
}
