//! The public API is what `docs/api.txt` says: a change of it shows up in that file, and is one that was
//! meant. `FASTJSON_API=write cargo test --test api` writes it anew.
//!
//! The list is read from the sources, so that it needs no tool: every item that is `pub`, with its whole
//! signature, every implementation of a trait, and the variants and fields that are public. It lists
//! more than users can name (an item in a private module), never less, but for what macros make: those
//! are listed by their calls.

#[path = "common/sources.rs"]
mod sources;

use std::fmt::Write;
use std::fs;
use std::path::Path;

use sources::files;

#[test]
fn the_public_api_is_the_one_on_record() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let found = api(&root.join("src"));
    assert!(found.lines().count() > 400, "the sources are where this test looks");
    let record = root.join("docs/api.txt");
    if std::env::var("FASTJSON_API").is_ok_and(|wish| wish == "write") {
        fs::write(&record, &found).unwrap();
    }
    let recorded = fs::read_to_string(&record).unwrap_or_default();
    let new: Vec<_> = found.lines().filter(|line| !recorded.lines().any(|l| l == *line)).collect();
    let gone: Vec<_> = recorded.lines().filter(|line| !found.lines().any(|l| l == *line)).collect();
    assert!(
        found == recorded,
        "docs/api.txt differs (FASTJSON_API=write writes it)\nnew: {new:#?}\ngone: {gone:#?}"
    );
}

/// Rooms of which users see nothing: `internals` is exempt from semver.
const EXEMPT: &[&str] = &["simd/", "number/"];

fn api(root: &Path) -> String {
    let mut list = String::new();
    for path in files(root) {
        let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
        if EXEMPT.iter().any(|room| name.starts_with(room)) {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let items = items(text.split("#[cfg(test)]\nmod ").next().unwrap_or_default());
        if !items.is_empty() {
            writeln!(list, "{name}").unwrap();
            for item in items {
                writeln!(list, "    {item}").unwrap();
            }
        }
    }
    list
}

/// The public items of a file, a line each, in its order.
fn items(text: &str) -> Vec<String> {
    let mut items = Vec::new();
    // Inside of a trait, an enum or a trait's implementation, where all is as public as that is.
    let mut inside = None;
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let code = line.trim_start();
        let indent = line.len() - code.len();
        if code.is_empty() || code.starts_with("//") || code.starts_with("#[") {
            continue;
        }
        if inside.is_some_and(|depth| indent <= depth) {
            inside = None;
        }
        let public = code.starts_with("pub ");
        let header = code.starts_with("impl") && code.contains(" for ") && indent <= 4;
        let member = inside == Some(indent.wrapping_sub(4))
            && (code.starts_with("fn ")
                || code.starts_with("type ")
                || code.starts_with("const ")
                || code.starts_with(char::is_uppercase));
        let exported = code.starts_with("macro_rules! json");
        if !(public || header || member || exported) {
            continue;
        }
        // The signature may go on to where its body begins.
        let mut signature = code.to_owned();
        while !ends(&signature) && lines.peek().is_some() {
            let more = lines.next().unwrap_or_default().trim();
            write!(signature, " {more}").unwrap();
        }
        if public && (code.starts_with("pub enum") || code.starts_with("pub trait")) {
            inside = Some(indent);
        }
        items.push(tidy(&signature));
    }
    items
}

/// Whether a signature ends with this line.
fn ends(signature: &str) -> bool {
    signature.ends_with([';', ',', '}']) && !open(signature)
        || signature.ends_with('{') && !signature.starts_with("pub use")
}

/// Whether a bracket is open.
fn open(text: &str) -> bool {
    let count = |brackets: [char; 3]| text.chars().filter(|c| brackets.contains(c)).count();
    count(['(', '[', '{']) > count([')', ']', '}'])
}

/// Without the body, and in one line whatever the formatter did.
fn tidy(signature: &str) -> String {
    let signature = match signature.split_once(" {") {
        Some((signature, _)) if !signature.starts_with("pub use") => signature,
        _ => signature,
    };
    let signature = signature.trim_end_matches([';', ',']).replace(",)", ")").replace("( ", "(");
    signature.replace(", )", ")")
}

#[test]
fn the_list_finds_what_it_looks_for() {
    let text = "pub fn a(\n    b: u8,\n) -> u8 {\n    1\n}\npub(crate) fn c() {}\npub enum D {\n    E,\n    F(u8),\n}\n\
                impl G for D {}\npub use self::{\n    a, b,\n};\n";
    let expected = [
        "pub fn a(b: u8) -> u8",
        "pub enum D",
        "E",
        "F(u8)",
        "impl G for D",
        "pub use self::{ a, b, }",
    ];
    assert_eq!(items(text), expected);
}
