//! Twice the input takes about twice the time, and memory is a small multiple of it.
//!
//! Times are the least of some runs, and the bound is generous: a loop within a loop would take four
//! times as long, and with it these sizes would not end.

use std::io::{self, Read};
use std::time::Duration;

use fastjson_api::{Deserializer, Reader, Value, from_reader, from_slice};
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::{clock, memory};

/// What of each shape is made longer, until it has so many bytes.
const BYTES: usize = if cfg!(debug_assertions) { 60_000 } else { 600_000 };

/// Bytes one by one, as a socket might give them.
struct OneByOne<'a>(&'a [u8]);

impl Read for OneByOne<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = buffer.len().min(1);
        self.0.read(&mut buffer[..length])
    }
}

fn shapes(bytes: usize) -> Vec<(&'static str, Vec<u8>)> {
    let text = |before: &str, again: &str, after: &str| {
        let count = bytes / again.len();
        [before, &again.repeat(count), after].concat().into_bytes()
    };
    // Names of equal length that end alike; more of them than fit any fixed table.
    let names = |suffix: &str| {
        let members = (0..bytes / 32).map(|n| format!("\"{n:0>16}{suffix}\":0"));
        format!("{{{}}}", members.collect::<Vec<_>>().join(",")).into_bytes()
    };
    vec![
        ("a long integer", text("", "9", "")),
        ("a long integer that is negative", text("-1", "0", "")),
        ("a long fraction of zeros", text("0.", "0", "1")),
        ("a long fraction", text("[0.", "123456789", "]")),
        ("a long exponent", text("1e", "9", "")),
        ("a long exponent of a zero", text("0e-", "9", "")),
        ("huge exponents", text("[", "0e999999999999,1e-99999999999,", "0]")),
        ("halfway points", text("[", "9007199254740993.00000000000000000000000000000000,", "0]")),
        ("escapes", text("\"", "\\n", "\"")),
        ("backslashes", text("\"", "\\\\", "\"")),
        ("surrogates", text("\"", "\\ud83c\\udf0d", "\"")),
        ("a lone surrogate at the end", text("\"", "\\u0041", "\\ud800\"")),
        ("equal names", text("{", "\"name\":[0],", "\"name\":1}")),
        ("names that collide", names("collide")),
        ("deep", text("", "[", "")),
        ("deep objects", text("", "{\"a\":", "")),
        ("wide", text("[", "[],{},", "0]")),
        ("an unterminated string", text("\"", "text ", "")),
        ("strings that follow each other", text("[", "\"\",", "\"")),
        ("whitespace", text("", " \n", "1")),
        ("whitespace within", text("[1", " \t\r\n", ",2]")),
        ("one error at the end", text("[", "1,\n", "]")),
        ("garbage", text("", "x", "")),
        ("garbage after", text("1", "x", "")),
        ("bytes that are no text", [b"\"".as_slice(), &vec![0xff; bytes], b"\""].concat()),
        ("no text at the end", [text("[\"", "é\",\"", "").as_slice(), b"\xff\"]"].concat()),
    ]
}

type Way = fn(&[u8]);

/// Each way of reading, all of the text or up to its error, which is looked for and explained.
const WAYS: &[(&str, Way)] = &[
    ("value", |text| {
        if let Err(error) = from_slice::<Value>(text) {
            let _ = (error.path(text).to_string(), error.report(text).to_string());
        }
    }),
    ("ignored", |text| drop(from_slice::<IgnoredAny>(text))),
    ("one by one", |text| drop(from_reader::<_, Value>(OneByOne(text)))),
    ("exact", |text| drop(Value::deserialize(&mut Deserializer::from_reader(OneByOne(text))))),
    ("stream", |text| {
        let values = Deserializer::from_slice(text).into_iter::<IgnoredAny>();
        let _ = values.take_while(Result::is_ok).count();
    }),
    ("core", |text| drop(Reader::from_slice(text).raw())),
    ("f64", |text| drop(from_slice::<f64>(text))),
    ("string", |text| drop(from_slice::<String>(text))),
    ("lines", |text| {
        let _ = fastjson_api::lines::from_slice::<Value>(text).count();
    }),
];

fn time(way: Way, text: &[u8], rounds: usize) -> Duration {
    let once = || {
        let start = clock::now();
        way(text);
        clock::now() - start
    };
    (0..rounds).map(|_| once()).min().unwrap_or_default()
}

#[test]
fn time_grows_as_the_input_does() {
    let mut slow = Vec::new();
    for ((shape, once), (_, twice)) in shapes(BYTES).into_iter().zip(shapes(2 * BYTES)) {
        for &(name, way) in WAYS {
            // Noise passes, a square does not: more rounds are taken where it looks like one.
            let grows = |rounds| {
                let (once, twice) = (time(way, &once, rounds), time(way, &twice, rounds));
                let noise = Duration::from_micros(300);
                (twice > once * 3 + noise).then_some((once, twice))
            };
            if grows(2).is_some()
                && grows(5).is_some()
                && let Some(times) = grows(20)
            {
                slow.push(format!("{shape}, {name}: {times:?}"));
            }
        }
    }
    assert!(slow.is_empty(), "{slow:#?}");
}

/// A byte of input may become a `Value` and a half (`[0,0,0`), in a vector that has doubled, both old and
/// new for a moment; a member of a map is larger.
#[test]
fn memory_is_a_multiple_of_the_input() {
    let mut large = Vec::new();
    for (shape, text) in shapes(BYTES) {
        for &(name, way) in WAYS {
            let ((), peak) = memory::peak(|| way(&text));
            if peak > 110 * text.len() + 70_000 {
                large.push(format!("{shape}, {name}: {peak} bytes of {}", text.len()));
            }
        }
        // Who keeps nothing needs little but a bit for each open container.
        for (name, way) in [WAYS[1], WAYS[5]] {
            let ((), peak) = memory::peak(|| way(&text));
            if peak > 4096 + text.len() / 2 {
                large.push(format!("{shape}, {name}: {peak} bytes, and nothing is kept"));
            }
        }
    }
    assert!(large.is_empty(), "{large:#?}");
}

/// A length is what has come, never what is said to come.
#[test]
fn no_room_for_what_is_only_claimed() {
    for text in ["[", "[[[[[[[[[[", "[0", "{\"a\":[", "\"", "1e999999999999", "[1e-999999999999]"] {
        for &(name, way) in WAYS {
            let ((), peak) = memory::peak(|| way(text.as_bytes()));
            assert!(peak < 16_384, "{text}, {name}: {peak} bytes");
        }
    }
}

/// A JSON array of records, made as it is read: nobody holds it.
struct Records {
    left: u64,
    record: Vec<u8>,
    at: usize,
}

impl Records {
    fn new(bytes: u64) -> Self {
        Records { left: bytes, record: b"[".to_vec(), at: 0 }
    }

    fn next(&mut self) {
        use std::io::Write;
        self.at = 0;
        self.record.clear();
        let number = self.left;
        if number == 0 {
            return;
        }
        write!(
            self.record,
            "{{\"id\":{number},\"name\":\"record number {number}\",\"tags\":[\"a\",\"b\\n\"],\"price\":{number}.25}}"
        )
        .unwrap();
        self.left = self.left.saturating_sub(self.record.len() as u64 + 1);
        self.record.push(if self.left == 0 { b']' } else { b',' });
    }
}

impl Read for Records {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.at == self.record.len() {
            self.next();
        }
        let length = (&self.record[self.at..]).read(buffer)?;
        self.at += length;
        Ok(length)
    }
}

/// Records of an array that are counted and let go, one after the other.
struct Counted(u64);

impl<'de> Deserialize<'de> for Counted {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Record {
            id: u64,
            name: String,
            tags: Vec<String>,
            price: f64,
        }

        struct Count;

        impl<'de> serde::de::Visitor<'de> for Count {
            type Value = Counted;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("records")
            }

            fn visit_seq<A: serde::de::SeqAccess<'de>>(
                self,
                mut records: A,
            ) -> Result<Counted, A::Error> {
                let mut count = 0;
                while let Some(record) = records.next_element::<Record>()? {
                    assert_eq!(record.name, format!("record number {}", record.id));
                    assert_eq!((record.tags.len(), record.price as u64), (2, record.id));
                    count += 1;
                }
                Ok(Counted(count))
            }
        }

        deserializer.deserialize_seq(Count)
    }
}

fn peak_of_records(bytes: u64) -> (u64, usize) {
    let (count, peak) = memory::peak(|| from_reader::<_, Counted>(Records::new(bytes)).unwrap().0);
    assert!(count > bytes / 120, "{count} records");
    (count, peak)
}

/// `from_reader` holds a window of a document, not the document.
#[test]
fn memory_for_records_does_not_grow() {
    let (_, small) = peak_of_records(1 << 20);
    let (_, large) = peak_of_records(16 << 20);
    assert!(large <= small + 4096 && large < 400_000, "{small} bytes for 1 MB, {large} for 16 MB");
}

/// The same at 1 GB: `cargo test --release --test limits -- --ignored --nocapture gigabyte`.
#[test]
#[ignore = "reads 1 GB: some seconds in release, a minute in debug"]
fn memory_for_a_gigabyte_of_records() {
    let (count, peak) = peak_of_records(1 << 30);
    println!("1 GB, {count} records: at most {peak} bytes held at once");
    assert!(peak < 400_000, "{peak} bytes");
}

/// Positions have 32 bits: a string beyond them is refused, never given from its middle on. By hand, in
/// release: it takes 5 GB.
#[test]
#[cfg(target_pointer_width = "64")]
#[ignore = "takes 5 GB"]
fn a_string_beyond_all_positions_is_refused() {
    let text = format!(" \"{}\"", "é".repeat((1 << 31) + 100));
    assert!(fastjson_api::from_str::<&str>(&text).is_err());
    assert!(Reader::from_str(&text).string().is_err());
}
