//! RFC 8259: what is JSON is accepted, what is not is rejected, and where the RFC leaves it open, serde_json decides.

use std::fs;
use std::path::{Path, PathBuf};

use crate::common::inputs::{INVALID, VALID};
use crate::common::recorder::Asked;
use crate::common::{assert_none, differences, same, targets};
use fastjson_api::Value;
use serde::de::IgnoredAny;

/// Reads any JSON and keeps all of it.
type Any = Asked<0, 0>;

/// Accepted by JSON's grammar, refused by any number that is to be kept; or a type's business, not JSON's.
fn is_about_types(input: &[u8]) -> bool {
    let in_type = |name: &[u8]| input.starts_with(name);
    // serde_json takes these: duplicates, unknown names and wrong lengths only matter to a type.
    serde_json::from_slice::<serde_json::Value>(input).is_ok() && (in_type(b"{") || in_type(b"["))
}

#[test]
fn hand_written_texts() {
    for input in VALID {
        for (way, accepted) in ways(input) {
            // A skipped value may hold what a kept one may not; no kept one may hold more than a skipped one.
            let unkept = serde_json::from_slice::<serde_json::Value>(input).is_err();
            assert!(accepted || unkept, "{way} must accept {}", input.escape_ascii());
        }
    }
    for input in INVALID {
        if is_about_types(input) {
            continue;
        }
        for (way, accepted) in ways(input) {
            let skipped =
                way == "IgnoredAny" && serde_json::from_slice::<IgnoredAny>(input).is_ok();
            assert!(!accepted || skipped, "{way} must reject {}", input.escape_ascii());
        }
    }
}

#[test]
fn the_parsing_suite() {
    let Some(folder) = suite("JSONTestSuite/test_parsing") else { return };
    let mut decided = Vec::new();
    for path in files(&folder) {
        let input = fs::read(&path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let theirs = serde_json::from_slice::<serde_json::Value>(&input);
        for (way, accepted) in ways(&input) {
            match &name[..2] {
                "y_" => assert!(accepted, "{way} must accept {name}"),
                "n_" => assert!(!accepted, "{way} must reject {name}"),
                _ if way == "IgnoredAny" => assert_eq!(
                    accepted,
                    serde_json::from_slice::<IgnoredAny>(&input).is_ok(),
                    "{way} decides otherwise on {name}"
                ),
                _ => assert_eq!(accepted, theirs.is_ok(), "{way} decides otherwise on {name}"),
            }
        }
        if name.starts_with("i_") {
            decided
                .push(format!("{} {name}", if theirs.is_ok() { "accepted" } else { "rejected" }));
        }
        // Deeply nested files are for the depth limit alone: errors are compared on all others, in every type.
        let checks = if input.len() < 10_000 { targets::typed() } else { targets::few() };
        assert_none(&differences(&checks, &input, &[1]));
    }
    println!("{}", decided.join("\n"));
    assert_eq!(decided.len(), 35, "every open case is decided");
}

#[test]
fn the_transform_suite() {
    for suites in ["JSONTestSuite/test_transform", "roundtrip", "rfc8785-jcs/input", "blns"] {
        let Some(folder) = suite(suites) else { continue };
        for path in files(&folder) {
            let input = fs::read(&path).unwrap();
            if let Err(difference) = same::<Any>(&input) {
                panic!("{}: {difference}", path.display());
            }
            // Members may come in another order, so the text is compared as a value.
            let ours = fastjson_api::from_slice::<Value>(&input).map(|value| value.to_string());
            let ours = ours.map(|text| serde_json::from_str::<serde_json::Value>(&text).unwrap());
            assert_eq!(ours.ok(), serde_json::from_slice(&input).ok(), "{}", path.display());
        }
    }
}

/// Each way to read a text, and whether it accepts this one.
fn ways(input: &[u8]) -> Vec<(&'static str, bool)> {
    let mut ways = vec![
        ("from_slice", fastjson_api::from_slice::<Any>(input).is_ok()),
        ("Value", fastjson_api::from_slice::<Value>(input).is_ok()),
        ("IgnoredAny", fastjson_api::from_slice::<IgnoredAny>(input).is_ok()),
        (
            "from_reader",
            fastjson_api::from_reader::<_, Any>(crate::common::Chunks::new(input, &[1])).is_ok(),
        ),
    ];
    if let Ok(text) = str::from_utf8(input) {
        ways.push(("from_str", fastjson_api::from_str::<Any>(text).is_ok()));
    }
    ways
}

/// A folder of the conformance data, if it is there.
fn suite(name: &str) -> Option<PathBuf> {
    let data = std::env::var_os("FASTJSON_DATA")?;
    Some(Path::new(&data).join("conformance").join(name)).filter(|folder| folder.is_dir())
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> =
        entries.filter(|path| path.extension().is_some_and(|it| it == "json")).collect();
    files.sort();
    files
}
