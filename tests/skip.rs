//! Skipping arrays and objects: each back end's kernel, which knows only right and wrong, and the parser that falls back
//! on its tokens, both beside serde_json.
// With this feature a number is asked for by another name; serde_json is built without it here.
#![cfg(not(feature = "arbitrary_precision"))]

use std::collections::BTreeMap;

use fastjson_api::internals::Backend;
use fastjson_api::internals::simd::{self, Checked};
use serde::Deserialize;
use serde::de::IgnoredAny;

#[path = "common/mod.rs"]
mod common;

/// What `simd::skip` is told of the arrays and objects around a value: there are none.
const NOTHING_OPEN: u64 = 1;

/// Where the value ends that `input` has at its start, by serde_json.
fn end(input: &[u8]) -> Option<usize> {
    let mut values = serde_json::Deserializer::from_slice(input).into_iter::<IgnoredAny>();
    match values.next() {
        Some(Ok(_)) => Some(values.byte_offset()),
        _ => None,
    }
}

/// Kernels take nothing that serde_json does not, and where nothing stands behind the value, all that it takes. (Some have
/// none, and take nothing.)
fn compare(input: &[u8]) {
    // They are asked only where there is an array or object.
    if !matches!(input.first(), Some(b'{' | b'[')) {
        return;
    }
    let expected = end(input);
    let alone = expected == Some(input.len());
    for backend in Backend::available() {
        let found = simd::skip(backend, input, 0, NOTHING_OPEN).expect("it is available");
        let right = match backend {
            Backend::Avx512 | Backend::Avx2 => found == expected || found.is_none() && !alone,
            _ => found.is_none(),
        };
        assert!(right, "{backend:?}: {found:?}, not {expected:?}: {}", input.escape_ascii());
    }
}

struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end as u64) as usize
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }

    fn value(&mut self, depth: usize, to: &mut String) {
        const SCALARS: &[&str] = &[
            "0",
            "-0",
            "7",
            "-12",
            "12345678901234567890123",
            "0.5",
            "-0.25e-10",
            "1E+5",
            "1e05",
            "3.14159265358979",
            "-65.613616999999977",
            "1e999",
            "true",
            "false",
            "null",
            r#""""#,
            r#""text""#,
            r#""\"\\\n""#,
            r#""\u00e9\ud834""#,
            r#""[1,{]""#,
            r#""é""#,
        ];
        let length = self.below(6);
        match self.below(12) {
            0 | 1 if depth > 0 => {
                self.list('[', ']', length, |random, to| random.value(depth - 1, to), to)
            }
            2 if depth > 0 => self.list(
                '{',
                '}',
                length,
                |random, to| {
                    to.push_str(random.pick(&[
                        r#""""#,
                        r#""name""#,
                        r#""\t""#,
                        r#""a long name, of more than one block: really""#,
                    ]));
                    random.spaces(to);
                    to.push(':');
                    random.spaces(to);
                    random.value(depth - 1, to);
                },
                to,
            ),
            _ => to.push_str(self.pick(SCALARS)),
        }
    }

    fn list(
        &mut self,
        open: char,
        close: char,
        length: usize,
        item: impl Fn(&mut Self, &mut String),
        to: &mut String,
    ) {
        to.push(open);
        for i in 0..length {
            if i > 0 {
                to.push(',');
            }
            self.spaces(to);
            item(self, to);
            self.spaces(to);
        }
        to.push(close);
    }

    fn spaces(&mut self, to: &mut String) {
        to.push_str(self.pick(&["", "", "", "", " ", "\n  ", "\t"]));
    }

    fn document(&mut self) -> String {
        let mut text = String::new();
        let length = self.below(40);
        self.list('[', ']', length, |random, to| random.value(4, to), &mut text);
        text
    }

    /// Replaces, removes or adds a byte.
    fn mutate(&mut self, text: &mut Vec<u8>) {
        const BYTES: &[u8] = b"[]{}:,\"\\ 0159-+.eEtrufalsn\n\0x\x80";
        let at = self.below(text.len());
        let byte = BYTES[self.below(BYTES.len())];
        match self.below(3) {
            0 => text[at] = byte,
            1 => text.insert(at, byte),
            _ => drop(text.remove(at)),
        }
    }
}

#[test]
fn all_short_series_of_symbols() {
    const SYMBOLS: &[&str] =
        &["[", "]", "{", "}", ",", ":", "\"a\"", "12", "0", "-", ".", "e", "+", "true", "nul", " "];
    // So that they lie within a block of text and one of tokens, and across the edge of either.
    let before = [0, 50, 60, 63].map(|length| format!("[{}", " ".repeat(length)));
    let tokens = [28, 29, 30, 31].map(|count| format!("[{}", "1,".repeat(count)));
    let before: Vec<_> = before.into_iter().chain(tokens).collect();
    let mut input = String::new();
    for number in 0..SYMBOLS.len().pow(4) {
        let symbols = (0..4).map(|i| SYMBOLS[number / SYMBOLS.len().pow(i) % SYMBOLS.len()]);
        input.clear();
        input.push_str(&before[number % 7 % before.len()]);
        input.extend(symbols);
        input.push(']');
        compare(input.as_bytes());
    }
}

#[test]
fn scalars_across_blocks() {
    let scalars = [
        "true",
        "false",
        "null",
        "-0.5e-10",
        "123456789",
        "tru",
        "truex",
        "nulll",
        "nul",
        "falze",
        "01",
        "-",
        "1.",
        "1.5.5",
        "1e",
        "1e+",
        "1e5e5",
        "1e5.5",
        "-01",
        "0.",
        "--1",
        "+1",
        "1-",
        "true1",
        "1true",
        ".5",
        "e5",
        "-e5",
        "nullnull",
        "Infinity",
    ];
    for scalar in scalars {
        for length in 0..140 {
            compare(format!("[{}{scalar}]", " ".repeat(length)).as_bytes());
            compare(format!("[{}1,{scalar} ,{scalar}]", "\"\",".repeat(length)).as_bytes());
        }
    }
}

/// `simd::check` in plain code: what follows the value that `kinds` begin with at `at`, if it is one.
fn check(kinds: &[u8], at: usize, found: &mut Checked) -> Option<usize> {
    let kind = *kinds.get(at)?;
    let string = |at: usize| match kinds.get(at..at + 2)? {
        // The second is the kind of a closing quote behind escapes.
        b"\"\"" | b"\"\\" => Some(at + 2),
        _ => None,
    };
    match kind {
        b'[' | b'{' => {
            let close = kind + 2;
            let mut at = at + 1;
            if kinds.get(at) == Some(&close) {
                return Some(at + 1);
            }
            loop {
                if kind == b'{' {
                    at = string(at)?;
                    at = (kinds.get(at) == Some(&b':')).then_some(at + 1)?;
                }
                at = check(kinds, at, found)?;
                match *kinds.get(at)? {
                    b',' => at += 1,
                    end => return (end == close).then_some(at + 1),
                }
            }
        }
        b'"' => string(at),
        b'\\' | b']' | b'}' | b',' | b':' => None,
        _ => {
            let scalars = if kind & 0x40 == 0 { &mut found.numbers } else { &mut found.literals };
            scalars.push(at);
            Some(at + 1)
        }
    }
}

/// What a text's tokens are, and tokens in the place of others, are what plain code finds them to be, however many are given at
/// a time.
#[test]
fn kinds_of_tokens() {
    const KINDS: &[u8] = b"[]{}:,\"\\07-tfnu\0\x80\xff ";
    let mut random = Random(0x8CB9_2BA7_2F3D_8DD7);
    let mut ended = 0;
    for round in 0..if cfg!(debug_assertions) { 300 } else { 3000 } {
        let mut text = random.document();
        for _ in 0..[0, 1, 8, 60][round % 4] {
            text.replace_range(text.len() - 1.., &format!(",{}]", random.document()));
        }
        let text = text.replacen("[,", "[", 1);
        let tokens = simd::tokens(Backend::Swar, text.as_bytes(), &[]).expect("every CPU has it");
        let kinds: Vec<u8> = tokens.into_iter().map(|(_, kind)| kind).collect();
        for spoiled in 0..30 {
            let mut kinds = kinds.clone();
            if spoiled > 0 {
                let (at, kind) = (random.below(kinds.len()), KINDS[random.below(KINDS.len())]);
                match random.below(4) {
                    0 => kinds.insert(at, kind),
                    1 => drop(kinds.remove(at)),
                    _ => kinds[at] = kind,
                }
            }
            // They are asked only where there is an array or object.
            if !matches!(kinds.first(), Some(b'[' | b'{')) {
                continue;
            }
            let mut found = Checked::default();
            let expected = check(&kinds, 0, &mut found).map(|tokens| Checked { tokens, ..found });
            ended += usize::from(expected.is_some());
            for backend in Backend::available() {
                let checked =
                    simd::check(backend, &kinds, 1 + random.below(18)).expect("it is available");
                let right = match backend {
                    Backend::Avx512 | Backend::Avx2 => checked == expected,
                    _ => checked.is_none(),
                };
                assert!(right, "{backend:?}: {checked:?} {expected:?} {}", kinds.escape_ascii());
            }
        }
    }
    assert!(ended > 300, "some are right: {ended}");
}

#[test]
fn random_documents() {
    let mut random = Random(0x2545_F491_4F6C_DD1D);
    for _ in 0..if cfg!(debug_assertions) { 600 } else { 6000 } {
        let text = random.document();
        compare(text.as_bytes());
        for _ in 0..20 {
            let mut mutated = text.clone().into_bytes();
            random.mutate(&mut mutated);
            compare(&mutated);
        }
        let followed =
            format!("{text}{}", random.pick(&[" ", ",1", "]", "}", "[]", "\"a", "tru", "\0"]));
        compare(followed.as_bytes());
    }
}

/// From a value inside of arrays and objects on, to the end of them all.
#[test]
fn what_is_open_around_a_value() {
    let mut random = Random(0xD1B5_4A32_D192_ED03);
    for _ in 0..if cfg!(debug_assertions) { 300 } else { 3000 } {
        let (mut text, mut open) = (String::new(), NOTHING_OPEN);
        let mut closed = String::new();
        for _ in 0..1 + random.below(62) {
            let object = random.below(2) == 1;
            text.push_str(if object { "{\"a\":" } else { "[" });
            closed.insert(0, if object { '}' } else { ']' });
            open = open << 1 | u64::from(object);
        }
        let from = text.len();
        random.value(3, &mut text);
        text.push_str(if open & 1 == 1 { ",\"b\":2" } else { ",[]" });
        text.push_str(&closed);
        let mut input = text.into_bytes();
        for _ in 0..10 {
            let expected = end(&input);
            for backend in [Backend::Avx512, Backend::Avx2] {
                if let Some(found) = simd::skip(backend, &input, from, open) {
                    assert!(
                        found == expected || found.is_none() && expected != Some(input.len()),
                        "{backend:?}: {found:?}, not {expected:?}: {}",
                        input.escape_ascii()
                    );
                }
            }
            // Not before the place.
            let mut rest = input.split_off(from);
            random.mutate(&mut rest);
            input.extend(rest);
        }
    }
}

/// What is not mostly scalars, of up to several windows of tokens, and what is wrong with it, on every back end.
#[test]
fn texts_of_names_and_strings() {
    let mut random = Random(0x5851_F42D_4C95_7F2D);
    for backend in Backend::available() {
        assert!(backend.force());
        for round in 0..if cfg!(debug_assertions) { 16 } else { 600 } {
            let mut text = String::new();
            let members = [4, 12, 60, 300][round % 4];
            random.list(
                '{',
                '}',
                members,
                |random, to| {
                    to.push_str(random.pick(&[
                        "\"name\":\"a string\",",
                        "\"tab\\t\" :\"\\u0041\",\"x\": \"and more of it, with é\",",
                        "\"id\":17,\"text\":\"[{:,\",\"b\":true,",
                    ]));
                    to.push_str("\"more\":");
                    random.value(3, to);
                },
                &mut text,
            );
            answers(text.as_bytes());
            answers(format!("{text} {}", random.pick(&["", "\n", ",", "]", "{}", "x"])).as_bytes());
            for _ in 0..8 {
                let mut text = text.clone().into_bytes();
                random.mutate(&mut text);
                answers(&text);
            }
            answers(&text.as_bytes()[..random.below(text.len())]);
        }
    }
    Backend::available().next().map(Backend::force);
}

/// Another byte in the place of each of such a text.
#[test]
fn every_byte_of_a_text() {
    let member = "\"one\":-1.5e3,\"two\":[true,false , null],\"\\n\":{\"é\":\"\\u00e9\"},\"x\" : {},\"y\":[]";
    let text = format!("[{{{member}}},{{{member},{member}}},[\"{}\",true]]", "text ".repeat(40));
    for backend in Backend::available() {
        assert!(backend.force());
        for at in 0..text.len() {
            for other in *b"[]{}:,\"\\ 01-.etnu\n\0x" {
                let mut text = text.clone().into_bytes();
                text[at] = other;
                let answer = common::same::<IgnoredAny>(&text);
                assert!(answer.is_ok(), "{backend:?} {answer:?}");
            }
        }
    }
    Backend::available().next().map(Backend::force);
}

/// An error far from the start, behind which the deserializer is read on.
#[test]
fn errors_in_later_windows() {
    let member = "{\"name\":\"some text\",\"id\":17,\"ok\":true},";
    let text = format!("[{}null]", member.repeat(600));
    for backend in Backend::available() {
        assert!(backend.force());
        for (right, wrong) in [
            ("true}", "trug}"),
            ("17,", "1.,"),
            ("\"id\":", "\"id\","),
            ("},{", "}{"),
            ("t\",", "\n\","),
        ] {
            for count in [1, 80, 90, 299, 598] {
                let at = text.match_indices(right).nth(count).expect("there are so many").0;
                let text = format!("{}{wrong}{} [7]", &text[..at], &text[at + right.len()..]);
                answers(text.as_bytes());
                let mut ours = fastjson_api::Deserializer::from_str(&text);
                let mut theirs = serde_json::Deserializer::from_str(&text);
                let first = common::ours(IgnoredAny::deserialize(&mut ours));
                assert_eq!(first, common::theirs(IgnoredAny::deserialize(&mut theirs)));
                assert!(!first.is_ok());
                // What comes then is not promised, but that it is an answer.
                let _ = serde_json::Value::deserialize(&mut ours);
            }
        }
    }
    Backend::available().next().map(Backend::force);
}

fn answers(text: &[u8]) {
    let answers = [
        common::same::<IgnoredAny>(text),
        common::same::<BTreeMap<String, IgnoredAny>>(text),
        common::same_stream::<IgnoredAny>(text, &[100]).map(|()| common::ours(Ok(()))),
    ];
    for answer in answers {
        assert!(answer.is_ok(), "{answer:?}");
    }
    // Text that goes on behind the value, for whoever reads it himself.
    let mut reader = fastjson_api::Reader::from_slice(text);
    let skipped = common::ours(reader.skip().and_then(|()| reader.end()));
    let theirs = common::theirs(serde_json::from_slice::<IgnoredAny>(text).map(|_| ()));
    assert_eq!(format!("{skipped:?}"), format!("{theirs:?}"));
}

/// A source that another deserializer has read from is not at its start.
#[test]
fn a_source_that_was_read_from() {
    let numbers = format!("[0{}]", ",1234567".repeat(60));
    for (first, second) in [("[]", numbers.as_str()), ("[0] ", &numbers.replace("0,", "0,,"))] {
        let text = format!("{first}{second}");
        let theirs = {
            let mut read = serde_json::de::SliceRead::new(text.as_bytes());
            IgnoredAny::deserialize(&mut serde_json::Deserializer::new(&mut read)).unwrap();
            let mut rest = serde_json::Deserializer::new(read);
            common::theirs(IgnoredAny::deserialize(&mut rest).and_then(|_| rest.end()))
        };
        let mut read = fastjson_api::de::SliceRead::new(text.as_bytes());
        IgnoredAny::deserialize(&mut fastjson_api::Deserializer::new(&mut read)).unwrap();
        let mut rest = fastjson_api::Deserializer::new(read);
        let ours = common::ours(IgnoredAny::deserialize(&mut rest).and_then(|_| rest.end()));
        assert_eq!(format!("{ours:?}"), format!("{theirs:?}"));
    }
}

#[test]
fn nesting() {
    for depth in [1, 62, 63, 64, 65, 126, 127, 128, 500] {
        for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("[{\"a\":", "}]")] {
            let text = format!("{}1{}", open.repeat(depth), close.repeat(depth));
            if depth * open.matches(['[', '{']).count() <= 500 {
                compare(text.as_bytes());
            }
            // Whatever the kernels do with it.
            assert!(fastjson_api::from_str::<IgnoredAny>(&text).is_ok());
            let crossed = text.replacen(close, "]}", 1);
            assert!(fastjson_api::from_str::<IgnoredAny>(&crossed).is_err());
        }
    }
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(fastjson_api::from_str::<IgnoredAny>(&deep).is_ok());
    assert!(fastjson_api::from_str::<IgnoredAny>(&deep[1..]).is_err());
}

/// A type that reads something before and behind what it skips.
#[derive(Debug, Deserialize)]
struct Around {
    #[expect(dead_code, reason = "printed")]
    first: u32,
    #[expect(dead_code, reason = "printed")]
    last: Vec<String>,
}

/// Long enough that the parser leaves it to the kernels: from its start, or where its window ends.
#[test]
fn whole_documents_and_members_that_are_not_asked_for() {
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    for round in 0..if cfg!(debug_assertions) { 60 } else { 600 } {
        let unit = random.pick(&[
            "-1.25,",
            "[1,2.5],",
            "{\"a\":1,\"b\":[]},",
            "true,null,",
            "[[[1]]],",
            "17, ",
        ]);
        let mut list = format!("[{}0]", unit.repeat(20 + random.below(900)));
        if round % 3 == 0 {
            list.replace_range(list.len() / 2..list.len() / 2, &random.document());
        }
        let around = format!(r#"{{"first":1,"other":{{"list":{list}}},"last":["a","b"]}}"#);
        let texts =
            [list.clone(), format!(" \n{list}\n "), around.clone(), format!("[{around},{around}]")];
        for text in texts.map(String::into_bytes) {
            for mutations in 0..12 {
                let mut text = text.clone();
                for _ in 0..mutations.min(1) {
                    random.mutate(&mut text);
                }
                text.truncate(
                    text.len() - if mutations == 11 { random.below(text.len()) } else { 0 },
                );
                let answers = [
                    common::same::<IgnoredAny>(&text),
                    common::same::<Around>(&text),
                    common::same::<Vec<Around>>(&text),
                    common::same::<BTreeMap<String, IgnoredAny>>(&text),
                ];
                for answer in answers {
                    assert!(answer.is_ok(), "{answer:?}");
                }
            }
        }
    }
}
