//! Members of structs in every order, absent, twice, unknown, under other names: as serde_json reads them.

#![allow(dead_code, reason = "fields are looked at through Debug")]

mod common;

use std::fmt::{self, Debug};

use serde::de::{DeserializeOwned, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// Texts of objects with these names: all orders of few, rotations and steps of many; some members absent, doubled,
/// unknown or written with an escape.
fn objects(names: &[&str]) -> Vec<String> {
    let mut texts = vec!["{}".to_owned(), "{ }".to_owned()];
    let count = names.len();
    for start in 0..count {
        for step in 1..=count {
            let order: Vec<&str> = (0..count).map(|i| names[(start + i * step) % count]).collect();
            for absent in 0..=count {
                let mut some = order.clone();
                if absent < count {
                    some.remove(absent);
                }
                texts.push(object(&some));
                some.insert(some.len() / 2, "unknown");
                texts.push(object(&some));
                some.insert(0, "");
                texts.push(object(&some));
            }
            texts.push(object(&order[..count / 2]));
            texts.push(object(&order).replacen(names[0], &escaped(names[0]), 1));
            let texts_of_two = [order[count - 1], order[0], order[count - 1]];
            texts.push(object(&texts_of_two));
        }
    }
    texts
}

fn object(names: &[&str]) -> String {
    let members: Vec<String> =
        names.iter().enumerate().map(|(value, name)| format!("\"{name}\": {value}")).collect();
    format!("{{{}}}", members.join(", "))
}

fn escaped(name: &str) -> String {
    name.chars().map(|c| format!("\\u{:04x}", u32::from(c))).collect()
}

fn check<T: DeserializeOwned + Debug>(names: &[&str]) {
    for text in objects(names) {
        common::same::<T>(text.as_bytes()).unwrap();
        common::same_from_reader::<T>(text.as_bytes(), &[1, 7, 64]).unwrap();
    }
}

#[derive(Debug, Deserialize)]
struct Plain {
    a: u8,
    bc: Option<u8>,
    def: u8,
    fourteen_bytes: Option<u8>,
    seventeen_bytes_x: Option<u8>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Many {
    a0: u8,
    a1: u8,
    a2: u8,
    a3: u8,
    a4: u8,
    a5: u8,
    a6: u8,
    a7: u8,
    a8: u8,
    a9: u8,
    a_name_of_more_than_thirty_two_bytes_1: u8,
    a_name_of_more_than_thirty_two_bytes_2: u8,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Strict {
    first: Option<u8>,
    second: u8,
    third: Option<u8>,
}

#[derive(Debug, Deserialize)]
struct Renamed {
    #[serde(rename = "one")]
    first: u8,
    #[serde(skip)]
    never: u8,
    #[serde(rename(deserialize = "two", serialize = "zwei"))]
    second: Option<u8>,
    #[serde(rename = "three")]
    third: Option<u8>,
}

/// The names of fields and the numbers of fields are then not the same.
#[derive(Debug, Deserialize)]
struct Aliased {
    #[serde(alias = "zzz", alias = "aaa")]
    one: Option<u8>,
    two: Option<u8>,
    #[serde(alias = "drei")]
    three: Option<u8>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct AliasedStrict {
    one: Option<u8>,
    #[serde(alias = "zwei")]
    two: Option<u8>,
}

#[derive(Debug, Deserialize)]
struct Generic<T> {
    left: Option<T>,
    right: Option<T>,
}

#[derive(Debug, Deserialize)]
struct Flat {
    one: u8,
    #[serde(flatten)]
    rest: std::collections::BTreeMap<String, u8>,
}

#[derive(Debug, Deserialize)]
struct Empty {}

#[test]
fn in_every_order() {
    check::<Plain>(&["a", "bc", "def", "fourteen_bytes", "seventeen_bytes_x"]);
    check::<Strict>(&["first", "second", "third"]);
    check::<Renamed>(&["one", "two", "three", "never"]);
    check::<Generic<u8>>(&["left", "right"]);
    check::<Flat>(&["one", "two", "three"]);
    check::<Empty>(&["one", "two"]);
}

#[test]
fn more_than_are_looked_ahead_at() {
    let names: Vec<String> = (0..10).map(|i| format!("a{i}")).collect();
    let mut names: Vec<&str> = names.iter().map(String::as_str).collect();
    names.push("a_name_of_more_than_thirty_two_bytes_1");
    names.push("a_name_of_more_than_thirty_two_bytes_2");
    check::<Many>(&names);
}

#[test]
fn under_other_names() {
    check::<Aliased>(&["one", "two", "three"]);
    check::<Aliased>(&["aaa", "one", "drei", "two"]);
    check::<Aliased>(&["zzz", "two", "three"]);
    check::<AliasedStrict>(&["one", "two"]);
    check::<AliasedStrict>(&["one", "zwei"]);
}

#[test]
fn in_variants() {
    #[derive(Debug, Deserialize)]
    enum Shape {
        Point { x: u8, y: Option<u8>, z: Option<u8> },
    }
    for inner in objects(&["x", "y", "z"]) {
        let text = format!("{{\"Point\": {inner}}}");
        common::same::<Shape>(text.as_bytes()).unwrap();
    }
}

/// Field types that look like a derived one from outside, but do not know their numbers, or count otherwise.
mod by_hand {
    use super::*;

    macro_rules! by_hand {
        ($name:ident, $($number:tt)*) => {
            #[derive(Debug)]
            pub struct $name(pub Option<u8>, pub Option<u8>);

            impl<'de> Deserialize<'de> for $name {
                fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    #[allow(non_camel_case_types, reason = "the derived one's name")]
                    enum __Field {
                        Left,
                        Right,
                    }

                    struct FieldVisitor;

                    impl Visitor<'_> for FieldVisitor {
                        type Value = __Field;

                        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                            f.write_str("left or right")
                        }

                        fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<__Field, E> {
                            match name {
                                "left" => Ok(__Field::Left),
                                "right" => Ok(__Field::Right),
                                _ => Err(E::unknown_field(name, &["left", "right"])),
                            }
                        }

                        $($number)*
                    }

                    impl<'de> Deserialize<'de> for __Field {
                        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                            deserializer.deserialize_identifier(FieldVisitor)
                        }
                    }

                    struct PairVisitor;

                    impl<'de> Visitor<'de> for PairVisitor {
                        type Value = $name;

                        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                            f.write_str("a pair")
                        }

                        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<$name, A::Error> {
                            let mut pair = $name(None, None);
                            while let Some(field) = map.next_key::<__Field>()? {
                                match field {
                                    __Field::Left => pair.0 = Some(map.next_value()?),
                                    __Field::Right => pair.1 = Some(map.next_value()?),
                                }
                            }
                            Ok(pair)
                        }
                    }

                    deserializer.deserialize_struct("Pair", &["left", "right"], PairVisitor)
                }
            }
        };
    }

    by_hand!(Unnumbered,);
    by_hand!(
        OneNumber,
        fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<__Field, E> {
            match number {
                0 => Ok(__Field::Left),
                _ => Ok(__Field::Right),
            }
        }
    );
}

#[test]
fn of_types_written_by_hand() {
    check::<by_hand::Unnumbered>(&["left", "right"]);
    check::<by_hand::OneNumber>(&["left", "right"]);
}

#[test]
fn a_name_goes_on_only_after_its_colon() {
    for text in [
        "{\"a\"",
        "{\"a\":",
        "{\"a\" 1",
        "{\"a\":1,",
        "{\"a\":1,}",
        "{\"a\":1 \"bc\":2}",
        "{\"a\":1,\"bc\"}",
        "{\"a\":1,,",
        "{,",
        "{\"a\":1]",
        "{\"a\":1,\"def\":2",
        "{\"a\":1,\"def\":2}x",
        "{\"a\":1,\"def\":2} ",
    ] {
        common::same::<Plain>(text.as_bytes()).unwrap();
        common::same_from_reader::<Plain>(text.as_bytes(), &[1]).unwrap();
    }
}

/// Names of the lengths at which other moves compare them.
#[derive(Debug, Deserialize)]
struct Lengths {
    a: Option<u8>,
    bc: Option<u8>,
    def: Option<u8>,
    ghij: Option<u8>,
    klmnopq: Option<u8>,
    rstuvwxy: Option<u8>,
    a_nine_by: Option<u8>,
    of_sixteen_bytes: Option<u8>,
    of_17_bytes_in_it: Option<u8>,
    of_thirty_two_bytes_and_not_more: Option<u8>,
    of_thirty_three_bytes_and_no_more: Option<u8>,
    of_more_bytes_than_are_compared_at_once: Option<u8>,
}

#[test]
fn of_every_length_and_one_byte_off() {
    let names = [
        "a",
        "bc",
        "def",
        "ghij",
        "klmnopq",
        "rstuvwxy",
        "a_nine_by",
        "of_sixteen_bytes",
        "of_17_bytes_in_it",
        "of_thirty_two_bytes_and_not_more",
        "of_thirty_three_bytes_and_no_more",
        "of_more_bytes_than_are_compared_at_once",
    ];
    common::same::<Lengths>(object(&names).as_bytes()).unwrap();
    for (at, name) in names.iter().enumerate() {
        for byte in 0..name.len() {
            let mut other = name.as_bytes().to_vec();
            other[byte] ^= 1;
            let mut changed = names;
            let other = String::from_utf8(other).unwrap();
            changed[at] = &other;
            common::same::<Lengths>(object(&changed).as_bytes()).unwrap();
        }
    }
}
