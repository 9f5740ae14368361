//! Numbers between text and binary, held against zmij, ryu, core, serde_json and exact arithmetic.
//!
//! `cargo test --release --test numbers` runs what every change must pass; without `--release` a
//! hundredth of it. The long runs, whose results DESIGN.md records:
//!
//! ```text
//! cargo test --release --test numbers -- --ignored --nocapture --test-threads 1
//! ```
//!
//! With the environment variable FASTJSON_DATA, vectors of other projects are read too.

mod grammar;
mod long;
mod numerals;
#[path = "../common/random.rs"]
mod random;
mod read;
mod tables;
mod together;
mod write;

use std::fs;
use std::path::PathBuf;

use fastjson_api::internals::number::{self, Parsed};
use random::Random;

/// The number at the beginning of `text`, and the same by the fast paths, which need a delimiter behind it
/// and look at what lies around it: at both ends of the input, and far from them.
fn read<const SINGLE: bool>(text: &[u8]) -> Option<(Parsed, usize)> {
    const BEFORE: usize = 20;
    const AFTER: usize = 40;
    let found = number::read::<SINGLE>(text);
    let (mut short, mut long);
    let input = if text.len() < 64 {
        short = [0; BEFORE + 64 + AFTER];
        &mut short[..BEFORE + text.len() + AFTER]
    } else {
        long = vec![0; BEFORE + text.len() + AFTER];
        &mut long[..]
    };
    input[BEFORE..][..text.len()].copy_from_slice(text);
    check_fast::<SINGLE>(text, 0, found);
    for (around, next) in [(b'7', b','), (b'e', b'x'), (0xff, b'"')] {
        input[..BEFORE].fill(around);
        input[BEFORE + text.len()..].fill(around);
        input[BEFORE + text.len()] = next;
        check_fast::<SINGLE>(input, BEFORE, found);
        // Sixteen bytes lie before the digits behind a sign, but not before the sign.
        check_fast::<SINGLE>(&input[BEFORE - 15..], 15, found);
    }
    found
}

/// The same with less around it, for what is read back by the billion.
fn read_back<const SINGLE: bool>(text: &[u8]) -> Option<(Parsed, usize)> {
    let found = number::read::<SINGLE>(text);
    let mut input = [b'7'; 16 + 40 + 41];
    input[16..][..text.len()].copy_from_slice(text);
    input[16 + text.len()] = b',';
    check_fast::<SINGLE>(&input, 16, found);
    found
}

/// The fast paths find `expected` at `start`, or nothing.
fn check_fast<const SINGLE: bool>(input: &[u8], start: usize, expected: Option<(Parsed, usize)>) {
    let delimited = |&(_, length): &(Parsed, usize)| {
        input.get(start + length).is_none_or(|&next| number::is_delimiter(next))
    };
    let expected = expected.filter(delimited);
    let float = |whole: bool| match expected?.0 {
        Parsed::F64(value) => Some(value),
        Parsed::U64(value) if whole && SINGLE => Some((value as f32).into()),
        Parsed::I64(value) if whole && SINGLE => Some((value as f32).into()),
        Parsed::U64(value) if whole => Some(value as f64),
        Parsed::I64(value) if whole => Some(value as f64),
        _ => None,
    };
    let same = |fast: Option<Parsed>, expected: Option<Parsed>| match (fast, expected) {
        (Some(fast), Some(expected)) => bits(fast) == bits(expected),
        (Some(_), None) => false,
        (None, None) => true,
        // They may not know numbers that are long or have an exponent.
        (None, Some(_)) => expected_is_rare(input, start),
    };
    let some = |value: f64| (!value.is_nan()).then_some(Parsed::F64(value));
    let all = input.escape_ascii();
    let decimal = number::read_float::<SINGLE, false>(input, start);
    assert!(same(some(decimal), float(false).map(Parsed::F64)), "{decimal} of {all}");
    let whole = number::read_float::<SINGLE, true>(input, start);
    assert!(same(some(whole), float(true).map(Parsed::F64)), "{whole} of {all}");
    // Told where the scalar ends, or where something comes behind it, or what cannot be.
    let rest = &input[start..];
    let scalar = rest.iter().position(|&byte| number::is_delimiter(byte)).unwrap_or(rest.len());
    let ends = [start + scalar, start + scalar + 1, input.len(), start, usize::MAX];
    // Megabytes of digits are left to `read_float` at once; what cannot be is the same for all.
    let some_ends = match (input.len(), cfg!(debug_assertions)) {
        (..10_000, false) => 5,
        (..100, true) => 1 + usize::from(scalar % 4 == 0),
        _ => 0,
    };
    for end in ends.into_iter().take(some_ends) {
        let decimal = number::read_plain_float::<SINGLE, false>(input, start, end);
        assert!(same(some(decimal), float(false).map(Parsed::F64)), "{decimal} to {end} of {all}");
        let whole = number::read_plain_float::<SINGLE, true>(input, start, end);
        assert!(same(some(whole), float(true).map(Parsed::F64)), "{whole} to {end} of {all}");
        if !SINGLE && let Some(number) = number::read_plain_number(input, start, end) {
            let expected = expected.map(|found| bits(found.0));
            assert_eq!(Some(bits(number)), expected, "to {end} of {all}");
        }
    }
    if !SINGLE {
        let common = number::read_common(input, start);
        assert!(same(common, expected.map(|found| found.0)), "{common:?} of {all}");
    }
}

fn expected_is_rare(input: &[u8], start: usize) -> bool {
    let text = &input[start..];
    let end = text.iter().position(|&byte| number::is_delimiter(byte)).unwrap_or(text.len());
    end > 17 || &text[..end] == b"-0" || text[..end].iter().any(|byte| matches!(byte, b'e' | b'E'))
}

fn bits(number: Parsed) -> (char, u64) {
    match number {
        Parsed::U64(value) => ('u', value),
        Parsed::I64(value) => ('i', value as u64),
        Parsed::F64(value) => ('f', value.to_bits()),
    }
}

/// All in release builds, a hundredth where debug assertions make it slow.
fn amount(count: u64) -> u64 {
    if cfg!(debug_assertions) { count / 100 } else { count }
}

fn data(folder: &str) -> Vec<PathBuf> {
    let Some(root) = std::env::var_os("FASTJSON_DATA") else { return Vec::new() };
    let entries = fs::read_dir(PathBuf::from(root).join(folder)).expect("FASTJSON_DATA has it");
    entries.map(|entry| entry.expect("it can be read").path()).collect()
}
