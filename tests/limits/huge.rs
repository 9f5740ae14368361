//! A document of more than 4 GiB, whose places no longer fit into the 32 bits that a token has: values, the skip and the
//! place of an error behind that. Ignored, since it takes 5 GB:
//! `cargo test --release --test limits -- --ignored`.

use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, SeqAccess, Visitor};

/// How many records there are, the sum of their numbers, and the bytes of their texts.
#[derive(Debug, Default, PartialEq)]
struct Sums {
    records: u64,
    numbers: u64,
    texts: u64,
}

impl<'de> Deserialize<'de> for Sums {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Records;

        impl<'de> Visitor<'de> for Records {
            type Value = Sums;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("records")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut records: A) -> Result<Sums, A::Error> {
                let mut sums = Sums::default();
                while let Some((number, text)) = records.next_element::<(u64, &'de str)>()? {
                    sums.records += 1;
                    sums.numbers += number;
                    sums.texts += text.len() as u64;
                }
                Ok(sums)
            }
        }

        deserializer.deserialize_seq(Records)
    }
}

#[test]
#[ignore = "takes 5 GB of memory"]
fn documents_of_more_than_four_gib() {
    const TEXT: &str = "a text of some bytes, plain as most are";
    let record = format!("[1234567,\"{TEXT}\"],\n[42,\"é\"],\n");
    let count = ((1 << 32) + (64 << 20)) / record.len();
    let mut text = String::with_capacity(count * record.len() + 100);
    text.push('[');
    for _ in 0..count {
        text.push_str(&record);
    }
    text.push_str("[7,\"last\"]]");
    let count = count as u64;
    let expected = Sums {
        records: 2 * count + 1,
        numbers: (1_234_567 + 42) * count + 7,
        texts: (TEXT.len() as u64 + 2) * count + 4,
    };
    assert_eq!(fastjson_api::from_slice::<Sums>(text.as_bytes()).unwrap(), expected);
    assert_eq!(fastjson_api::from_str::<Sums>(&text).unwrap(), expected);
    fastjson_api::from_slice::<IgnoredAny>(text.as_bytes()).unwrap();
    fastjson_api::from_reader::<_, IgnoredAny>(text.as_bytes()).unwrap();

    text.truncate(text.len() - "7,\"last\"]]".len());
    text.push_str("x]]");
    let ours = fastjson_api::from_slice::<IgnoredAny>(text.as_bytes()).unwrap_err();
    let theirs = serde_json::from_slice::<IgnoredAny>(text.as_bytes()).unwrap_err();
    assert_eq!(ours.to_string(), theirs.to_string());
    assert_eq!(ours.offset(), Some(text.len() - 3));
    let ours = fastjson_api::from_slice::<Sums>(text.as_bytes()).unwrap_err();
    let theirs = serde_json::from_slice::<Sums>(text.as_bytes()).unwrap_err();
    assert_eq!(ours.to_string(), theirs.to_string());
}
