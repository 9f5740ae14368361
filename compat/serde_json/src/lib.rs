//! `fastjson-api` under the name `serde_json`: what `[patch.crates-io]` puts in the place of the real one.
//!
//! Exports serde_json 1.0.154's names and no others, so that code which compiles against this compiles against
//! serde_json. The README says when to use it and when not.

#![no_std]

pub use fastjson_api::{de, error, map, ser, value};

pub use fastjson_api::{
    Deserializer, Error, Map, Number, Result, StreamDeserializer, Value, from_slice, from_str, from_value,
    to_string, to_string_pretty, to_value, to_vec, to_vec_pretty,
};
#[cfg(feature = "std")]
pub use fastjson_api::{Serializer, from_reader, to_writer, to_writer_pretty};

pub use fastjson_api::json;
