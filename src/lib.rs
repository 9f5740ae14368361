//! JSON for Rust services: serde_json's API and answers at SIMD speed, under a plain `cargo build`.
//!
//! ```
//! use serde::{Deserialize, Serialize};
//!
//! #[derive(Deserialize, Serialize)]
//! struct User<'a> {
//!     id: u64,
//!     name: &'a str,
//! }
//!
//! let user: User = fastjson_api::from_str(r#"{"id": 7, "name": "Ada"}"#)?;
//! assert_eq!((user.id, user.name), (7, "Ada"));
//! assert_eq!(fastjson_api::to_string(&user)?, r#"{"id":7,"name":"Ada"}"#);
//! # Ok::<(), fastjson_api::Error>(())
//! ```
//!
//! # The promise
//!
//! What serde_json 1.0.154 accepts is accepted, with the same values; what it refuses is refused, with
//! the same message, line, column and category; what it writes is written, byte for byte. Only floats
//! are better: always the nearest, as serde_json's are with `float_roundtrip`.
//!
//! ```
//! let error = fastjson_api::from_str::<Vec<u8>>("[1, 2,]").unwrap_err();
//! assert_eq!(error.to_string(), "trailing comma at line 1 column 7");
//! ```
//!
//! So a switch is one line in a manifest: `serde_json = { package = "fastjson-api", version = "0.1" }`.
//!
//! # What is here
//!
//! Known from serde_json, under its paths: [`from_slice`], [`from_str`], [`from_reader`], [`to_vec`],
//! [`to_string`], [`to_writer`], [`Value`], [`Map`], [`Number`], [`json!`], and the modules [`de`], [`ser`],
//! [`value`], [`map`] and [`error`].
//!
//! ```
//! use fastjson_api::{Value, json};
//!
//! let mut order: Value = fastjson_api::from_slice(br#"{"items": [{"price": 9.5}]}"#)?;
//! order["paid"] = json!(true);
//! assert_eq!(order.pointer("/items/0/price"), Some(&json!(9.5)));
//! # Ok::<(), fastjson_api::Error>(())
//! ```
//!
//! Beyond it:
//!
//! * [`Reader`] and [`Writer`]: JSON piece by piece, without serde and without building anything;
//! * [`to_vec_into`]: writing into a buffer that is kept;
//! * [`lines`]: JSON lines and long arrays in bounded memory, on all cores with the feature `rayon`;
//! * [`report`]: an error's path in the document, and the line with a caret;
//! * `axum` and `tokio`, features and modules: extractors, responses, codecs.
//!
//! ```
//! # #[derive(serde::Deserialize, Debug)] struct User { name: String }
//! let input = br#"[{"name": "a"}, {"name": 7}]"#;
//! let error = fastjson_api::from_slice::<Vec<User>>(input).unwrap_err();
//! assert_eq!(error.path(input).to_string(), "[1].name");
//! ```
//!
//! # The layers
//!
//! ```text
//!   de  Deserializer, streams            ser  Serializer, Formatter        serde, and nothing below knows it
//!   value  Value, Map, Number, RawValue, json!
//!   read  the parser, Reader             write  the pen, Writer            JSON's grammar
//!   index  the window of tokens          number  text to numbers and back
//!   simd  64 bytes to masks to tokens: AVX-512, AVX2, SSE2, NEON, or plain words
//!   error  one word wide
//! ```
//!
//! A call reads from the window: one dispatched call of `simd` indexes the next few kilobytes, and plain
//! code, inlined into the types that are read, walks what it found. The CPU's back end is chosen once per
//! process. DESIGN.md tells why, and what was measured.
//!
//! # Features
//!
//! | feature | |
//! |---|---|
//! | `std`, `serde` | on by default; without `serde` there are [`Reader`] and [`Writer`] only, without `std` no `std::io` |
//! | `alloc` | serde's collections, for builds without `std` |
//! | `preserve_order`, `arbitrary_precision`, `raw_value`, `unbounded_depth` | as serde_json's |
//! | `float_roundtrip` | always so; kept for manifests that name it |
//! | `rayon`, `tokio`, `axum` | see above |

#![no_std]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![cfg_attr(
    not(feature = "serde"),
    allow(
        dead_code,
        unused_imports,
        reason = "the serde layer is the only caller of some of what is below it"
    )
)]

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
