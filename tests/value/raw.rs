//! Raw values: their text, and their way through the real serde_json and back.

use std::borrow::Cow;

use fastjson_api::value::{RawValue, to_raw_value};

use serde::{Deserialize, Serialize};

use super::*;

#[derive(Serialize, Deserialize, Debug)]
struct Envelope<T> {
    id: u8,
    body: T,
}

const TEXT: &str = r#"{"id":1,"body":[ 1.5, {"x" : "\u0041"} ]}"#;
const BODY: &str = r#"[ 1.5, {"x" : "\u0041"} ]"#;

#[test]
fn text_survives() {
    let boxed: Envelope<Box<RawValue>> = fastjson_api::from_str(TEXT).unwrap();
    assert_eq!(boxed.body.get(), BODY);
    assert_eq!(fastjson_api::to_string(&boxed).unwrap(), TEXT);
    #[derive(Deserialize)]
    struct Borrowed<'a> {
        #[serde(borrow)]
        body: &'a RawValue,
    }
    let borrowed: Borrowed<'_> = fastjson_api::from_str(TEXT).unwrap();
    assert_eq!(borrowed.body.get(), BODY);
    let value = to_value(&boxed).unwrap();
    assert_eq!(value["body"], json!([1.5, {"x": "A"}]));
    let again: Envelope<Box<RawValue>> = from_value(value).unwrap();
    assert_eq!(again.body.get(), r#"[1.5,{"x":"A"}]"#);
    assert_eq!(u8::deserialize(to_raw_value(&7).unwrap().as_ref()).unwrap(), 7);
    assert_eq!(format!("{:?}", RawValue::NULL), "RawValue(null)");
    assert_eq!(Box::<str>::from(boxed.body.clone()), BODY.into());
    assert_eq!(Cow::Borrowed(RawValue::TRUE).into_owned().get(), "true");
    for text in ["[1,]", " [1] ", "1 2", "{\"a\"}", "", "\"\\x\""] {
        let theirs = serde_json::value::RawValue::from_string(text.to_owned());
        let mine = RawValue::from_string(text.to_owned());
        same(mine.map(|raw| raw.to_string()), theirs.map(|raw| raw.to_string()), &text);
    }
}

#[test]
fn passes_through_the_real_serde_json_and_back() {
    let mine: Envelope<Box<RawValue>> = serde_json::from_str(TEXT).unwrap();
    assert_eq!(serde_json::to_string(&mine).unwrap(), TEXT);
    assert_eq!(serde_json::to_value(&mine).unwrap()["body"][0], 1.5);
    let theirs: Envelope<Box<serde_json::value::RawValue>> = fastjson_api::from_str(TEXT).unwrap();
    assert_eq!(fastjson_api::to_string(&theirs).unwrap(), TEXT);
    let value = to_value(&theirs).unwrap();
    assert_eq!(value["body"][0], 1.5);
    let again: Envelope<Box<serde_json::value::RawValue>> = from_value(value).unwrap();
    assert_eq!(again.body.get(), r#"[1.5,{"x":"A"}]"#);
}

/// What makes one unchecked looks in debug builds, beside what checks always.
#[cfg(debug_assertions)]
#[expect(unsafe_code, reason = "the constructor is unsafe")]
#[test]
fn unchecked_is_checked_in_debug_builds() {
    for text in
        ["1", "[1, 2]", "\"é\"", "{\"a\":[null]}", "", " 1", "1 ", "1 2", "[1", "1x", "[1,]", "nul"]
    {
        let known = RawValue::from_string(text.to_owned()).is_ok_and(|raw| raw.get() == text);
        // SAFETY: what is no value never comes back from a debug build, which this is.
        let made = || unsafe { RawValue::from_string_unchecked(text.to_owned()) };
        let made = std::panic::catch_unwind(made).map(|raw| raw.get().to_owned());
        assert_eq!(made.ok().as_deref(), known.then_some(text), "{text:?}");
    }
}
