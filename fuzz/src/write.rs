//! Writing whatever a `Serialize` may say, in every shape of serde's data model, failing ones and odd names included:
//! the bytes and the errors are serde_json's, compact, indented, to a stream that fails, and as a `Value`.

use std::fmt;
use std::io;

use fastjson_api::ser as ours;
use serde::ser::{
    Error, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant,
    SerializeTuple, SerializeTupleStruct, SerializeTupleVariant, Serializer,
};
use serde_json::ser as theirs;

use super::cursor::Cursor;

const NAMES: &[&str] =
    &["a", "id", "", "say \"hi\"\n", "é", "back\\slash", "sixteen bytes or more, and a quote \""];

/// What a value says that fails.
const FAILURE: &str = "a value that fails";

/// How deep a tree may become.
const DEPTH: usize = 12;

/// Something to be written.
enum Tree {
    Bool(bool),
    Signed(i128, usize),
    Unsigned(u128, usize),
    F32(f32),
    F64(f64),
    Char(char),
    Str(String),
    Bytes(Vec<u8>),
    None,
    Some(Box<Tree>),
    Unit,
    UnitStruct,
    UnitVariant(&'static str),
    NewtypeStruct(Box<Tree>),
    NewtypeVariant(&'static str, Box<Tree>),
    Seq(Vec<Tree>, Length),
    Tuple(Vec<Tree>),
    TupleStruct(Vec<Tree>),
    TupleVariant(&'static str, Vec<Tree>),
    Map(Vec<(Tree, Tree)>, Length, bool),
    Struct(Vec<(&'static str, Tree)>),
    StructVariant(&'static str, Vec<(&'static str, Tree)>),
    Displayed(String),
    Fails,
}

/// What is announced as a container's length. (Zero where there are elements is left out: serde_json then writes
/// what is not JSON.)
enum Length {
    Unknown,
    Right,
    Wrong(usize),
}

impl Length {
    fn of(&self, count: usize) -> Option<usize> {
        match self {
            Length::Unknown => None,
            Length::Right => Some(count),
            Length::Wrong(wrong) => Some(*wrong),
        }
    }
}

fn length(from: &mut Cursor<'_>) -> Length {
    match from.below(4) {
        0 => Length::Unknown,
        1 => Length::Wrong(1 + from.below(100)),
        _ => Length::Right,
    }
}

fn name(from: &mut Cursor<'_>) -> &'static str {
    NAMES[from.below(NAMES.len())]
}

fn many<T>(from: &mut Cursor<'_>, mut one: impl FnMut(&mut Cursor<'_>) -> T) -> Vec<T> {
    let count = from.below(6);
    (0..count).map(|_| one(from)).collect()
}

fn tree(from: &mut Cursor<'_>, depth: usize) -> Tree {
    let inner = |from: &mut Cursor<'_>| tree(from, depth + 1);
    let field = |from: &mut Cursor<'_>| (name(from), tree(from, depth + 1));
    let kinds = if depth < DEPTH { 32 } else { 12 };
    match from.below(kinds) {
        0 => Tree::Bool(from.below(2) == 0),
        1 => Tree::Signed((from.integer() as i128).wrapping_neg(), from.below(5)),
        2 => Tree::Unsigned(from.integer(), from.below(5)),
        3 => Tree::F32(from.float() as f32),
        4 => Tree::F64(from.float()),
        5 => Tree::Char(char::from_u32(from.integer() as u32 % 0x11_0000).unwrap_or('"')),
        6 | 7 => Tree::Str(from.text()),
        8 => Tree::Bytes(from.text().into_bytes()),
        9 => Tree::None,
        10 => Tree::Unit,
        11 => match from.below(8) {
            0 => Tree::Fails,
            1 => Tree::UnitStruct,
            2 => Tree::UnitVariant(name(from)),
            _ => Tree::Displayed(from.text()),
        },
        12 => Tree::Some(Box::new(inner(from))),
        13 => Tree::NewtypeStruct(Box::new(inner(from))),
        14 | 15 => Tree::NewtypeVariant(name(from), Box::new(inner(from))),
        16..=19 => {
            let length = length(from);
            Tree::Seq(many(from, inner), length)
        }
        20 => Tree::Tuple(many(from, inner)),
        21 => Tree::TupleStruct(many(from, inner)),
        22 | 23 => Tree::TupleVariant(name(from), many(from, inner)),
        24..=27 => {
            let (length, entries) = (length(from), from.below(2) == 0);
            // Keys of any kind; those that are none are refused.
            let key = |from: &mut Cursor<'_>| match from.below(4) {
                0 => tree(from, DEPTH),
                1 => inner(from),
                _ => Tree::Str(from.text()),
            };
            Tree::Map(many(from, |from| (key(from), inner(from))), length, entries)
        }
        28 | 29 => Tree::Struct(many(from, field)),
        _ => Tree::StructVariant(name(from), many(from, field)),
    }
}

impl Serialize for Tree {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Tree::Bool(value) => to.serialize_bool(*value),
            Tree::Signed(value, width) => match width {
                0 => to.serialize_i8(*value as i8),
                1 => to.serialize_i16(*value as i16),
                2 => to.serialize_i32(*value as i32),
                3 => to.serialize_i64(*value as i64),
                _ => to.serialize_i128(*value),
            },
            Tree::Unsigned(value, width) => match width {
                0 => to.serialize_u8(*value as u8),
                1 => to.serialize_u16(*value as u16),
                2 => to.serialize_u32(*value as u32),
                3 => to.serialize_u64(*value as u64),
                _ => to.serialize_u128(*value),
            },
            Tree::F32(value) => to.serialize_f32(*value),
            Tree::F64(value) => to.serialize_f64(*value),
            Tree::Char(value) => to.serialize_char(*value),
            Tree::Str(value) => to.serialize_str(value),
            Tree::Bytes(value) => to.serialize_bytes(value),
            Tree::None => to.serialize_none(),
            Tree::Some(value) => to.serialize_some(value),
            Tree::Unit => to.serialize_unit(),
            Tree::UnitStruct => to.serialize_unit_struct("Unit"),
            Tree::UnitVariant(name) => to.serialize_unit_variant("Enum", 0, name),
            Tree::NewtypeStruct(value) => to.serialize_newtype_struct("Newtype", value),
            Tree::NewtypeVariant(name, value) => {
                to.serialize_newtype_variant("Enum", 1, name, value)
            }
            Tree::Seq(elements, length) => {
                let mut seq = to.serialize_seq(length.of(elements.len()))?;
                elements.iter().try_for_each(|element| seq.serialize_element(element))?;
                seq.end()
            }
            Tree::Tuple(elements) => {
                let mut tuple = to.serialize_tuple(elements.len())?;
                elements.iter().try_for_each(|element| tuple.serialize_element(element))?;
                tuple.end()
            }
            Tree::TupleStruct(elements) => {
                let mut tuple = to.serialize_tuple_struct("Tuple", elements.len())?;
                elements.iter().try_for_each(|element| tuple.serialize_field(element))?;
                tuple.end()
            }
            Tree::TupleVariant(name, elements) => {
                let mut tuple = to.serialize_tuple_variant("Enum", 2, name, elements.len())?;
                elements.iter().try_for_each(|element| tuple.serialize_field(element))?;
                tuple.end()
            }
            Tree::Map(members, length, entries) => {
                let mut map = to.serialize_map(length.of(members.len()))?;
                for (key, value) in members {
                    if *entries {
                        map.serialize_entry(key, value)?;
                    } else {
                        map.serialize_key(key)?;
                        map.serialize_value(value)?;
                    }
                }
                map.end()
            }
            Tree::Struct(fields) => {
                let mut map = to.serialize_struct("Struct", fields.len())?;
                fields.iter().try_for_each(|(name, value)| map.serialize_field(name, value))?;
                map.end()
            }
            Tree::StructVariant(name, fields) => {
                let mut map = to.serialize_struct_variant("Enum", 3, name, fields.len())?;
                fields.iter().try_for_each(|(name, value)| map.serialize_field(name, value))?;
                map.end()
            }
            Tree::Displayed(text) => to.collect_str(&Pieces(text)),
            Tree::Fails => Err(S::Error::custom(FAILURE)),
        }
    }
}

/// Hands its text out character by character.
struct Pieces<'a>(&'a str);

impl fmt::Display for Pieces<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|char| fmt::Write::write_char(formatter, char))
    }
}

/// Takes so many bytes, some at a time, and fails then.
struct Narrow {
    taken: Vec<u8>,
    room: usize,
}

impl io::Write for Narrow {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let length = bytes.len().min(self.room - self.taken.len()).min(100);
        if length == 0 && !bytes.is_empty() {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        self.taken.extend_from_slice(&bytes[..length]);
        Ok(length)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

pub fn run(data: &[u8]) {
    let mut from = Cursor::new(data);
    let indent = ["", " ", "\t", "    ", "--> "][from.below(5)].as_bytes();
    let room = usize::from(from.byte()) * 4;
    let tree = tree(&mut from, 0);
    let text =
        |result: Result<Vec<u8>, fastjson_api::Error>| result.map_err(|error| error.to_string());
    let real =
        |result: Result<Vec<u8>, serde_json::Error>| result.map_err(|error| error.to_string());

    let compact = real(serde_json::to_vec(&tree));
    assert_eq!(text(fastjson_api::to_vec(&tree)), compact);
    assert_eq!(text(fastjson_api::to_string(&tree).map(String::into_bytes)), compact);
    let mut kept = b"kept ".to_vec();
    let result = fastjson_api::to_vec_into(&mut kept, &tree);
    let (before, added) = kept.split_at(5);
    assert!(before == b"kept " && (result.is_ok() || added.is_empty()));
    assert_eq!(text(result.map(|()| added.to_vec())), compact);

    // What has been written before an error is the same too.
    let (mut mine, mut expected) = (Vec::new(), Vec::new());
    let result = tree.serialize(&mut fastjson_api::Serializer::new(&mut mine));
    let wanted = tree.serialize(&mut serde_json::Serializer::new(&mut expected));
    // A value that fails before it has written anything may take the comma before it along.
    if wanted.is_err()
        && compact.as_ref().is_err_and(|error| error == FAILURE)
        && expected.len() == mine.len() + 1
        && expected.last() == Some(&b',')
    {
        mine.push(b',');
    }
    assert_eq!(text(result.map(|()| Vec::new())), real(wanted.map(|()| Vec::new())));
    assert_eq!(mine.escape_ascii().to_string(), expected.escape_ascii().to_string());
    let (mut mine, mut expected) = (Vec::new(), Vec::new());
    let formatter = ours::PrettyFormatter::with_indent(indent);
    let result = tree.serialize(&mut ours::Serializer::with_formatter(&mut mine, formatter));
    let formatter = theirs::PrettyFormatter::with_indent(indent);
    let wanted = tree.serialize(&mut theirs::Serializer::with_formatter(&mut expected, formatter));
    assert_eq!(text(result.map(|()| Vec::new())), real(wanted.map(|()| Vec::new())));
    assert_eq!(mine.escape_ascii().to_string(), expected.escape_ascii().to_string());

    // A stream that fails gets a part of the text, and the error is its own.
    let mut narrow = Narrow { taken: Vec::new(), room };
    let result = fastjson_api::to_writer(&mut narrow, &tree);
    assert!(mine_is_part(&narrow.taken, &compact, &tree));
    if compact.as_ref().is_ok_and(|text| text.len() <= room) {
        assert!(result.is_ok() && Ok(narrow.taken) == compact);
    } else if compact.is_ok() {
        assert_eq!(
            result.err().and_then(|error| error.io_error_kind()),
            Some(io::ErrorKind::BrokenPipe)
        );
    }

    let value = fastjson_api::to_value(&tree).map_err(|error| error.to_string());
    let wanted = serde_json::to_value(&tree).map_err(|error| error.to_string());
    assert_eq!(format!("{value:?}"), format!("{wanted:?}"));
}

/// Whether the bytes are the beginning of the text, or of as much of it as comes before the error.
fn mine_is_part(taken: &[u8], compact: &Result<Vec<u8>, String>, tree: &Tree) -> bool {
    match compact {
        Ok(text) => text.starts_with(taken),
        Err(_) => {
            let mut text = Vec::new();
            // The error is known.
            let _ = tree.serialize(&mut serde_json::Serializer::new(&mut text));
            text.starts_with(taken)
        }
    }
}
