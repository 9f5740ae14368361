//! Types that take an error of a part for no error, beside serde_json: in a text that is JSON, what comes behind such a
//! part is read from where serde_json would be. (In one that is not, each goes on from where its parser gave up: the text
//! is refused, or ends, and no more is promised, but where a colon is missing.)

#[path = "common/mod.rs"]
mod common;
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

/// The default where the value is an error.
fn or_default<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(
    deserializer: D,
) -> Result<T, D::Error> {
    Ok(T::deserialize(deserializer).unwrap_or_default())
}

/// What serde_json and this crate say, from a slice and from readers.
#[track_caller]
fn same<T: DeserializeOwned + Debug>(text: impl AsRef<[u8]>) {
    let text = text.as_ref();
    for answer in [common::same::<T>(text), common::same_from_reader::<T>(text, &[1, 7, 64])] {
        if let Err(difference) = answer {
            panic!("{difference}");
        }
    }
}

#[derive(Debug, Default, PartialEq, Deserialize)]
struct Defaults {
    #[serde(default, deserialize_with = "or_default")]
    a: u8,
    #[serde(default)]
    b: u8,
}

/// Where a colon is missing, no value makes up for it.
#[test]
fn a_missing_colon_is_an_error_whatever_the_value_says() {
    for text in [
        r#"{"a"}"#,
        r#"{"a" }"#,
        r#"{"a","b":1}"#,
        r#"{"b":1,"a"}"#,
        r#"{"a" 1}"#,
        r#"{"a" "b":1}"#,
        r#"{"a""#,
        r#"{"a":1,"c"}"#,
        r#"{"a":1,"c" 2}"#,
    ] {
        same::<Defaults>(text);
        same::<Refused>(text);
        same::<BTreeMap<String, Lenient<u8>>>(text);
        same::<BTreeMap<String, u8>>(text);
        let list = format!("[{text},{text}]");
        same::<Vec<Defaults>>(&list);
        same::<Vec<BTreeMap<String, Lenient<u8>>>>(&list);
    }
}

/// Fails, and looks at nothing.
#[derive(Debug)]
struct Refusing;

impl<'de> Deserialize<'de> for Refusing {
    fn deserialize<D: Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
        Err(serde::de::Error::custom("no"))
    }
}

#[derive(Debug, Deserialize)]
struct Refused {
    #[serde(rename = "a")]
    _a: Option<Refusing>,
    #[serde(rename = "c")]
    _c: Option<u8>,
}

/// serde_json has taken the colon and the white space behind it by then.
#[test]
fn values_that_refuse_to_be_read() {
    for text in [r#"{"a":1}"#, r#"{"a": 1}"#, "{\"a\" :\n 1}", r#"{"c":1,"a":[]}"#, r#"{"a":}"#] {
        for gap in (0..70).chain(1000..1100) {
            let text = format!("{:gap$}{text}", "");
            same::<Refused>(&text);
            same::<BTreeMap<String, Refusing>>(&text);
        }
    }
    // Where the window ends behind the colon, which is the last token then that is known.
    for count in 300..360 {
        let text = format!("{{\"b\":[{}],\"a\":\n1}}", vec!["[]"; 2 * count].join(","));
        same::<Refused>(&text);
        let text = format!("{{\"b\":[{}],\"a\":1}}", vec!["1"; 3 * count].join(","));
        same::<Refused>(&text);
        same::<Named>(&text);
        same::<Vec<Lenient<Named>>>(&format!("[{text},{text}]"));
    }
}

/// Reads the first name only, and is content or not.
#[derive(Debug)]
struct Named;

impl<'de> Deserialize<'de> for Named {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = Named;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(
                self,
                mut map: A,
            ) -> Result<Named, A::Error> {
                match map.next_key::<String>()?.as_deref() {
                    Some("b") => {
                        map.next_value::<serde::de::IgnoredAny>()?;
                        map.next_key::<String>().map(|_| Named)
                    }
                    Some("bad") => Err(serde::de::Error::custom("bad")),
                    _ => Ok(Named),
                }
            }
        }

        deserializer.deserialize_map(Visitor)
    }
}

#[test]
fn values_that_nobody_asks_for() {
    for text in [
        r#"{"a":}"#,
        r#"{"a"}"#,
        r#"{"a":20}"#,
        "{\"a\"\n:\n20}",
        r#"{"a":,}"#,
        r#"{"a":1,"b":2}"#,
        r#"{"a" 1}"#,
        r#"{"bad":1}"#,
        r#"{"bad"}"#,
        r#"{"bad" : 1}"#,
        r#"{"b":1,"a":2}"#,
        r#"{"b":1,"a"}"#,
        r#"{"b":{"a":1},"a":}"#,
    ] {
        same::<Named>(text);
        same::<Vec<Named>>(&format!("[{text},{text}]"));
        same::<Vec<Lenient<Named>>>(&format!("[{text},{text}]"));
    }
}

/// A value that is there without being read.
#[derive(Debug)]
struct Unread;

impl<'de> Deserialize<'de> for Unread {
    fn deserialize<D: Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
        Ok(Unread)
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "looked at through Debug")]
struct WithUnread {
    a: Unread,
    b: Option<u8>,
}

#[test]
fn values_that_nobody_reads() {
    for text in [
        r#"{"a":}"#,
        r#"{"a": }"#,
        r#"{"a":1}"#,
        r#"{"a"}"#,
        r#"{"a":,"b":1}"#,
        r#"{"b":1,"a":}"#,
        r#"{"a":,"a":}"#,
        r#"{"a":,"\u0061":}"#,
        r#"{"a":,"c":1}"#,
        r#"{"a":"c":1}"#,
        r#"{"a":{"c":1}}"#,
        r#"{"a":"#,
    ] {
        same::<WithUnread>(text);
        same::<BTreeMap<String, Unread>>(text);
        same::<Vec<Lenient<WithUnread>>>(&format!("[{text},{text}]"));
    }
    // Where the window ends among the members: what is refused there is placed as elsewhere.
    for count in 300..360 {
        for end in [r#""a":}"#, r#""c":1}"#, r#""a":,"c":1}"#] {
            same::<(Vec<Vec<u8>>, WithUnread)>(&format!(
                "[[{}],{{\"b\":1,{end}]",
                vec!["[]"; count].join(",")
            ));
        }
    }
}

#[derive(Debug, PartialEq, Deserialize)]
struct Both<T: Default> {
    #[serde(deserialize_with = "or_default", bound(deserialize = "T: Deserialize<'de> + Default"))]
    a: T,
    b: u8,
}

/// They were read to their end, and then found not to do.
#[test]
fn behind_numbers_and_strings_that_are_refused() {
    for number in ["1e999", "-1e999", "300", "1.5", "-0"] {
        same::<Both<f64>>(&format!(r#"{{"a":{number},"b":1}}"#));
        same::<Both<u8>>(&format!(r#"{{"a":{number} ,"b":1}}"#));
        same::<Vec<Lenient<u8>>>(&format!("[{number},2,{number}]"));
        same::<Vec<Lenient<Vec<f64>>>>(&format!("[[{number}],[2]]"));
        // With this feature a Value of the real serde_json, built without, does not know its numbers.
        if !cfg!(feature = "arbitrary_precision") {
            same::<Vec<Lenient<serde_json::Value>>>(&format!("[[{number}],2]"));
        }
    }
    for bytes in [&b"\xff"[..], b"x\xe9\\n", b"\xf0\x9f\x98", b"x"] {
        same::<Both<String>>([b"{\"a\":\"", bytes, b"\",\"b\":1}"].concat());
    }
}
