//! The fuzz targets without a fuzzer: every input that one of them once failed on, and the tests' own inputs.
//!
//! `scripts/fuzz.sh` looks for new ones.

use std::fs;
use std::path::Path;

use crate::{common, fuzz};

#[test]
fn inputs_that_once_failed() {
    let regressions = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/regressions");
    let mut known = 0;
    for (target, run) in fuzz::TARGETS {
        let Ok(inputs) = fs::read_dir(regressions.join(target)) else { continue };
        known += 1;
        for input in inputs {
            let path = input.unwrap().path();
            println!("{}", path.display());
            run(&fs::read(&path).unwrap());
        }
    }
    let folders = fs::read_dir(regressions).map_or(0, Iterator::count);
    assert_eq!(known, folders, "every folder of regressions is a target's");
}

/// Each of the tests' inputs once by every target; how they are asked follows from their place in the list.
#[test]
fn inputs_of_the_tests() {
    for (at, input) in common::inputs::all().iter().enumerate() {
        let how = |times: usize| (at * times) as u8;
        for (_, run) in fuzz::TARGETS {
            run(&[&[how(1), how(7), how(31), how(101)], &input[..]].concat());
        }
    }
}
