//! Shapes of types and values that the documents of the other benches do not have, or few of, against serde_json:
//! `cargo bench --bench shapes [-- FILTER]`. Lists of two hundred, as messages have them: what is slow for one of them is seen.

mod beside;

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::fmt::{Debug, Write as _};
use std::net::IpAddr;
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

fn shapes(criterion: &mut Criterion) {
    numbers(criterion);
    texts(criterion);
    containers(criterion);
    enums(criterion);
    structs(criterion);
}

fn numbers(c: &mut Criterion) {
    shape::<Vec<u8>>(c, "u8", list(|n| write_of(n % 256)));
    shape::<Vec<i64>>(c, "i64", list(|n| write_of(n as i64 - 500_000)));
    shape::<Vec<u64>>(c, "u64 hashes", list(|n| write_of(hash(n))));
    shape::<Vec<u64>>(c, "u64 of twenty digits", list(|n| write_of(u64::MAX - n)));
    shape::<Vec<i128>>(c, "i128", list(|n| write_of(i128::from(n) - 500_000)));
    shape::<Vec<u128>>(
        c,
        "u128 of thirty digits",
        list(|n| write_of(10_u128.pow(29) + u128::from(n))),
    );
    shape::<Vec<f32>>(c, "f32", list(|n| write_of(n as f32 / 1000.0)));
    shape::<Vec<[f32; 4]>>(c, "f32 rows of four", list(|n| format!("[{n}.5,{n}.25,0.125,1.75]")));
    shape::<Vec<f64>>(c, "f64 of 17 digits", list(|n| write_of(n as f64 / 999_983.0)));
    shape::<Vec<f64>>(
        c,
        "f64 with exponents",
        list(|n| format!("{}.{:05}e-{:02}", 1 + n % 9, n % 99_999, 5 + n % 12)),
    );
    shape::<Vec<f64>>(c, "f64 powers of ten", list(|n| format!("{}e{}", n % 1000, n % 20)));
    shape::<Vec<f64>>(
        c,
        "f64 of 25 digits",
        list(|n| format!("{}.{:024}", 1 + n % 9, u128::from(hash(n)) * 9999)),
    );
    shape::<Vec<f64>>(c, "f64 integers", list(write_of));
    shape::<Vec<Vec<f64>>>(
        c,
        "matrix",
        list(|n| format!("[{n}.5,{n}.25,0.125,{n}.75,1.5,2.5,3.5,4.5,5.5]")),
    );
    shape::<Vec<bool>>(c, "bool", list(|n| write_of(hash(n).is_multiple_of(2))));
    shape::<Vec<Option<f64>>>(
        c,
        "optional f64",
        list(|n| if n % 3 == 0 { "null".into() } else { format!("{n}.5") }),
    );
    shape::<Vec<Option<u64>>>(
        c,
        "optional u64",
        list(|n| if n % 3 == 0 { "null".into() } else { write_of(n) }),
    );
}

fn texts(c: &mut Criterion) {
    let units = |n: u64| {
        (0..20).fold(String::new(), |mut text, i| {
            let _ = write!(text, "\\u{:04x}", 0x4e00 + hash(n + i) % 0x4000);
            text
        })
    };
    shape::<Vec<String>>(c, "texts of 6 bytes", list(|n| format!("\"{n:06}\"")));
    shape::<Vec<String>>(c, "texts of 60 bytes", list(|n| format!("\"{n:060}\"")));
    shape::<Vec<String>>(c, "texts as units", list(|n| format!("\"{}\"", units(n))));
    shape::<Vec<String>>(
        c,
        "texts with an emoji",
        list(|n| format!("\"hello \\ud83d\\ude{:02x} there\"", n % 64)),
    );
    shape::<Vec<String>>(
        c,
        "texts with slashes",
        list(|n| format!("\"https:\\/\\/example.com\\/path\\/{n}\\/x\"")),
    );
    shape::<Vec<String>>(
        c,
        "texts with quotes",
        list(|n| format!("\"say \\\"{n}\\\" and\\n\\\"{n}\\\"\"")),
    );
    let long = |n: u64| "0123456789abcdef".repeat(64 + (hash(n) % 256) as usize);
    shape::<Vec<String>>(c, "texts of 1 to 5 KB", list(|n| format!("\"{}\"", long(n))));
    shape::<Vec<String>>(c, "the same in quotes", list(|n| format!("\"\\\"{}\\\"\"", long(n))));
    shape::<Vec<String>>(c, "Chinese texts", list(|n| format!("\"中文字符串测试{n}号\"")));
    shape::<Vec<Option<String>>>(
        c,
        "optional texts",
        list(|n| if n % 3 == 0 { "null".into() } else { format!("\"{n}\"") }),
    );
    shape::<Vec<char>>(
        c,
        "characters",
        list(|n| format!("\"{}\"", char::from(b'a' + (n % 26) as u8))),
    );
    shape::<Vec<IpAddr>>(c, "addresses", list(|n| format!("\"10.1.{}.{}\"", n % 256, n % 199)));
}

fn containers(c: &mut Criterion) {
    shape::<Vec<(u32, String, bool)>>(c, "tuples", list(|n| format!("[{n},\"{n}\",true]")));
    shape::<Vec<Vec<u32>>>(c, "lists of lists", list(|n| format!("[{n},2,3]")));
    shape::<VecDeque<i32>>(c, "VecDeque", list(write_of));
    shape::<HashSet<String>>(c, "HashSet", list(|n| format!("\"key{n}\"")));
    shape::<HashMap<String, u64>>(c, "HashMap", map(write_of));
    shape::<HashMap<u64, String>>(
        c,
        "HashMap of numbers",
        format!("{{{}}}", join(|n| format!("\"{n}\":\"{n}\""))),
    );
    shape::<BTreeMap<String, String>>(c, "BTreeMap", map(|n| format!("\"{n}\"")));
    shape::<HashMap<String, Point>>(
        c,
        "HashMap of structs",
        map(|n| format!("{{\"x\":{n}.5,\"y\":2.25}}")),
    );
}

fn enums(c: &mut Criterion) {
    shape::<Vec<Color>>(
        c,
        "unit variants",
        list(|n| format!("\"{}\"", ["Red", "Green", "DarkBlue"][(n % 3) as usize])),
    );
    shape::<Vec<External>>(
        c,
        "external tags",
        list(|n| match n % 3 {
            0 => format!("{{\"A\":{n}}}"),
            1 => format!("{{\"B\":{{\"x\":{n}.5,\"y\":0.25}}}}"),
            _ => "\"C\"".into(),
        }),
    );
    shape::<Vec<Internal>>(
        c,
        "internal tags",
        list(|n| match n % 2 {
            0 => format!("{{\"t\":\"A\",\"id\":{n},\"name\":\"n{n}\"}}"),
            _ => format!("{{\"t\":\"B\",\"x\":{n}.5,\"y\":0.25}}"),
        }),
    );
    shape::<Vec<Adjacent>>(
        c,
        "adjacent tags",
        list(|n| match n % 2 {
            0 => format!("{{\"t\":\"A\",\"c\":{n}}}"),
            _ => format!("{{\"t\":\"B\",\"c\":{{\"x\":{n}.5,\"y\":0.25}}}}"),
        }),
    );
    shape::<Vec<Untagged>>(
        c,
        "untagged",
        list(|n| match n % 3 {
            0 => write_of(n),
            1 => format!("{{\"x\":{n}.5,\"y\":0.25}}"),
            _ => format!("\"{n}\""),
        }),
    );
}

fn structs(c: &mut Criterion) {
    shape::<Point>(c, "a small struct", "{\"x\":1.5,\"y\":2.25}".into());
    shape::<u64>(c, "a number by itself", "12345".into());
    shape::<Vec<Settings>>(
        c,
        "optional fields",
        list(|n| match n % 3 {
            0 => format!("{{\"id\":{n},\"name\":null,\"limit\":null,\"on\":null}}"),
            1 => format!("{{\"id\":{n},\"name\":\"text\",\"limit\":{n},\"on\":true}}"),
            _ => format!("{{\"id\":{n}}}"),
        }),
    );
    shape::<Vec<Settings>>(
        c,
        "unknown fields",
        list(|n| {
            format!(
                "{{\"id\":{n},\"href\":\"/a/b/{n}\",\"tags\":[\"a\",\"b\"],\"on\":false,\"owner\":{{\"id\":{n}}}}}"
            )
        }),
    );
    shape::<Vec<Flat>>(
        c,
        "flattened structs",
        list(|n| format!("{{\"id\":{n},\"x\":{n}.5,\"y\":0.25,\"name\":\"n{n}\"}}")),
    );
    shape::<Vec<Rest>>(
        c,
        "flattened maps",
        list(|n| format!("{{\"id\":{n},\"x{n}\":\"{n}\",\"name\":\"n{n}\"}}")),
    );
    shape::<Vec<Timed>>(
        c,
        "durations",
        list(|n| format!("{{\"took\":{{\"secs\":{n},\"nanos\":5}},\"value\":[{n},true]}}")),
    );
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
enum Color {
    Red,
    Green,
    DarkBlue,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Point {
    x: f64,
    y: f64,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
enum External {
    A(u32),
    B(Point),
    C,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "t")]
enum Internal {
    A { id: u32, name: String },
    B(Point),
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "t", content = "c")]
enum Adjacent {
    A(u32),
    B(Point),
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
enum Untagged {
    A(u32),
    B(Point),
    C(String),
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Settings {
    id: u64,
    name: Option<String>,
    limit: Option<u32>,
    #[serde(default)]
    on: Option<bool>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Flat {
    id: u64,
    #[serde(flatten)]
    point: Point,
    name: String,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Rest {
    id: u64,
    #[serde(flatten)]
    rest: BTreeMap<String, String>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Timed {
    took: Duration,
    value: (u32, bool),
}

/// Reads and writes the text's value: both sides make the same of it.
fn shape<T>(criterion: &mut Criterion, name: &str, text: String)
where
    T: DeserializeOwned + Serialize + PartialEq + Debug,
{
    let bytes = text.as_bytes();
    let value: T = serde_json::from_slice(bytes).unwrap();
    assert!(value == fastjson_api::from_slice::<T>(bytes).unwrap(), "{name}: other values");
    let written = serde_json::to_vec(&value).unwrap();
    assert!(fastjson_api::to_vec(&value).unwrap() == written, "{name}: other bytes");

    let mut group = criterion.benchmark_group(format!("shapes/{name}"));
    beside::read::<T>(&mut group, "read", bytes);
    beside::write(&mut group, "write", &value, &written);
    group.finish();
}

/// Two hundred numbers below a million, without order.
fn some() -> impl Iterator<Item = u64> {
    (0..200).map(|i| hash(i) % 1_000_000)
}

/// The finalizer of SplitMix64.
fn hash(n: u64) -> u64 {
    let n = n.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let n = (n ^ n >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let n = (n ^ n >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
    n ^ n >> 31
}

fn write_of(value: impl ToString) -> String {
    value.to_string()
}

fn join(item: impl Fn(u64) -> String) -> String {
    some().map(item).collect::<Vec<_>>().join(",")
}

fn list(item: impl Fn(u64) -> String) -> String {
    format!("[{}]", join(item))
}

fn map(value: impl Fn(u64) -> String) -> String {
    format!("{{{}}}", join(|n| format!("\"key{n}\":{}", value(n))))
}

criterion_group!(benches, shapes);
criterion_main!(benches);
