//! serde_json 1.0.154's name for fastjson-api, so that `[patch.crates-io]` moves a whole dependency
//! tree. Everything is re-exported under serde_json's own paths, and nothing else: what fastjson-api
//! has beyond them is not reachable here, so that code written against this package compiles against
//! serde_json too.

#![no_std]

#[doc(inline)]
pub use fastjson_api::{
    Deserializer, Error, Map, Number, Result, StreamDeserializer, Value, from_slice, from_str,
    from_value, json, to_string, to_string_pretty, to_value, to_vec, to_vec_pretty,
};
#[cfg(feature = "std")]
#[doc(inline)]
pub use fastjson_api::{Serializer, from_reader, to_writer, to_writer_pretty};

#[cfg(feature = "std")]
pub use fastjson_api::ser;
pub use fastjson_api::{de, error, map, value};

// Not public API. Other crates' macros call them by serde_json's path.
#[doc(hidden)]
pub use fastjson_api::{
    __private, json_expect_expr_comma, json_internal, json_internal_vec, json_unexpected,
};
