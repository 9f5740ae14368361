//! The house's rules, read from the sources: who may call whom, where `unsafe` lives, how long a file may be.

#[path = "common/sources.rs"]
mod sources;

use std::fs;
use std::path::Path;

use sources::files;

/// The rooms, each with those that it may name. (`error` ← `simd` ← `index` ← `read` ← `value` ← `de`, and `error` ←
/// `simd` ← `number` ← `read`, `write` ← `value` ← `ser`.)
const ROOMS: &[(&str, &[&str])] = &[
    ("error", &[]),
    ("simd", &["error"]),
    ("number", &["error", "simd"]),
    ("index", &["error", "simd"]),
    ("read", &["error", "simd", "index", "number"]),
    ("write", &["error", "simd", "number"]),
    ("value", &["error", "simd", "index", "number", "read", "write"]),
    ("de", &["error", "simd", "index", "number", "read", "value"]),
    ("ser", &["error", "simd", "number", "write", "value"]),
];

/// The rooms that know no serde.
const CORE: &[&str] = &["error", "simd", "number", "index", "read", "write"];

/// What names a room above it all the same, and why.
const EXCEPTIONS: &[(&str, &str)] = &[
    // serde_json has these functions in its `value` module: re-exports, nothing is called.
    ("value/mod.rs", "de"),
    ("value/mod.rs", "ser"),
    // A `RawValue` that becomes a `Value` is read.
    ("ser/value_text.rs", "de"),
];

/// Where `unsafe` may be.
const UNSAFE: &[&str] =
    &["simd/", "index/", "write/buffer.rs", "write/string.rs", "read/string.rs"];

#[test]
fn rooms_name_only_those_below_them() {
    let mut wrong = Vec::new();
    for source in sources() {
        let Some((room, below)) = ROOMS.iter().find(|(room, _)| *room == source.room) else {
            continue;
        };
        for named in rooms_named(&source.code) {
            let known = ROOMS.iter().any(|(room, _)| *room == named);
            let excepted = EXCEPTIONS.contains(&(source.name.as_str(), named.as_str()));
            if known && !excepted && named != *room && !below.contains(&named.as_str()) {
                wrong.push(format!("{} names crate::{named}", source.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_core_knows_no_serde() {
    let names_serde = |source: &Source| {
        let code = source.code.replace("serde_json", "");
        code.contains("serde::") || code.contains("serde_core")
    };
    let wrong: Vec<_> = sources()
        .into_iter()
        .filter(|source| CORE.contains(&source.room.as_str()) && names_serde(source))
        .map(|source| source.name)
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn unsafe_lives_in_its_rooms() {
    let wrong: Vec<_> = sources()
        .into_iter()
        .filter(|source| {
            let writes_numbers = source.room == "number" && source.name.ends_with("_write.rs");
            let at_home = writes_numbers || UNSAFE.iter().any(|home| source.name.starts_with(home));
            source.code.lines().any(|line| words(line).any(|word| word == "unsafe")) && !at_home
        })
        .map(|source| source.name)
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_file_has_a_head_and_an_end() {
    let mut wrong = Vec::new();
    for folder in ["src", "tests", "benches", "examples"] {
        for path in files(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)) {
            let text = fs::read_to_string(&path).unwrap();
            let lines = text.lines().count();
            if lines > 600 {
                wrong.push(format!("{}: {lines} lines", path.display()));
            }
            if !text.starts_with("//!") {
                wrong.push(format!("{}: no `//!` says what it is", path.display()));
            }
            for mark in ["TODO", "FIXME", "todo!(", "unimplemented!("] {
                if folder == "src" && text.contains(mark) {
                    wrong.push(format!("{}: {mark}", path.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

struct Source {
    /// Relative to `src`.
    name: String,
    room: String,
    /// Without comments and tests.
    code: String,
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let sources: Vec<_> = files(&root)
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
            let room = name.split(['/', '.']).next().unwrap_or_default().to_owned();
            let text = fs::read_to_string(&path).unwrap();
            let text = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
            let code: Vec<_> =
                text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
            Source { name, room, code: code.join("\n") }
        })
        .collect();
    assert!(sources.len() > 10, "the sources are where this test looks");
    sources
}

/// Every `crate::room`, and every `room` in a `use crate::{room, …}`.
fn rooms_named(code: &str) -> Vec<String> {
    let mut named = Vec::new();
    for (at, path) in code.match_indices("crate::") {
        let rest = &code[at + path.len()..];
        // `$crate::`, and other crates whose names end so, are not this one's rooms.
        if code[..at]
            .ends_with(|before: char| before == '$' || before == '_' || before.is_alphanumeric())
        {
            continue;
        }
        if let Some(list) = rest.strip_prefix('{') {
            let list = list.split(';').next().unwrap_or_default();
            named.extend(first_names(list));
        } else {
            named.extend(words(rest).next().map(str::to_owned));
        }
    }
    named
}

/// The first names of a list's paths, at the list's own level.
fn first_names(list: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut depth = 0;
    let mut start = true;
    for (at, character) in list.char_indices() {
        match character {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => start = true,
            _ if start && !character.is_whitespace() => {
                names.extend(words(&list[at..]).next().map(str::to_owned));
                start = false;
            }
            _ => {}
        }
    }
    names
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|character: char| character != '_' && !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
}

#[test]
fn the_rules_find_what_they_look_for() {
    assert_eq!(rooms_named("use crate::{read, ser::{self, x}, de};"), ["read", "ser", "de"]);
    assert_eq!(rooms_named("let x = crate::write::y; $crate::read::z"), ["write"]);
}
