//! `Serialize` and `Display` implementations, writers and formatters that panic.

use std::fmt::{self, Display};
use std::io::{self, Write};
use std::panic::resume_unwind;

use fastjson_api::ser::Formatter;
use fastjson_api::{Serializer, Writer, lines};
use serde::Serialize;
use serde::ser::{SerializeMap, SerializeSeq, SerializeStruct, SerializeTupleVariant};

use super::{at_each_call, caught, fuse};

/// Writes what it is told to, and panics where the fuse says. If it `catches` panics of its parts, it
/// goes on after them.
struct Tree {
    catches: bool,
    depth: usize,
    /// How long its texts are.
    length: usize,
}

impl Display for Tree {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for _ in 0..3 {
            fuse();
            formatter.write_str("é\"")?;
            formatter.write_str(&"text\u{1}".repeat(self.length))?;
        }
        Ok(())
    }
}

impl Tree {
    fn part<E>(&self, write: impl FnOnce() -> Result<(), E>) -> Result<(), E> {
        fuse();
        if self.catches { caught(write).unwrap_or(Ok(())) } else { write() }
    }
}

impl Serialize for Tree {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        fuse();
        let Tree { catches, depth, length } = *self;
        let child = |depth: usize| Tree { catches, depth, length };
        match depth {
            0 => s.serialize_str(&"é text".repeat(length)),
            1 => s.collect_str(self),
            2 => {
                let mut seq = s.serialize_seq(None)?;
                for depth in 0..3 {
                    self.part(|| seq.serialize_element(&child(depth % 2)))?;
                }
                self.part(|| seq.serialize_element(&12.5))?;
                fuse();
                seq.end()
            }
            3 => {
                let mut map = s.serialize_map(None)?;
                for depth in 0..3 {
                    // A value without a key is a mistake that serde lets serializers panic at.
                    let mut keyed = false;
                    self.part(|| map.serialize_key(&child(depth % 2)).map(|()| keyed = true))?;
                    if keyed {
                        self.part(|| map.serialize_value(&child(depth)))?;
                    }
                }
                fuse();
                map.end()
            }
            4 => {
                let mut variant = s.serialize_tuple_variant("Enum", 0, "variant", 2)?;
                self.part(|| variant.serialize_field(&child(3)))?;
                self.part(|| variant.serialize_field(&child(1)))?;
                variant.end()
            }
            5 => s.collect_seq((0..3).map(|depth| {
                fuse();
                child(depth % 2)
            })),
            6 => s.collect_map((0..2).map(|depth| {
                fuse();
                (child(depth), child(depth))
            })),
            _ => {
                let mut fields = s.serialize_struct("Struct", 5)?;
                self.part(|| fields.serialize_field("a", &child(2)))?;
                self.part(|| fields.serialize_field("b", &child(3)))?;
                self.part(|| fields.serialize_field("c", &child(4)))?;
                self.part(|| fields.serialize_field("d", &child(5)))?;
                self.part(|| fields.serialize_field("e", &child(6)))?;
                fuse();
                fields.end()
            }
        }
    }
}

/// A writer that panics where the fuse says.
#[derive(Default)]
struct Sink(Vec<u8>);

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.extend_from_slice(bytes);
        fuse();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        fuse();
        Ok(())
    }
}

/// Hooks that panic where the fuse says.
struct Hooks;

impl Formatter for Hooks {
    fn begin_array_value<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        fuse();
        if first { Ok(()) } else { writer.write_all(b" , ") }
    }

    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        text: &str,
    ) -> io::Result<()> {
        fuse();
        writer.write_all(text.as_bytes())
    }

    fn end_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        fuse();
        writer.write_all(b" }")
    }
}

/// What was written is text, whatever was left out.
#[track_caller]
fn is_text(written: &[u8]) {
    if let Err(error) = str::from_utf8(written) {
        let from = error.valid_up_to().saturating_sub(100);
        panic!(
            "{error}: {}",
            written[from..].escape_ascii().take(200).map(char::from).collect::<String>()
        );
    }
}

fn writes(tree: &Tree) {
    at_each_call(|| is_text(&fastjson_api::to_vec(tree).unwrap()));
    at_each_call(|| is_text(fastjson_api::to_string(tree).unwrap().as_bytes()));
    at_each_call(|| is_text(&fastjson_api::to_vec_pretty(tree).unwrap()));
    at_each_call(|| is_text(fastjson_api::to_string_pretty(tree).unwrap().as_bytes()));
    at_each_call(|| drop(fastjson_api::to_value(tree)));
    // The buffer that was being written into is there, and may be used on.
    at_each_call(|| {
        let mut buffer = b"before".to_vec();
        let _ = caught(|| fastjson_api::to_vec_into(&mut buffer, tree));
        fastjson_api::to_vec_into(&mut buffer, &[1, 2]).unwrap();
        assert!(buffer.starts_with(b"before") && buffer.ends_with(b"[1,2]"));
        is_text(&buffer);
    });
    at_each_call(|| {
        let mut sink = Sink::default();
        let _ = caught(|| fastjson_api::to_writer(&mut sink, tree));
        let _ = caught(|| fastjson_api::to_writer_pretty(&mut sink, tree));
        is_text(&sink.0);
    });
    // So may a serializer.
    at_each_call(|| {
        let mut serializer = Serializer::new(Sink::default());
        let _ = caught(|| tree.serialize(&mut serializer));
        let _ = caught(|| tree.serialize(&mut serializer));
        is_text(&serializer.into_inner().0);
    });
    at_each_call(|| {
        let mut serializer = Serializer::pretty(Sink::default());
        let _ = caught(|| tree.serialize(&mut serializer));
        let _ = caught(|| 7.serialize(&mut serializer));
        let written = serializer.into_inner().0;
        assert_eq!(written.last(), Some(&b'7'), "nothing else comes behind the second value");
    });
    if tree.length > 1 {
        // There is a hook for each escape.
        return;
    }
    at_each_call(|| {
        let mut serializer = Serializer::with_formatter(Sink::default(), Hooks);
        let _ = caught(|| tree.serialize(&mut serializer));
        let _ = caught(|| tree.serialize(&mut serializer));
        is_text(&serializer.into_inner().0);
    });
}

#[test]
fn serialize_writers_and_formatters() {
    for catches in [false, true] {
        // Long texts make the buffer move, and be handed on.
        for length in [1, 40, 3_000] {
            for depth in 0..=7 {
                // One that is long enough to be handed on is enough.
                if length < 3_000 || depth == 3 {
                    writes(&Tree { catches, depth, length });
                }
            }
        }
    }
}

/// A writer that panics always, while it is unwound too: that would abort.
#[test]
fn a_writer_that_panics_gets_nothing_more() {
    struct Never(usize);

    impl Write for Never {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            self.0 += 1;
            resume_unwind(Box::new(()))
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    for depth in 0..=7 {
        let tree = Tree { catches: false, depth, length: 3_000 };
        assert!(caught(|| fastjson_api::to_writer(Never(0), &tree)).is_none());
        let mut serializer = Serializer::new(Never(0));
        assert!(caught(|| tree.serialize(&mut serializer)).is_none());
        assert_eq!(serializer.into_inner().0, 1, "depth {depth}");
        let mut writer = Writer::to_stream(Never(0));
        let _ = writer.begin_array();
        assert!(caught(|| writer.string(&"text".repeat(100_000))).is_none());
        drop(writer);
    }
}

#[test]
fn writing_piece_by_piece() {
    at_each_call(|| {
        let mut writer = Writer::to_stream(Sink::default());
        let _ = caught(|| writer.begin_array());
        for _ in 0..4 {
            let _ = caught(|| writer.string(&"text\n".repeat(10_000)));
            let _ = caught(|| writer.number(1.5));
        }
        let _ = caught(|| writer.end_array());
        let _ = caught(|| writer.finish());
    });
    at_each_call(|| {
        let mut lines = lines::Writer::new(Sink::default());
        for depth in 0..=7 {
            let _ = caught(|| lines.write(&Tree { catches: false, depth, length: 1_500 }));
        }
        let _ = caught(|| lines.flush());
        is_text(&lines.into_inner().map(|sink| sink.0).unwrap_or_default());
    });
}

/// An iterator that panics before it is one has left nothing of its array behind.
#[test]
fn what_is_no_iterator_yet() {
    struct Never;
    struct Inner(bool);
    struct Outer(bool);

    impl IntoIterator for Never {
        type Item = (u8, u8);
        type IntoIter = std::iter::Empty<(u8, u8)>;

        fn into_iter(self) -> Self::IntoIter {
            resume_unwind(Box::new(()))
        }
    }

    impl Serialize for Inner {
        fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
            if self.0 { s.collect_map(Never) } else { s.collect_seq(Never) }
        }
    }

    impl Serialize for Outer {
        fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
            let mut seq = s.serialize_seq(None)?;
            assert!(caught(|| seq.serialize_element(&Inner(self.0))).is_none());
            seq.serialize_element(&7)?;
            seq.end()
        }
    }

    for map in [false, true] {
        assert_eq!(fastjson_api::to_string(&Outer(map)).unwrap(), "[7]");
    }
}

/// What moves while a part of it is written, and is written on when that has panicked.
#[test]
fn the_buffer_has_moved_before_the_panic() {
    struct Long;
    struct Outer;

    impl Serialize for Long {
        fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
            let mut seq = s.serialize_seq(None)?;
            for _ in 0..10_000 {
                seq.serialize_element("some text")?;
            }
            resume_unwind(Box::new(()))
        }
    }

    impl Serialize for Outer {
        fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
            let mut seq = s.serialize_seq(None)?;
            seq.serialize_element(&1)?;
            assert!(caught(|| seq.serialize_element(&Long)).is_none());
            seq.serialize_element("behind")?;
            seq.end()
        }
    }

    let text = fastjson_api::to_string(&Outer).unwrap();
    assert!(text.starts_with("[1,[\"some text\"") && text.ends_with("\"behind\"]"));
    let text = fastjson_api::to_string(&[Outer, Outer]).unwrap();
    assert!(text.starts_with("[[1,[\"some text\"") && text.ends_with("\"behind\"]]"));
}
