//! The only file that knows which JSON crate this service is built with.

use bytes::Bytes;
use serde::de::Deserialize;

use crate::problem::Problem;

#[cfg(not(feature = "serde_json"))]
pub use fastjson_api::{to_vec, value::RawValue};
#[cfg(feature = "serde_json")]
pub use serde_json::{to_vec, value::RawValue};

/// Name of the crate, for logs and reports.
pub const NAME: &str = if cfg!(feature = "serde_json") { "serde_json" } else { "fastjson_api" };

/// Reads a request's body.
///
/// # Errors
/// A problem of status 400 or 422 that says where the body is wrong.
#[cfg(not(feature = "serde_json"))]
pub fn read<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Result<T, Problem> {
    fastjson_api::from_slice(body).map_err(|error| {
        let status = if error.is_data() { 422 } else { 400 };
        Problem::new(status, error.to_string()).at(error.path(body).to_pointer())
    })
}

/// Reads a request's body.
///
/// # Errors
/// A problem of status 400 or 422.
#[cfg(feature = "serde_json")]
pub fn read<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Result<T, Problem> {
    serde_json::from_slice(body).map_err(|error| {
        let status = if error.is_data() { 422 } else { 400 };
        Problem::new(status, error.to_string())
    })
}

/// The part of a document that a JSON Pointer names: its own bytes, nothing copied.
///
/// The document was checked when it was stored, so the only question is whether the part is there.
pub fn project(document: &Bytes, pointer: &str) -> Option<Bytes> {
    if pointer.is_empty() {
        return Some(document.clone());
    }
    let steps: Vec<String> = pointer
        .strip_prefix('/')?
        .split('/')
        .map(|step| step.replace("~1", "/").replace("~0", "~"))
        .collect();
    find(document, &steps).map(|part| document.slice_ref(part.as_bytes()))
}

/// Follows the steps with the pull reader: what is beside the way is skipped, what is behind it is not read.
#[cfg(not(feature = "serde_json"))]
fn find<'a>(document: &'a [u8], steps: &[String]) -> Option<&'a str> {
    use fastjson_api::{Kind, Reader};

    let mut reader = Reader::from_slice(document);
    for step in steps {
        match reader.peek().ok()? {
            Kind::Object => {
                reader.begin_object().ok()?;
                while reader.next_name().ok()?? != step.as_str() {
                    reader.skip().ok()?;
                }
            }
            Kind::Array => {
                reader.begin_array().ok()?;
                for _ in 0..index(step)? {
                    reader.next_element().ok()?.then_some(())?;
                    reader.skip().ok()?;
                }
                reader.next_element().ok()?.then_some(())?;
            }
            _ => return None,
        }
    }
    reader.raw().ok()
}

/// Follows the steps level by level: serde reads an object to its end.
#[cfg(feature = "serde_json")]
fn find<'a>(document: &'a [u8], steps: &[String]) -> Option<&'a str> {
    let mut part: &RawValue = serde_json::from_slice(document).ok()?;
    for step in steps {
        let text = part.get();
        part = if text.starts_with('{') {
            let mut members: std::collections::HashMap<std::borrow::Cow<'a, str>, &RawValue> =
                serde_json::from_str(text).ok()?;
            members.remove(step.as_str())?
        } else if text.starts_with('[') {
            let elements: Vec<&RawValue> = serde_json::from_str(text).ok()?;
            elements.get(index(step)?)?
        } else {
            return None;
        };
    }
    Some(part.get())
}

/// An array index as RFC 6901 allows it: no sign, no leading zero.
fn index(step: &str) -> Option<usize> {
    let is_number = step.bytes().all(|byte| byte.is_ascii_digit());
    let is_plain = step == "0" || !step.starts_with('0');
    if is_number && is_plain { step.parse().ok() } else { None }
}
