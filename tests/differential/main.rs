//! This crate and serde_json asked the same. One program, since all of these ask for the same types, and reading those by
//! two libraries from three sources takes long to compile.
// With this feature a number is asked for by another name; serde_json is built without it here.
#![cfg(not(feature = "arbitrary_precision"))]

// It brings what the tests have in common with it.
#[cfg_attr(feature = "preserve_order", expect(dead_code, reason = "its targets are not run then"))]
#[path = "../../fuzz/src/lib.rs"]
mod fuzz;

mod conformance;
mod errors;
mod lone;
mod long;
mod random;
// serde_json is built without this feature, too.
#[cfg(not(feature = "preserve_order"))]
mod regressions;

use fuzz::common;
