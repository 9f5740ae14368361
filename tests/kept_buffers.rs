//! Writing into a kept buffer allocates nothing, and so does reading with a kept scratch: counted, thread by thread, by this binary's own allocator.
#![cfg(all(feature = "std", feature = "serde"))]
#![expect(unsafe_code, reason = "GlobalAlloc is an unsafe trait")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{BuildHasherDefault, DefaultHasher};

use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

struct Counting;

thread_local! {
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: all calls go to `System` as they are; the counter neither allocates nor has a destructor.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.set(ALLOCATIONS.get() + 1);
        // SAFETY: the caller's promises are those that `System` asks for.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        // SAFETY: as above.
        unsafe { System.dealloc(at, layout) }
    }

    unsafe fn realloc(&self, at: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        ALLOCATIONS.set(ALLOCATIONS.get() + 1);
        // SAFETY: as above.
        unsafe { System.realloc(at, layout, size) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

fn allocations(run: impl FnOnce()) -> usize {
    let before = ALLOCATIONS.get();
    run();
    ALLOCATIONS.get() - before
}

#[derive(Serialize)]
struct Order {
    id: u64,
    customer: &'static str,
    note: Option<String>,
    lines: Vec<(u32, f64)>,
    labels: BTreeMap<u16, bool>,
    rates: Vec<f64>,
}

fn order() -> Order {
    Order {
        id: u64::MAX,
        customer: "Ä \"quoted\" customer\n",
        note: Some("x".repeat(300)),
        lines: (0..20).map(|n| (n, f64::from(n) * 1.1)).collect(),
        labels: (0..10).map(|n| (n, n % 2 == 0)).collect(),
        rates: (0..60).map(|n| f64::from(n) / 7.0).collect(),
    }
}

#[test]
fn a_kept_buffer() {
    let order = order();
    let mut buffer = Vec::new();
    let mut write = || {
        buffer.clear();
        fastjson_api::to_vec_into(&mut buffer, &order).unwrap();
    };
    assert!(allocations(&mut write) > 0, "the counter counts");
    write();
    assert_eq!(allocations(|| (0..100).for_each(|_| write())), 0);
}

/// A type that is written again and again gets the room that it took, at once.
#[test]
fn texts_of_one_type() {
    let order = order();
    let write = || {
        assert!(fastjson_api::to_vec(&order).unwrap().len() > 700);
        assert!(fastjson_api::to_string(&order).unwrap().len() > 700);
        assert!(fastjson_api::to_string_pretty(&order).unwrap().len() > 1000);
    };
    (0..20).for_each(|_| write());
    assert_eq!(allocations(|| (0..100).for_each(|_| write())), 300);
    // What eight numbers, or escapes, ask for beyond the text is given in the end, and no more.
    let floats = vec![0.1_f64; 500_000];
    (0..20).for_each(|_| drop(fastjson_api::to_vec(&floats)));
    let json = fastjson_api::to_vec(&floats).unwrap();
    assert!(json.capacity() <= json.len() + 10_000, "{} for {}", json.capacity(), json.len());
}

/// Whatever was written before, no text holds much more than it needs.
#[test]
fn texts_of_all_lengths() {
    let lengths =
        [3, 3000, 3, 3000, 3000, 3, 3, 100, 140, 100_000, 100_000, 700, 1, 6_000_000, 6_000_000, 5];
    for &length in lengths.iter().cycle().take(40) {
        let text = vec![7_u8; length];
        let json = fastjson_api::to_vec(&text).unwrap();
        assert_eq!(json.len(), 2 * length + 1);
        assert!(json.capacity() <= 4 * json.len() + 128, "{length} {}", json.capacity());
    }
}

#[test]
fn json_lines() {
    let order = order();
    let mut writer = fastjson_api::lines::Writer::new(std::io::sink());
    let mut write = || (0..200).for_each(|_| writer.write(&order).unwrap());
    write();
    assert_eq!(allocations(write), 0);
}

#[cfg(feature = "tokio")]
#[test]
fn the_codec() {
    use tokio_util::codec::Encoder;
    let order = order();
    let mut codec = fastjson_api::tokio::JsonLinesCodec::<(), &Order>::new();
    let mut output = bytes::BytesMut::new();
    let mut write = || {
        output.clear();
        codec.encode(&order, &mut output).unwrap();
    };
    write();
    assert_eq!(allocations(|| (0..100).for_each(|_| write())), 0);
}

#[test]
fn a_kept_scratch() {
    struct Length(usize);
    impl<'de> serde::Deserialize<'de> for Length {
        fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            struct Visitor;
            impl serde::de::Visitor<'_> for Visitor {
                type Value = Length;
                fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    f.write_str("a string")
                }
                fn visit_str<E>(self, text: &str) -> Result<Length, E> {
                    Ok(Length(text.len()))
                }
            }
            deserializer.deserialize_str(Visitor)
        }
    }
    let text = br#"["plain", "one\n", "t\u0077o and more"]"#;
    let mut scratch = fastjson_api::de::Scratch::new();
    let mut read = || {
        let [a, b, c]: [Length; 3] = scratch.from_slice(text).unwrap();
        assert_eq!((a.0, b.0, c.0), (5, 4, 12));
    };
    assert!(allocations(&mut read) > 0);
    assert_eq!(allocations(|| (0..100).for_each(|_| read())), 0);
}

#[test]
fn a_string_read_in_place() {
    let mut text = String::with_capacity(100);
    let counted = allocations(|| {
        for json in [r#""read where it is""#, r#""and \"again\" ""#] {
            let mut deserializer = fastjson_api::Deserializer::from_str(json);
            String::deserialize_in_place(&mut deserializer, &mut text).unwrap();
            assert!(!text.is_empty());
        }
    });
    // For the quotes that are escaped.
    assert_eq!(counted, 1);
}

/// Tells who visits it when it is asked for a string.
struct Mirror;

impl<'de> Deserializer<'de> for Mirror {
    type Error = serde::de::value::Error;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Self::Error> {
        Err(Self::Error::custom(std::any::type_name::<V>()))
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

/// By this name `de` knows that a string may be built in place. Under another one strings would be read as well, but
/// slower.
#[test]
fn who_visits_for_a_string() {
    let visitor = String::deserialize(Mirror).unwrap_err().to_string();
    assert_eq!(visitor, "serde_core::de::impls::StringVisitor");
}

/// By these names `de` knows that an integer may be handed on as the float that it is.
#[test]
fn who_visits_for_a_float() {
    let double = f64::deserialize(Mirror).unwrap_err().to_string();
    let single = f32::deserialize(Mirror).unwrap_err().to_string();
    for (visitor, end) in [
        (double, " for f64>::deserialize::PrimitiveVisitor"),
        (single, " for f32>::deserialize::PrimitiveVisitor"),
    ] {
        assert!(visitor.starts_with("serde_core::de::impls::"), "{visitor}");
        assert!(visitor.ends_with(end), "{visitor}");
    }
}

/// Asks for the other float, whose visitor then takes what an integer is.
struct Other<D>(D);

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Other<D> {
    type Error = D::Error;

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_f64(visitor)
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_f32(visitor)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

/// What `T` is when it has asked for the other.
struct Mixed<T>(T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Mixed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(Other(deserializer)).map(Self)
    }
}

#[test]
fn an_integer_is_rounded_by_who_wants_it() {
    // A little above the middle of two f32: no f32, and as a double it is the middle.
    for text in ["36028799166447617", "-36028799166447617"] {
        let json = format!("[{text},{text}]");
        for Mixed(double) in fastjson_api::from_str::<Vec<Mixed<f64>>>(&json).unwrap() {
            assert_eq!(double, text.parse::<f64>().unwrap());
        }
        for Mixed(single) in fastjson_api::from_str::<Vec<Mixed<f32>>>(&json).unwrap() {
            assert_eq!(single, text.parse::<f32>().unwrap());
        }
    }
}

#[test]
fn a_list_of_scalars_grows_rarely() {
    for (text, times) in [
        ("[1, 2, 3, 4, 5, 6, 7, 8, 9]", 1),
        ("[1.5, -2, 0, 4e3, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]", 1),
        ("[]", 0),
    ] {
        let found = allocations(|| drop(fastjson_api::from_str::<Vec<f64>>(text).unwrap()));
        assert_eq!(found, times, "{text}");
    }
    let words = r#"["one", "two", "three", "four", "five", "six"]"#;
    let found = allocations(|| drop(fastjson_api::from_str::<Vec<&str>>(words).unwrap()));
    assert_eq!(found, 1);
    // A mixed list is told too much or too little, and is right all the same.
    let mixed = r#"[1, "a", "b", "c", null, true, "d"]"#;
    let values = fastjson_api::from_str::<Vec<fastjson_api::Value>>(mixed).unwrap();
    assert_eq!(fastjson_api::to_string(&values).unwrap(), mixed.replace(", ", ","));
}

#[test]
fn a_hash_table_gets_its_room_at_once() {
    let names: Vec<String> = (0..100).map(|i| format!("\"{i:03}\"")).collect();
    let set = format!("[{}]", names.join(", "));
    let found = allocations(|| assert_eq!(read_set(&set), 100));
    assert_eq!(found, 1);
    let map = |value: &str| {
        let members: Vec<_> = names.iter().map(|name| format!("{name}: {value}")).collect();
        format!("{{{}}}", members.join(", "))
    };
    let numbers = map("12");
    let found = allocations(|| assert_eq!(read_map::<u8>(&numbers), 100));
    assert_eq!(found, 1);
    let texts = map("\"text\"");
    let found = allocations(|| assert_eq!(read_map::<&str>(&texts), 100));
    assert_eq!(found, 1);
    // Of what is inside containers nothing is known.
    assert_eq!(read_map::<Vec<u8>>(&map("[1, 2]")), 100);

    fn read_set(text: &str) -> usize {
        fastjson_api::from_str::<HashSet<&str>>(text).unwrap().len()
    }

    fn read_map<'de, T: Deserialize<'de>>(text: &'de str) -> usize {
        fastjson_api::from_str::<HashMap<&str, T>>(text).unwrap().len()
    }
}

#[test]
fn hash_tables_of_all_sizes_are_those_of_serde_json() {
    type Fixed<V> = HashMap<String, V, BuildHasherDefault<DefaultHasher>>;
    for size in (0..40).chain([63, 64, 65, 181, 182, 183, 220, 1000, 3000]) {
        for value in ["1", "\"a\"", "null", "[]", "{\"a\":[{}]}", "[1,2,3]"] {
            let members: Vec<_> = (0..size).map(|i| format!("\"{i}\" : {value}")).collect();
            let text = format!("{{ {} }}", members.join(" ,\n"));
            let theirs = serde_json::from_str::<Fixed<serde_json::Value>>(&text).unwrap();
            let ours = fastjson_api::from_str::<Fixed<serde_json::Value>>(&text).unwrap();
            assert_eq!(ours, theirs);
            // An order may hang on the room, where the hasher always does the same.
            assert_eq!(ours.capacity(), theirs.capacity());
            assert!(ours.keys().eq(theirs.keys()));
            type Random = HashMap<String, serde_json::Value>;
            let theirs = serde_json::from_str::<Random>(&text).unwrap();
            assert_eq!(fastjson_api::from_str::<Random>(&text).unwrap(), theirs);
            let read = fastjson_api::from_reader::<_, Random>(text.as_bytes()).unwrap();
            assert_eq!(read, theirs);
            let same = |cut: &str| {
                let theirs = serde_json::from_str::<Random>(cut).map_err(|e| e.to_string());
                let ours = fastjson_api::from_str::<Random>(cut).map_err(|e| e.to_string());
                assert_eq!(ours, theirs, "{cut}");
            };
            same(&text[..text.len() - 1]);
            same(&text[..text.len() / 2]);
            same(&text.replacen(':', ",", 1));
        }
        let texts: Vec<_> = (0..size).map(|i| format!("\"{i}\"")).collect();
        let text = format!("[{}]", texts.join(","));
        type Set = HashSet<String>;
        let theirs = serde_json::from_str::<Set>(&text).unwrap();
        assert_eq!(fastjson_api::from_str::<Set>(&text).unwrap(), theirs);
    }
}

/// Visitors of others see no hint, as with serde_json: one of a fixed length would refuse any other.
#[test]
fn a_hint_is_for_lists_only() {
    struct Seen(Option<usize>);

    impl<'de> Deserialize<'de> for Seen {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            struct SeenVisitor;

            impl<'de> Visitor<'de> for SeenVisitor {
                type Value = Seen;

                fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    formatter.write_str("a list")
                }

                fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Seen, A::Error> {
                    let hint = list.size_hint();
                    while list.next_element::<u8>()?.is_some() {}
                    Ok(Seen(hint))
                }
            }

            deserializer.deserialize_seq(SeenVisitor)
        }
    }

    assert_eq!(fastjson_api::from_str::<Seen>("[1, 2, 3, 4, 5, 6, 7, 8, 9]").unwrap().0, None);
}

#[cfg(not(feature = "preserve_order"))]
#[test]
fn a_value_allocates_what_it_holds_and_no_more() {
    let read = |text: &str| fastjson_api::from_str::<fastjson_api::Value>(text);
    let small = r#"{"a": [true, {"c": "text", "b": null}], "d": []}"#;
    let members: Vec<_> = (10..50).map(|i| format!(r#""{i}": false"#)).collect();
    let large = format!("{{{}}}", members.join(","));
    let [first, second] = [small, &large].map(|text| {
        let expected = read(text).unwrap();
        assert!(read(&text[..text.len() - 1]).unwrap_err().is_eof());
        assert_eq!(read(text).unwrap(), expected, "after an error");
        allocations(|| assert!(read(text).is_ok()))
    });
    // Four names, a string, an array, two objects.
    assert_eq!(first, 8);
    // Forty names, in three pieces, and these in a list.
    assert_eq!(second, 44);
}

#[test]
fn a_value_is_read_in_a_thread_that_ends() {
    struct Reads(std::sync::mpsc::Sender<fastjson_api::Value>);

    impl Drop for Reads {
        fn drop(&mut self) {
            self.0.send(fastjson_api::from_str(r#"[{"a": 1}, {}]"#).unwrap()).unwrap();
        }
    }

    thread_local! {
        static BEFORE: Cell<Option<Reads>> = const { Cell::new(None) };
        static AFTER: Cell<Option<Reads>> = const { Cell::new(None) };
    }

    let (sender, receiver) = std::sync::mpsc::channel();
    let other = sender.clone();
    let thread = std::thread::spawn(move || {
        BEFORE.set(Some(Reads(sender)));
        let value = fastjson_api::from_str::<fastjson_api::Value>(r#"[{"a": 1}, {}]"#).unwrap();
        AFTER.set(Some(Reads(other)));
        value
    });
    let value = thread.join().unwrap();
    assert_eq!(receiver.iter().collect::<Vec<_>>(), [value.clone(), value]);
}
