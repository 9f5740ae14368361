//! Types that take an error of a part for no error, beside serde_json: in a text that is JSON, what comes behind such a
//! part is read from where serde_json would be. (In one that is not, each goes on from where its parser gave up, and
//! nothing is promised but an end.)

#[path = "common/told.rs"]
mod told;

use std::collections::BTreeMap;
use std::fmt::Debug;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use told::Told;

/// What could be read.
#[derive(Debug, PartialEq)]
struct Lenient<T>(Option<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Lenient<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Lenient(T::deserialize(deserializer).ok()))
    }
}

#[derive(Debug, PartialEq, Deserialize)]
struct Pair {
    a: Lenient<u8>,
    #[serde(default)]
    b: Option<Told<Vec<u8>>>,
}

fn check<T: DeserializeOwned + PartialEq + Debug>(text: &str) {
    let theirs = serde_json::from_str::<T>(text).map_err(|error| error.to_string());
    let ours = fastjson_api::from_str::<T>(text).map_err(|error| error.to_string());
    if serde_json::from_str::<serde::de::IgnoredAny>(text).is_err() {
        return;
    }
    assert_eq!(ours, theirs, "{text:?} as {}", std::any::type_name::<T>());
    let exact = |text: &str| {
        let mut theirs = serde_json::Deserializer::from_reader(text.as_bytes());
        let theirs = T::deserialize(&mut theirs).map_err(|error| error.to_string());
        let mut ours = fastjson_api::Deserializer::from_reader(text.as_bytes());
        (T::deserialize(&mut ours).map_err(|error| error.to_string()), theirs)
    };
    let (ours, theirs) = exact(text);
    assert_eq!(ours, theirs, "{text:?} from a reader, as {}", std::any::type_name::<T>());
}

fn check_all(text: &str) {
    check::<Lenient<Pair>>(text);
    check::<Lenient<BTreeMap<String, u8>>>(text);
    check::<Lenient<Vec<u8>>>(text);
    check::<Vec<Lenient<u8>>>(text);
    check::<Vec<Lenient<Vec<u8>>>>(text);
    check::<Vec<Told<(u8, u8)>>>(text);
    check::<Vec<Lenient<BTreeMap<String, Told<u8>>>>>(text);
    check::<BTreeMap<String, Lenient<Vec<Lenient<u8>>>>>(text);
    check::<BTreeMap<String, Told<Pair>>>(text);
    check::<(Told<u8>, Lenient<Pair>)>(text);
}

#[test]
fn what_comes_behind_an_error_is_read_from_where_it_was_left() {
    for text in [
        r#"[1,300,"x",[],{},null,true,-1,1.5,2]"#,
        r#"[[1,"x",3],[4],[[5]],[6,7"#,
        r#"[[1,"x"],[2]]"#,
        r#"[{"a":1},{"a":"x","b":2},{"b":300},{"c":[1]},{"a"}]"#,
        r#"{"a":[1,"x"],"b":[300],"c":1,"d":[2]}"#,
        r#"{"a":{"a":1,"b":[2]},"b":{"a":[1],"b":{"c":1}},"c":{"b":[1]}}"#,
        r#"{"a"}"#,
        r#"{"a":}"#,
        r#"[1,"x"}"#,
        r#"[{"a":1]"#,
        r#"["x",{"a":"y","b":[1]}]"#,
    ] {
        for end in (0..=text.len()).filter(|&end| text.is_char_boundary(end)) {
            check_all(&text[..end]);
        }
    }
}

#[test]
fn every_short_text() {
    const PARTS: [&str; 11] = ["[", "]", "{", "}", ":", ",", "\"a\"", "\"b\"", "1", "x", "null"];
    for length in 1..=4 {
        for number in 0..PARTS.len().pow(length) {
            let parts =
                (0..length).map(|place| PARTS[number / PARTS.len().pow(place) % PARTS.len()]);
            check_all(&parts.collect::<String>());
        }
    }
}
