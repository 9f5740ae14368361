//! A formatter of the caller's sees the same calls as with serde_json, in the same order.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use serde::Serialize;

type Calls = Rc<RefCell<Vec<String>>>;

/// For each library a formatter that writes down every call of a hook, and does what the default does.
macro_rules! recorders {
    ($($hooks:tt)*) => {
        recorder! { ours: fastjson_api { $($hooks)* } }
        recorder! { theirs: serde_json { $($hooks)* } }
    };
}

macro_rules! recorder {
    ($module:ident: $library:ident { $($hook:ident($($argument:ident: $type:ty),*))* }) => {
        mod $module {
            use std::io::{self, Write};

            use $library::ser::{CharEscape, Formatter, Serializer};

            use super::*;

            struct Recorder(Calls);

            struct Defaults;
            impl Formatter for Defaults {}

            impl Formatter for Recorder {
                $(
                    fn $hook<W: ?Sized + Write>(&mut self, to: &mut W $(, $argument: $type)*) -> io::Result<()> {
                        self.0.borrow_mut().push(format!("{}{:?}", stringify!($hook), ($($argument,)*)));
                        Defaults.$hook(to $(, $argument)*)
                    }
                )*

                fn write_char_escape<W: ?Sized + Write>(&mut self, to: &mut W, escape: CharEscape) -> io::Result<()> {
                    let mut text = Vec::new();
                    Defaults.write_char_escape(&mut text, escape)?;
                    self.0.borrow_mut().push(format!("write_char_escape {}", text.escape_ascii()));
                    to.write_all(&text)
                }
            }

            /// What is written, and the calls.
            pub fn record<T: ?Sized + Serialize>(value: &T) -> (Result<String, String>, Vec<String>) {
                let (mut json, calls) = (Vec::new(), Calls::default());
                let mut serializer = Serializer::with_formatter(&mut json, Recorder(calls.clone()));
                let result = value.serialize(&mut serializer).map_err(|error| error.to_string());
                (result.map(|()| String::from_utf8(json).unwrap()), calls.take())
            }
        }
    };
}

recorders! {
    write_null() write_bool(value: bool)
    write_i8(value: i8) write_i16(value: i16) write_i32(value: i32) write_i64(value: i64) write_i128(value: i128)
    write_u8(value: u8) write_u16(value: u16) write_u32(value: u32) write_u64(value: u64) write_u128(value: u128)
    write_f32(value: f32) write_f64(value: f64) write_number_str(value: &str)
    begin_string() end_string() write_string_fragment(fragment: &str)
    begin_array() end_array() begin_array_value(first: bool) end_array_value()
    begin_object() end_object() begin_object_key(first: bool) end_object_key()
    begin_object_value() end_object_value() write_raw_fragment(fragment: &str)
}

#[track_caller]
fn same<T: ?Sized + Serialize>(value: &T) {
    assert_eq!(ours::record(value), theirs::record(value));
}

#[derive(Serialize)]
struct Everything {
    #[expect(clippy::type_complexity, reason = "every scalar of serde's data model")]
    scalars: (bool, i8, i16, i32, i64, i128, u8, u16, u32, u64, u128, f32, f64, char, ()),
    strings: Vec<&'static str>,
    not_finite: (f32, f64),
    empty: (Vec<u8>, BTreeMap<u8, u8>, Nothing),
    variants: Vec<Variant>,
    #[serde(with = "bytes")]
    bytes: &'static [u8],
    raw: Box<serde_json::value::RawValue>,
}

#[derive(Serialize)]
struct Nothing {}

#[derive(Serialize)]
enum Variant {
    Unit,
    Newtype(Option<u8>),
    Tuple(u8, u8),
    NoTuple(),
    Struct { a: u8, b: u8 },
    NoStruct {},
}

mod bytes {
    pub fn serialize<S: serde::Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(bytes)
    }
}

#[test]
fn everything() {
    let everything = Everything {
        scalars: (true, -1, -2, -3, -4, -5, 1, 2, 3, 4, 5, 0.5, 1e300, '"', ()),
        strings: vec!["", "plain", "\"", "a\"b\\c\n", "\u{1}\u{8}\u{c}\r\té"],
        not_finite: (f32::NAN, f64::INFINITY),
        empty: (vec![], BTreeMap::new(), Nothing {}),
        variants: vec![
            Variant::Unit,
            Variant::Newtype(Some(1)),
            Variant::Tuple(1, 2),
            Variant::NoTuple(),
            Variant::Struct { a: 1, b: 2 },
            Variant::NoStruct {},
        ],
        bytes: b"by",
        raw: serde_json::from_str("[ 1 ]").unwrap(),
    };
    same(&everything);
    same(&everything.variants[4]);
    same(&everything.variants[2]);
    same(&everything.variants[1]);
    same(&everything.raw);
    same("text with a \" in it");
    same(&format_args!("{}\n{}", 1, "x"));
    same(&f64::NAN);
}

#[test]
fn keys() {
    same(&BTreeMap::from([("a\"", 1), ("b", 2)]));
    same(&BTreeMap::from([(1_u8, 1), (2, 2)]));
    same(&BTreeMap::from([(-1_i128, true)]));
    same(&BTreeMap::from([(u128::MAX, 'c')]));
    same(&BTreeMap::from([(true, 1)]));
    same(&BTreeMap::from([('x', [1])]));
    same(&BTreeMap::from([(None::<u8>, 1)]));
    same(&BTreeMap::from([((1, 2), 1)]));
}

/// The hooks of the two formatters that are written without hooks work all the same.
#[test]
fn delegation() {
    use std::io::{self, Write};

    use fastjson_api::ser::{Formatter, PrettyFormatter, Serializer};

    struct Delegates(PrettyFormatter<'static>);

    impl Formatter for Delegates {
        fn begin_array<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
            self.0.begin_array(to)
        }
        fn end_array<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
            self.0.end_array(to)
        }
        fn begin_array_value<W: ?Sized + Write>(
            &mut self,
            to: &mut W,
            first: bool,
        ) -> io::Result<()> {
            self.0.begin_array_value(to, first)
        }
        fn end_array_value<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
            self.0.end_array_value(to)
        }
        fn begin_object<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
            self.0.begin_object(to)
        }
        fn end_object<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
            self.0.end_object(to)
        }
        fn begin_object_key<W: ?Sized + Write>(
            &mut self,
            to: &mut W,
            first: bool,
        ) -> io::Result<()> {
            self.0.begin_object_key(to, first)
        }
        fn begin_object_value<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
            self.0.begin_object_value(to)
        }
        fn end_object_value<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
            self.0.end_object_value(to)
        }
    }

    let value = fastjson_api::json!({"a": [1, [], {}], "b": {"c": null}});
    let mut json = Vec::new();
    let formatter = Delegates(PrettyFormatter::new());
    value.serialize(&mut Serializer::with_formatter(&mut json, formatter)).unwrap();
    let real = serde_json::json!({"a": [1, [], {}], "b": {"c": null}});
    assert_eq!(String::from_utf8(json).unwrap(), serde_json::to_string_pretty(&real).unwrap());

    // An indentation that is not UTF-8 goes through the hooks too.
    let mut json = Vec::new();
    let formatter = PrettyFormatter::with_indent(b"\xFF");
    value.serialize(&mut Serializer::with_formatter(&mut json, formatter)).unwrap();
    assert!(json.starts_with(b"{\n\xFF\"a\": [\n\xFF\xFF1"));
}
