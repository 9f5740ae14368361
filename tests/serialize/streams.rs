//! Writers: large pieces, nothing held back, failures where they happen.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::{self, ErrorKind, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

use fastjson_api::ser::Serializer;
use serde::Serialize;
use serde::ser::{
    Error as _, SerializeMap as _, SerializeSeq, SerializeStructVariant as _, Serializer as _,
};

/// Takes so many bytes, then fails; in each call at most so many.
struct Narrow {
    taken: Vec<u8>,
    room: usize,
    at_once: usize,
    failures: usize,
}

impl Narrow {
    fn new(room: usize, at_once: usize) -> Self {
        Narrow { taken: Vec::new(), room, at_once, failures: 0 }
    }
}

impl Write for Narrow {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let length = bytes.len().min(self.room - self.taken.len()).min(self.at_once);
        if length == 0 && !bytes.is_empty() {
            self.failures += 1;
            return Err(ErrorKind::StorageFull.into());
        }
        self.taken.extend_from_slice(&bytes[..length]);
        Ok(length)
    }

    fn flush(&mut self) -> io::Result<()> {
        panic!("nobody asked for a flush");
    }
}

/// Shows what it has been given while it is in use.
struct Shared<'a>(&'a RefCell<Vec<u8>>);

impl Write for Shared<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Remembers the pieces it has been given.
#[derive(Default)]
struct Pieces(Vec<Vec<u8>>);

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.push(bytes.to_vec());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[derive(Serialize)]
struct Document {
    id: u64,
    text: &'static str,
    list: Vec<Option<f32>>,
    nested: (bool, [&'static str; 2]),
}

const DOCUMENT: fn() -> Document = || Document {
    id: 1234,
    text: "some \"text\" é",
    list: vec![Some(0.5), None],
    nested: (true, ["", "end"]),
};

#[test]
fn failure_at_every_byte() {
    let document = DOCUMENT();
    let (compact, pretty) =
        (serde_json::to_vec(&document).unwrap(), serde_json::to_vec_pretty(&document).unwrap());
    for at_once in [1, 7, usize::MAX] {
        for room in 0..=compact.len() {
            let mut writer = Narrow::new(room, at_once);
            let result = fastjson_api::to_writer(&mut writer, &document);
            assert_eq!(writer.taken, compact[..room]);
            match result {
                Ok(()) => assert_eq!(room, compact.len()),
                Err(error) => assert_eq!(error.io_error_kind(), Some(ErrorKind::StorageFull)),
            }
            assert!(writer.failures <= 1, "after a failure nothing more is written");
        }
        for room in 0..=pretty.len() {
            let mut writer = Narrow::new(room, at_once);
            let result = document.serialize(&mut Serializer::pretty(&mut writer));
            assert_eq!(writer.taken, pretty[..room]);
            match result {
                Ok(()) => assert_eq!(room, pretty.len()),
                Err(error) => assert!(error.is_io()),
            }
            assert!(writer.failures <= 1);
        }
    }
}

/// About a megabyte.
fn large() -> Vec<(u32, String)> {
    (0..20_000).map(|i| (i, format!("日本語 {i} \"{}\"", "x".repeat(i as usize % 50)))).collect()
}

#[test]
fn large_pieces() {
    let value = large();
    let expected = serde_json::to_vec(&value).unwrap();
    let mut writer = Pieces::default();
    fastjson_api::to_writer(&mut writer, &value).unwrap();
    assert_eq!(writer.0.concat(), expected);
    assert!(writer.0.len() <= expected.len() / 60_000 + 1);
    assert!(writer.0.iter().all(|piece| str::from_utf8(piece).is_ok()));

    let mut writer = Pieces::default();
    value.serialize(&mut Serializer::pretty(&mut writer)).unwrap();
    assert_eq!(writer.0.concat(), serde_json::to_vec_pretty(&value).unwrap());
    assert!(writer.0.iter().all(|piece| str::from_utf8(piece).is_ok()));

    // One string, longer than the buffer, and full of characters of several bytes.
    let text = "a日本\n".repeat(100_000);
    let mut writer = Pieces::default();
    fastjson_api::to_writer(&mut writer, &text).unwrap();
    assert_eq!(writer.0.concat(), serde_json::to_vec(&text).unwrap());
    assert!(writer.0.iter().all(|piece| str::from_utf8(piece).is_ok()));
    assert!(writer.0.iter().all(|piece| piece.len() < 300_000));
}

#[test]
fn failure_in_a_large_value() {
    let value = large();
    let expected = serde_json::to_vec(&value).unwrap();
    for room in (0..expected.len()).step_by(79_973) {
        let mut writer = Narrow::new(room, usize::MAX);
        let error = fastjson_api::to_writer(&mut writer, &value).unwrap_err();
        assert_eq!(error.io_error_kind(), Some(ErrorKind::StorageFull));
        assert_eq!(writer.taken, expected[..room]);
        assert_eq!(writer.failures, 1);
    }
}

/// Commas at the border of two pieces still become brackets.
#[test]
fn border_in_containers() {
    for length in (65_400..65_560).step_by(9) {
        let value = [("x".repeat(length / 2), [["y".repeat(length - length / 2)]])];
        let mut writer = Pieces::default();
        fastjson_api::to_writer(&mut writer, &value).unwrap();
        assert_eq!(writer.0.concat(), serde_json::to_vec(&value).unwrap());
    }
    let value = vec![vec![[[0_u8; 1]; 1]; 50]; 400];
    for ahead in (0..64).step_by(3) {
        let value = ("x".repeat(ahead), &value);
        let mut writer = Pieces::default();
        fastjson_api::to_writer(&mut writer, &value).unwrap();
        assert_eq!(writer.0.concat(), serde_json::to_vec(&value).unwrap());
    }
}

/// Fails, or panics, after some elements.
struct Breaks {
    after: usize,
    panics: bool,
}

impl Serialize for Breaks {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut array = serializer.serialize_seq(None)?;
        for i in 0..self.after {
            array.serialize_element(&(i, "text"))?;
        }
        match self.panics {
            true => panic!("as it should"),
            false => Err(S::Error::custom("broken")),
        }
    }
}

/// `value` fails, and what a writer has got by then is what serde_json's gets.
#[track_caller]
fn failing_alike(value: &impl Serialize, pretty: bool) {
    let (mut json, mut expected) = (Vec::new(), Vec::new());
    match pretty {
        false => {
            fastjson_api::to_writer(&mut json, value).unwrap_err();
            serde_json::to_writer(&mut expected, value).unwrap_err();
        }
        true => {
            fastjson_api::to_writer_pretty(&mut json, value).unwrap_err();
            serde_json::to_writer_pretty(&mut expected, value).unwrap_err();
        }
    }
    assert_eq!(json, expected);
}

#[test]
fn what_came_before_an_error() {
    for after in [0, 1, 2, 100, 10_000] {
        let value = Breaks { after, panics: false };
        let mut expected = Vec::new();
        let theirs = serde_json::to_writer(&mut expected, &value).unwrap_err();
        let mut json = Vec::new();
        let ours = fastjson_api::to_writer(&mut json, &value).unwrap_err();
        assert_eq!(ours.to_string(), theirs.to_string());
        assert_eq!(json, expected);

        let mut json = Vec::new();
        value.serialize(&mut Serializer::new(&mut json)).unwrap_err();
        assert_eq!(json, expected);

        let mut json = Vec::new();
        fastjson_api::to_writer(&mut json, &("a", [&value])).unwrap_err();
        let mut expected = Vec::new();
        serde_json::to_writer(&mut expected, &("a", [&value])).unwrap_err();
        assert_eq!(json, expected);

        // As a sequence of any length, and as the value of a map's member behind another.
        let several = vec![None, Some(&value), None];
        let members: BTreeMap<_, _> = [("a", None), ("b", Some(&value))].into();
        for pretty in [false, true] {
            failing_alike(&several, pretty);
            failing_alike(&members, pretty);
        }

        fastjson_api::to_vec(&value).unwrap_err();
        fastjson_api::to_string_pretty(&[value]).unwrap_err();
    }
}

/// A name that is none is refused before anything of it is written: serde_json has written the comma by then.
#[test]
fn what_came_before_a_refused_name() {
    #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
    struct Name(u8);
    impl Serialize for Name {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            match self.0 {
                0 | 1 => serializer.serialize_u8(self.0),
                2 => serializer.serialize_f64(f64::NAN),
                _ => serializer.serialize_unit(),
            }
        }
    }
    for refused in [2, 3] {
        for before in [&[][..], &[0], &[0, 1]] {
            let names = before.iter().copied().chain([refused]);
            let map: BTreeMap<Name, ()> = names.map(|name| (Name(name), ())).collect();
            let (mut json, mut expected) = (Vec::new(), Vec::new());
            fastjson_api::to_writer(&mut json, &(7, [&map])).unwrap_err();
            serde_json::to_writer(&mut expected, &(7, [&map])).unwrap_err();
            assert_eq!(json.escape_ascii().to_string(), expected.escape_ascii().to_string());
            let (mut json, mut expected) = (Vec::new(), Vec::new());
            fastjson_api::to_writer_pretty(&mut json, &map).unwrap_err();
            serde_json::to_writer_pretty(&mut expected, &map).unwrap_err();
            assert_eq!(json.escape_ascii().to_string(), expected.escape_ascii().to_string());
        }
    }
}

#[test]
fn panics() {
    for after in [0, 1, 10_000] {
        let value = Breaks { after, panics: true };
        let mut json = Vec::new();
        let run = AssertUnwindSafe(|| fastjson_api::to_writer(&mut json, &value));
        assert!(catch_unwind(run).is_err());
        let mut json = Vec::new();
        let mut serializer = Serializer::new(&mut json);
        let run = AssertUnwindSafe(|| value.serialize(&mut serializer));
        assert!(catch_unwind(run).is_err());
        assert!(json.starts_with(b"["));
        assert!(
            catch_unwind(|| fastjson_api::to_string(&[Breaks { after, panics: true }])).is_err()
        );
    }
}

/// A value whose author does not care for errors.
struct Careless;

impl Serialize for Careless {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut array = serializer.serialize_seq(Some(2))?;
        let text = "é".repeat(5_000);
        for after in [0, 3, 10_000] {
            let _ = array.serialize_element(&("é", &text, Breaks { after, panics: false }));
        }
        array.serialize_element(&text)?;
        array.end()
    }
}

/// It is no JSON then, but it is text.
#[test]
fn ignored_errors() {
    let text = fastjson_api::to_string(&Careless).unwrap();
    assert!(text.ends_with("é\"]"));
    let mut json = Vec::new();
    fastjson_api::to_writer(&mut json, &[Careless, Careless]).unwrap();
    assert!(String::from_utf8(json).is_ok());
}

/// It is known all the same: by the writer's own error in serde_json, which writes on into a writer that has failed.
#[test]
fn ignored_errors_of_the_writer() {
    /// Keeps the errors of its long elements to itself; the last one is short, and stays in the buffer.
    struct Quiet;

    impl Serialize for Quiet {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let mut array = serializer.serialize_seq(None)?;
            let long = "x".repeat(100_000);
            let _ = catch_unwind(AssertUnwindSafe(|| drop(array.serialize_element(&long))));
            let _ = array.serialize_element(&long);
            array.serialize_element(&1)?;
            array.end()
        }
    }

    /// Panics once, when it gets much.
    struct Fragile(bool);

    impl Write for Fragile {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            if bytes.len() > 1 && std::mem::take(&mut self.0) {
                panic!("once")
            } else {
                Ok(bytes.len())
            }
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    serde_json::to_writer(Narrow::new(0, 1), &Quiet).unwrap_err();
    fastjson_api::to_writer(Narrow::new(0, 1), &Quiet).unwrap_err();
    fastjson_api::to_writer_pretty(Narrow::new(10, 1), &Quiet).unwrap_err();
    fastjson_api::to_writer(Fragile(true), &[Quiet]).unwrap_err();
    [Quiet].serialize(&mut Serializer::new(Narrow::new(9, 1))).unwrap_err();
    [Quiet].serialize(&mut Serializer::pretty(Fragile(true))).unwrap_err();
}

#[test]
fn several_values() {
    let mut serializer = Serializer::new(Pieces::default());
    1.serialize(&mut serializer).unwrap();
    "two".serialize(&mut serializer).unwrap();
    [3].serialize(&mut serializer).unwrap();
    let mut array = (&mut serializer).serialize_seq(None).unwrap();
    array.serialize_element(&4).unwrap();
    // Given up: what was written has been written, and nothing has to be dropped for that.
    let mut map = (&mut serializer).serialize_map(Some(1)).unwrap();
    map.serialize_entry("five", &5).unwrap();
    serde::ser::SerializeMap::end(map).unwrap();
    let written = serializer.into_inner().0;
    assert_eq!(written.concat(), br#"1"two"[3][4{"five":5}"#);
    let pieces = ["1", "\"two\"", "[", "3", "]", "[", "4", "{", "\"five\":5", "}"];
    assert_eq!(written, pieces.map(Vec::from));
}

/// Takes every step of writing containers, and notes after each what the writer has been given.
macro_rules! steps {
    ($json:ident, $make:ident) => {{
        let given = RefCell::new(Vec::new());
        let mut serializer = $json::ser::Serializer::$make(Shared(&given));
        let mut seen = Vec::new();
        let mut note = || seen.push(String::from_utf8(given.borrow().clone()).unwrap());
        let mut array = (&mut serializer).serialize_seq(None).unwrap();
        note();
        for value in [vec![], vec![1, 2]] {
            array.serialize_element(&value).unwrap();
            note();
        }
        SerializeSeq::end(array).unwrap();
        note();
        let mut map = (&mut serializer).serialize_map(None).unwrap();
        note();
        for (name, value) in [(1, "one"), (2, "two")] {
            map.serialize_key(&name).unwrap();
            note();
            map.serialize_value(&value).unwrap();
            note();
        }
        serde::ser::SerializeMap::end(map).unwrap();
        note();
        let tuple = (&mut serializer).serialize_tuple_variant("", 0, "T", 2).unwrap();
        note();
        serde::ser::SerializeTupleVariant::end(tuple).unwrap();
        note();
        let mut variant = (&mut serializer).serialize_struct_variant("", 0, "V", 1).unwrap();
        note();
        variant.serialize_field("field", &Some(1.5)).unwrap();
        note();
        variant.serialize_field("list", &Breaks { after: 1, panics: false }).unwrap_err();
        note();
        // Given up: the next value stands where it was.
        "next".serialize(&mut serializer).unwrap();
        note();
        seen
    }};
}

#[test]
fn nothing_is_held_back_between_elements() {
    assert_eq!(steps!(fastjson_api, new), steps!(serde_json, new));
    assert_eq!(steps!(fastjson_api, pretty), steps!(serde_json, pretty));
}

/// With a destructor, a container would keep its serializer borrowed to the end of the scope, which
/// serde_json's does not.
#[test]
fn containers_have_no_destructor() {
    type Ours<'a> = <&'a mut Serializer<Vec<u8>> as serde::Serializer>::SerializeSeq;
    assert!(!std::mem::needs_drop::<Ours<'_>>());
}

#[test]
fn shared_bounds() {
    fn thread_safe<T: Send + Sync + 'static>() {}
    thread_safe::<Serializer<Vec<u8>>>();
    thread_safe::<fastjson_api::Writer<Vec<u8>>>();
}
