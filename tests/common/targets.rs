//! The types that inputs are read into: every corner of serde's data model.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::{self, Debug};
use std::marker::PhantomData;

use serde::de::{DeserializeOwned, Error, IgnoredAny, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::recorder::{Asked, FAILS, HINTS, STOPS, TAKES_ALL};
use super::{Check, Family, Owned, check, check_owned, same_from_reader};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Newtype(pub u16);

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Pair(pub i8, pub String);

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Unit;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    pub id: u32,
    pub name: Option<String>,
    #[serde(default)]
    pub a: f64,
    pub inner: Option<Box<Record>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Strict {
    pub id: i64,
    pub name: char,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Flattened {
    pub id: u64,
    #[serde(flatten)]
    pub choice: Internal,
    #[serde(flatten)]
    pub rest: BTreeMap<String, f64>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum External {
    Unit,
    Newtype(u8),
    Nested(Box<External>),
    Tuple(i16, String),
    Struct { id: u8, name: Option<String> },
    Empty(),
    Nothing {},
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum Internal {
    Unit,
    Newtype(BTreeMap<String, u8>),
    Struct { id: u8, name: Option<String> },
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", content = "id", rename_all = "lowercase")]
pub enum Adjacent {
    Unit,
    Newtype(f32),
    Tuple(u8, bool),
    Struct { a: u8 },
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Untagged {
    Bool(bool),
    Small(i8),
    Float(f64),
    Text(String),
    List(Vec<u16>),
    Struct { id: u8 },
    Map(BTreeMap<String, Untagged>),
    Unit,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Word {
    Id,
    Name,
    A,
    Unit,
}

/// A float as a key, ordered by its bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct FloatKey(pub u64);

impl Serialize for FloatKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(f64::from_bits(self.0))
    }
}

impl<'de> Deserialize<'de> for FloatKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        f64::deserialize(deserializer).map(|float| FloatKey(float.to_bits()))
    }
}

/// Bytes, from a string or from an array.
#[derive(Debug, Clone, PartialEq)]
pub struct Bytes(pub Vec<u8>);

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct BytesVisitor;

        impl<'de> Visitor<'de> for BytesVisitor {
            type Value = Bytes;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("bytes")
            }

            fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Bytes, E> {
                Ok(Bytes(bytes.to_vec()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Bytes, A::Error> {
                let mut bytes = Vec::new();
                while let Some(byte) = access.next_element()? {
                    bytes.push(byte);
                }
                Ok(Bytes(bytes))
            }
        }

        deserializer.deserialize_byte_buf(BytesVisitor)
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Borrowing<'a> {
    #[serde(borrow)]
    pub name: Cow<'a, str>,
    pub id: &'a str,
    #[serde(borrow)]
    pub a: Option<&'a str>,
}

struct StrFamily;

impl Family for StrFamily {
    type Of<'de> = &'de str;
}

pub struct SliceFamily;

impl Family for SliceFamily {
    type Of<'de> = &'de [u8];
}

pub struct CowFamily;

impl Family for CowFamily {
    type Of<'de> = Vec<Cow<'de, str>>;
}

pub struct BorrowingFamily;

impl Family for BorrowingFamily {
    type Of<'de> = Borrowing<'de>;
}

pub struct BorrowedMapFamily;

impl Family for BorrowedMapFamily {
    type Of<'de> = BTreeMap<&'de str, Vec<&'de str>>;
}

pub fn map<K: DeserializeOwned + Ord + Debug>() -> Check {
    check_owned::<BTreeMap<K, Option<i32>>>
}

/// serde_json takes the first byte of a name that is not `true` or `false`, and then gives the rest of it out as a
/// `str` without a check if the input is one: with a name beyond ASCII there is no answer to compare with.
pub fn boolean_keys(input: &[u8], chunks: &[usize]) -> Result<(), String> {
    if input.is_ascii() {
        map::<bool>()(input, chunks)
    } else {
        same_from_reader::<BTreeMap<bool, Option<i32>>>(input, chunks).map(drop)
    }
}

/// What users write.
pub fn typed() -> Vec<Check> {
    vec![
        check_owned::<bool>,
        check_owned::<i8>,
        check_owned::<i16>,
        check_owned::<i32>,
        check_owned::<i64>,
        check_owned::<i128>,
        check_owned::<u8>,
        check_owned::<u16>,
        check_owned::<u32>,
        check_owned::<u64>,
        check_owned::<u128>,
        check_owned::<f32>,
        check_owned::<f64>,
        check_owned::<char>,
        check_owned::<String>,
        check_owned::<Bytes>,
        check_owned::<()>,
        check_owned::<Unit>,
        check_owned::<PhantomData<u8>>,
        check_owned::<Newtype>,
        check_owned::<Pair>,
        check_owned::<(u8, String, bool)>,
        check_owned::<[f32; 3]>,
        check_owned::<Vec<Option<u8>>>,
        check_owned::<Vec<Vec<f64>>>,
        check_owned::<Vec<String>>,
        check_owned::<Option<String>>,
        check_owned::<Option<Option<bool>>>,
        check_owned::<Record>,
        check_owned::<Strict>,
        check_owned::<Flattened>,
        check_owned::<External>,
        check_owned::<Vec<External>>,
        check_owned::<Internal>,
        check_owned::<Adjacent>,
        check_owned::<Untagged>,
        map::<String>(),
        boolean_keys,
        map::<char>(),
        map::<i8>(),
        map::<u64>(),
        map::<i128>(),
        map::<u128>(),
        map::<FloatKey>(),
        map::<Word>(),
        map::<Option<u16>>(),
        map::<(u8, u8)>(),
        map::<Vec<u8>>(),
        map::<()>(),
        check_owned::<BTreeMap<String, BTreeMap<u8, Record>>>,
        check_owned::<IgnoredAny>,
        check::<Owned<Box<str>>>,
        check::<StrFamily>,
        check::<SliceFamily>,
        check::<CowFamily>,
        check::<BorrowingFamily>,
        check::<BorrowedMapFamily>,
    ]
}

/// Every hint. Where it can lead into a container, there is also a visitor that stops early and one that fails.
pub fn recorded() -> Vec<Check> {
    const SCALARS: usize = 18;
    let scalars: [Check; SCALARS] = [
        check_owned::<Asked<1, TAKES_ALL>>,
        check_owned::<Asked<2, TAKES_ALL>>,
        check_owned::<Asked<3, TAKES_ALL>>,
        check_owned::<Asked<4, TAKES_ALL>>,
        check_owned::<Asked<5, TAKES_ALL>>,
        check_owned::<Asked<6, TAKES_ALL>>,
        check_owned::<Asked<7, TAKES_ALL>>,
        check_owned::<Asked<8, TAKES_ALL>>,
        check_owned::<Asked<9, TAKES_ALL>>,
        check_owned::<Asked<10, TAKES_ALL>>,
        check_owned::<Asked<11, TAKES_ALL>>,
        check_owned::<Asked<12, TAKES_ALL>>,
        check_owned::<Asked<13, TAKES_ALL>>,
        check_owned::<Asked<14, TAKES_ALL>>,
        check_owned::<Asked<16, TAKES_ALL>>,
        check_owned::<Asked<17, TAKES_ALL>>,
        check_owned::<Asked<25, TAKES_ALL>>,
        check_owned::<Asked<26, TAKES_ALL>>,
    ];
    let containers: [[Check; 3]; HINTS - SCALARS] = [
        container::<0>(),
        container::<15>(),
        container::<18>(),
        container::<19>(),
        container::<20>(),
        container::<21>(),
        container::<22>(),
        container::<23>(),
        container::<24>(),
    ];
    [scalars.as_slice(), &containers.concat()].concat()
}

fn container<const HINT: u8>() -> [Check; 3] {
    [
        check_owned::<Asked<HINT, TAKES_ALL>>,
        check_owned::<Asked<HINT, STOPS>>,
        check_owned::<Asked<HINT, FAILS>>,
    ]
}

/// A few of both, for long inputs.
pub fn few() -> Vec<Check> {
    vec![
        check_owned::<IgnoredAny>,
        check_owned::<Asked<0, TAKES_ALL>>,
        check_owned::<Bytes>,
        check::<CowFamily>,
    ]
}
