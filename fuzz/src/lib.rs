//! What must hold for any bytes: one module a fuzz target, each with a `run` that panics where it does not.
//!
//! The first bytes of an input say how to ask, the rest is what is asked about; `scripts/fuzz_seeds.py`
//! knows how many they are. The modules need no fuzzer: `tests/differential/regressions.rs` of the crate runs them on
//! every input that once failed.

// The types, the recorder and the comparisons are those of the crate's tests.
#[path = "../../tests/common/mod.rs"]
pub(crate) mod common;

pub mod backends;
pub mod cursor;
pub mod frame;
pub mod lines;
pub mod numbers;
pub mod read;
pub mod roundtrip;
pub mod skip;
pub mod value;
pub mod write;
pub mod writer;

/// A target's name, and what it runs on an input.
pub type Target = (&'static str, fn(&[u8]));

/// Every target.
pub const TARGETS: &[Target] = &[
    ("read", read::run),
    ("skip", skip::run),
    ("roundtrip", roundtrip::run),
    ("write", write::run),
    ("writer", writer::run),
    ("backends", backends::run),
    ("numbers", numbers::run),
    ("value", value::run),
    ("lines", lines::run),
];

/// Panics with what was found.
#[track_caller]
pub fn must(result: Result<(), String>) {
    if let Err(found) = result {
        panic!("{found}");
    }
}
