//! The names of a map's members: what may be one, and what is refused.

use std::fmt::Debug;

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use crate::agree;

/// A map with one member.
#[derive(Debug)]
struct Map<K>(K);

impl<K: Serialize> Serialize for Map<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry(&self.0, &1)?;
        map.end()
    }
}

#[derive(Debug, Serialize)]
enum Variant {
    #[serde(rename = "u\nnit")]
    Unit,
    Newtype(u8),
    Tuple(u8, u8),
    Struct {
        a: u8,
    },
}

#[derive(Debug, Serialize)]
struct Unit;
#[derive(Debug, Serialize)]
struct Newtype<T>(T);
#[derive(Debug, Serialize)]
struct Tuple(u8, u8);
#[derive(Debug, Serialize)]
struct Struct {
    a: u8,
}

#[derive(Debug)]
struct Bytes;

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(b"bytes")
    }
}

#[derive(Debug)]
struct Displayed;

impl Serialize for Displayed {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{}\"{}", 1, "\n"))
    }
}

#[track_caller]
fn key<K: Serialize + Debug>(key: K) {
    agree(&Map(&key));
    agree(&[Map(&Newtype(&key)), Map(&Newtype(&key))]);
    agree(&Map(Some(&key)));
}

#[test]
fn accepted() {
    key("text");
    key("");
    key("es\"ca\\pes\u{1}");
    key('c');
    key('"');
    key(true);
    key(false);
    key((i8::MIN, 0).0);
    key(i16::MIN);
    key(i32::MIN);
    key(i64::MIN);
    key(i128::MIN);
    key(u8::MAX);
    key(u16::MAX);
    key(u32::MAX);
    key(u64::MAX);
    key(u128::MAX);
    key(1.5_f32);
    key(1.0_f64);
    key(-0.0_f64);
    key(1e300);
    key(Variant::Unit);
    key(Displayed);
}

#[test]
fn refused() {
    key(f32::NAN);
    key(f64::INFINITY);
    key(f64::NEG_INFINITY);
    key(None::<u8>);
    key(());
    key(Unit);
    key((1, 2));
    key([1]);
    key(vec![1]);
    key(Tuple(1, 2));
    key(Struct { a: 1 });
    key(Variant::Newtype(1));
    key(Variant::Tuple(1, 2));
    key(Variant::Struct { a: 1 });
    key(Map(1));
    key(Bytes);
}
