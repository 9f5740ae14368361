//! JSON for Rust services: serde_json's API and answers at SIMD speed, under a plain `cargo build`.

#![no_std]
#![cfg_attr(docsrs, feature(doc_cfg))]

extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

pub mod error;
mod index;
mod number;
mod read;
mod simd;
pub mod write;

#[cfg(feature = "serde")]
mod macros;

#[cfg(feature = "serde")]
pub mod de;
#[cfg(feature = "serde")]
pub mod ser;
#[cfg(feature = "serde")]
pub mod value;

#[cfg(feature = "axum")]
pub mod axum;
#[cfg(all(feature = "std", feature = "serde"))]
pub mod lines;
pub mod report;
#[cfg(feature = "tokio")]
pub mod tokio;

pub use crate::error::{Error, Result};
pub use crate::read::{Kind, Reader};
pub use crate::write::Writer;

#[cfg(all(feature = "serde", feature = "std"))]
pub use crate::de::from_reader;
#[cfg(feature = "serde")]
pub use crate::de::{Deserializer, StreamDeserializer, from_slice, from_str};
#[cfg(all(feature = "serde", feature = "std"))]
pub use crate::ser::{Serializer, to_writer, to_writer_pretty};
#[cfg(feature = "serde")]
pub use crate::ser::{to_string, to_string_pretty, to_vec, to_vec_into, to_vec_pretty};

#[cfg(feature = "serde")]
pub use crate::value::{Map, Number, Value, from_value, map, to_value};

/// How to switch from `serde_json`, and what differs.
#[cfg(all(any(doc, doctest), feature = "serde"))]
#[doc = include_str!("../docs/migration.md")]
pub mod migration {}

#[cfg(all(doctest, feature = "serde"))]
#[doc = include_str!("../README.md")]
struct Readme;

/// What `json!` expands to.
#[doc(hidden)]
pub mod __private {
    pub use alloc::vec;
}

/// What this crate's own tests and benches reach for: not public API, exempt from semver.
#[doc(hidden)]
pub mod internals {
    pub use crate::simd::{Backend, probe as simd};

    pub mod number {
        pub use crate::number::*;
    }
}
