//! What is written is serde_json's, byte for byte and error for error.

#[path = "../common/backend.rs"]
mod backend;

mod hooks;
mod keys;
mod shapes;
mod streams;
mod strings;

use std::fmt::Debug;

use serde::Serialize;

/// Every way of writing `value` agrees with serde_json's.
#[track_caller]
pub fn agree<T: ?Sized + Serialize + Debug>(value: &T) {
    let compact = serde_json::to_vec(value).map_err(|error| error.to_string());
    let pretty = serde_json::to_vec_pretty(value).map_err(|error| error.to_string());
    let text = |json: Result<String, fastjson_api::Error>| {
        json.map(String::into_bytes).map_err(|error| error.to_string())
    };
    let bytes =
        |json: Result<Vec<u8>, fastjson_api::Error>| json.map_err(|error| error.to_string());

    assert_eq!(bytes(fastjson_api::to_vec(value)), compact, "{value:?}");
    assert_eq!(text(fastjson_api::to_string(value)), compact, "{value:?}");
    assert_eq!(bytes(fastjson_api::to_vec_pretty(value)), pretty, "{value:?}");
    assert_eq!(text(fastjson_api::to_string_pretty(value)), pretty, "{value:?}");

    let written = |write: &dyn Fn(&mut Vec<u8>) -> fastjson_api::Result<()>| {
        let mut json = Vec::new();
        write(&mut json).map(|()| json).map_err(|error| error.to_string())
    };
    assert_eq!(written(&|json| fastjson_api::to_writer(json, value)), compact);
    assert_eq!(written(&|json| fastjson_api::to_writer_pretty(json, value)), pretty);
    let plain = |json: &mut Vec<u8>| value.serialize(&mut fastjson_api::Serializer::new(json));
    assert_eq!(written(&plain), compact);
    let lines = |json: &mut Vec<u8>| value.serialize(&mut fastjson_api::Serializer::pretty(json));
    assert_eq!(written(&lines), pretty);

    for indent in ["", " ", "\t", "    ", "\n", "->", "é"] {
        use fastjson_api::ser::{PrettyFormatter as Ours, Serializer};
        let mut json = Vec::new();
        let formatter = Ours::with_indent(indent.as_bytes());
        let ours = value.serialize(&mut Serializer::with_formatter(&mut json, formatter));
        let mut expected = Vec::new();
        let formatter = serde_json::ser::PrettyFormatter::with_indent(indent.as_bytes());
        let theirs =
            value.serialize(&mut serde_json::Serializer::with_formatter(&mut expected, formatter));
        assert_eq!(ours.is_ok(), theirs.is_ok());
        if ours.is_ok() {
            assert!(json == expected, "indented by {indent:?}");
        }
    }
}
