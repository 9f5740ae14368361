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

/// All in release builds, a hundredth where debug assertions make it slow.
fn amount(count: u64) -> u64 {
    if cfg!(debug_assertions) { count / 100 } else { count }
}

fn data(folder: &str) -> Vec<PathBuf> {
    let Some(root) = std::env::var_os("FASTJSON_DATA") else { return Vec::new() };
    let entries = fs::read_dir(PathBuf::from(root).join(folder)).expect("FASTJSON_DATA has it");
    entries.map(|entry| entry.expect("it can be read").path()).collect()
}
