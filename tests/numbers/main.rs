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
mod read;
mod tables;
mod write;

use std::fs;
use std::path::PathBuf;

use fastjson_api::internals::number::{self, Parsed};

/// SplitMix64.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let x = (self.0 ^ self.0 >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let x = (x ^ x >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        x ^ x >> 31
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }
}

/// The number at the beginning of `text`: alone, and the same far from both ends of the input, where the
/// fast path reads what lies around it.
fn read<const SINGLE: bool>(text: &[u8]) -> Option<(Parsed, usize)> {
    const BEFORE: usize = 20;
    const AFTER: usize = 40;
    let key = |found: Option<(Parsed, usize)>| {
        found.map(|(number, length)| match number {
            Parsed::U64(value) => ('u', value, length),
            Parsed::I64(value) => ('i', value as u64, length),
            Parsed::F64(value) => ('f', value.to_bits(), length),
        })
    };
    let alone = number::read::<SINGLE>(text, 0);
    let (mut short, mut long);
    let input = if text.len() < 64 {
        short = [0; BEFORE + 64 + AFTER];
        &mut short[..BEFORE + text.len() + AFTER]
    } else {
        long = vec![0; BEFORE + text.len() + AFTER];
        &mut long[..]
    };
    input[BEFORE..][..text.len()].copy_from_slice(text);
    for (around, next) in [(b'7', b','), (b'e', b'x'), (0xff, b'"')] {
        input[..BEFORE].fill(around);
        input[BEFORE + text.len()..].fill(around);
        input[BEFORE + text.len()] = next;
        let found = number::read_delimited::<SINGLE>(input, BEFORE);
        if let Some((_, length, true)) = found {
            assert!(number::is_delimiter(input[BEFORE + length]), "{}", input.escape_ascii());
        }
        let found = found.map(|(number, length, _)| (number, length));
        assert_eq!(key(found), key(alone), "{} in {}", text.escape_ascii(), input.escape_ascii());
    }
    alone
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
