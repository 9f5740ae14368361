//! Why a request's body is not the JSON that was asked for.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt::{self, Display};

use axum_core::extract::rejection::BytesRejection;
use axum_core::response::{IntoResponse, Response};
use http::StatusCode;
use serde_core::de::DeserializeOwned;

use crate::error::Error;
use crate::report::{Path, Segment};

/// Why [`Json`](super::Json) rejected a request; variants, statuses and texts are those of axum's `JsonRejection`.
#[derive(Debug)]
#[non_exhaustive]
pub enum JsonRejection {
    /// 422: the body is JSON, but not of the type asked for.
    JsonDataError(JsonError),
    /// 400: the body is not JSON.
    JsonSyntaxError(JsonError),
    /// 415: the content type is not that of JSON.
    MissingJsonContentType,
    /// The body could not be read; 413 if it is larger than allowed.
    BytesRejection(BytesRejection),
}

/// What is wrong with a body, and where in it.
#[derive(Debug)]
pub struct JsonError {
    /// As serde_path_to_error knows it; `None` if it knows nothing, or all of the value was read.
    path: Option<Path>,
    error: Error,
}

impl JsonError {
    /// The path of the value that failed, such as `users[3].name`; `None` if it is the whole body.
    ///
    /// ```
    /// use fastjson_api::axum::{Json, JsonRejection};
    /// match Json::<Vec<(u8, u8)>>::from_bytes(b"[[1, 2], [3, null]]") {
    ///     Err(JsonRejection::JsonDataError(error)) => {
    ///         let path = error.path().unwrap();
    ///         assert_eq!((path.to_string(), path.to_pointer()), ("[1][1]".into(), "/1/1".into()));
    ///     }
    ///     _ => unreachable!(),
    /// }
    /// ```
    pub fn path(&self) -> Option<&Path> {
        self.path.as_ref()
    }

    /// The error itself.
    pub fn error(&self) -> &Error {
        &self.error
    }
}

impl JsonRejection {
    /// Reads once more, this time keeping track of the path: only bodies that are rejected pay for it.
    #[cold]
    #[inline(never)]
    pub(super) fn trace<T: DeserializeOwned>(bytes: &[u8], error: Error) -> Self {
        let mut deserializer = crate::Deserializer::from_slice(bytes);
        let path = match serde_path_to_error::deserialize::<_, T>(&mut deserializer) {
            Ok(_) => None,
            Err(traced) => known_path(traced.path(), error.name_without_colon(bytes)),
        };
        let is_data = error.is_data();
        let error = JsonError { path, error };
        if is_data { Self::JsonDataError(error) } else { Self::JsonSyntaxError(error) }
    }

    /// The answer's status.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::JsonDataError(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::JsonSyntaxError(_) => StatusCode::BAD_REQUEST,
            Self::MissingJsonContentType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::BytesRejection(rejection) => rejection.status(),
        }
    }

    /// The answer's body.
    pub fn body_text(&self) -> String {
        self.to_string()
    }
}

/// A path that serde_path_to_error has tracked; `None` if it knows nothing.
///
/// A name without its colon is not on the way yet, by serde_json's order of reading.
fn known_path(path: &serde_path_to_error::Path, unread: Option<String>) -> Option<Path> {
    use serde_path_to_error::Segment as Tracked;
    let mut segments: Vec<_> = path.iter().collect();
    if let (Some(Tracked::Map { key }), Some(name)) = (segments.last(), &unread)
        && key == name
    {
        segments.pop();
    }
    let is_known = segments.iter().any(|segment| !matches!(segment, Tracked::Unknown));
    let segment = |segment: &Tracked| match segment {
        Tracked::Seq { index } => Segment::Index(*index),
        Tracked::Map { key } => Segment::Name(key.clone()),
        Tracked::Enum { variant } => Segment::Name(variant.clone()),
        Tracked::Unknown => Segment::Name("?".into()),
    };
    is_known.then(|| Path::new(segments.into_iter().map(segment).collect()))
}

impl Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.path {
            Some(path) => write!(f, "{path}: {}", self.error),
            None => Display::fmt(&self.error, f),
        }
    }
}

impl Display for JsonRejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::JsonDataError(error) => {
                write!(f, "Failed to deserialize the JSON body into the target type: {error}")
            }
            Self::JsonSyntaxError(error) => {
                write!(f, "Failed to parse the request body as JSON: {error}")
            }
            Self::MissingJsonContentType => {
                f.write_str("Expected request with `Content-Type: application/json`")
            }
            Self::BytesRejection(rejection) => Display::fmt(rejection, f),
        }
    }
}

impl core::error::Error for JsonError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        Some(&self.error)
    }
}

impl core::error::Error for JsonRejection {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::JsonDataError(error) | Self::JsonSyntaxError(error) => Some(error),
            Self::MissingJsonContentType => None,
            Self::BytesRejection(rejection) => rejection.source(),
        }
    }
}

impl From<BytesRejection> for JsonRejection {
    fn from(rejection: BytesRejection) -> Self {
        Self::BytesRejection(rejection)
    }
}

impl IntoResponse for JsonRejection {
    fn into_response(self) -> Response {
        match self {
            Self::BytesRejection(rejection) => rejection.into_response(),
            other => (other.status(), other.body_text()).into_response(),
        }
    }
}
