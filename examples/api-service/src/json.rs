//! The only file that knows which JSON crate this service is built with.
//!
//! With `fastjson_api` it is a list of re-exports and the words for its errors. The other half does the same with
//! serde_json and axum's own `Json`: no path in a problem, and a bulk import that waits for the whole body.

use axum::body::Body;
use axum::extract::{FromRequest, Request};
use axum::response::{IntoResponse, Response};
use futures_util::Stream;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::problem::Problem;

#[cfg(not(feature = "serde_json"))]
pub use self::ours::*;
#[cfg(feature = "serde_json")]
pub use self::theirs::*;

/// A request's body, read as JSON; what is wrong with it comes back as a problem document.
#[derive(Debug)]
pub struct Input<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Input<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        Json::from_request(request, state).await.map(|Json(value)| Input(value)).map_err(rejected)
    }
}

/// The record of a bulk import that could not be read.
#[derive(Debug, Serialize)]
pub struct BadRecord {
    /// Its line in the body, from 1.
    pub line: u64,
    /// What is wrong with it.
    pub detail: String,
}

#[cfg(not(feature = "serde_json"))]
mod ours {
    use super::*;

    pub use fastjson_api::axum::Json;
    pub use fastjson_api::{Map, Value, from_slice, from_str, to_string, to_value, to_vec};

    use fastjson_api::axum::{JsonLines, JsonRejection, Records};
    use futures_util::stream;

    /// Name of the crate, for logs.
    pub const NAME: &str = "fastjson_api";

    pub(super) fn rejected(rejection: JsonRejection) -> Problem {
        let problem = Problem::new(rejection.status().as_u16(), &rejection);
        match rejection {
            JsonRejection::JsonDataError(error) | JsonRejection::JsonSyntaxError(error) => {
                problem.at(error.path().map(|path| path.to_pointer()).unwrap_or_default())
            }
            _ => problem,
        }
    }

    /// Reads text that this service made: what is wrong with it is what a client wanted to be in it.
    ///
    /// # Errors
    /// A problem of status 422 with the place.
    pub fn read<T: DeserializeOwned>(text: &[u8]) -> Result<T, Problem> {
        fastjson_api::from_slice(text)
            .map_err(|error| Problem::new(422, &error).at(error.path(text).to_pointer()))
    }

    /// The records of a body, while it arrives.
    pub fn records<T: DeserializeOwned>(
        body: Body,
    ) -> impl Stream<Item = Result<(u64, T), BadRecord>> + Unpin {
        let records = Records::new(body).max_length(1 << 20);
        Box::pin(stream::unfold(records, async |mut records: Records<T>| {
            let record = match records.next().await? {
                Ok(record) => Ok((records.line(), record)),
                Err(error) => Err(BadRecord { line: error.line(), detail: error.to_string() }),
            };
            Some((record, records))
        }))
    }

    /// A body of one record a line, written as fast as it is read.
    pub fn lines<T: Serialize + 'static>(
        records: impl Stream<Item = Result<T, std::io::Error>> + Send + 'static,
    ) -> Response {
        JsonLines(records).into_response()
    }
}

#[cfg(feature = "serde_json")]
mod theirs {
    use super::*;

    pub use axum::Json;
    pub use serde_json::{Map, Value, from_slice, from_str, to_string, to_value, to_vec};

    use axum::extract::rejection::JsonRejection;
    use futures_util::{StreamExt, stream};

    /// Name of the crate, for logs.
    pub const NAME: &str = "serde_json";

    pub(super) fn rejected(rejection: JsonRejection) -> Problem {
        Problem::new(rejection.status().as_u16(), rejection.body_text())
    }

    /// Reads text that this service made.
    ///
    /// # Errors
    /// A problem of status 422.
    pub fn read<T: DeserializeOwned>(text: &[u8]) -> Result<T, Problem> {
        serde_json::from_slice(text).map_err(|error| Problem::new(422, error))
    }

    /// The records of a body, once it is all there.
    pub fn records<T: DeserializeOwned>(
        body: Body,
    ) -> impl Stream<Item = Result<(u64, T), BadRecord>> + Unpin {
        let lines = stream::once(async {
            let text = axum::body::to_bytes(body, usize::MAX).await.unwrap_or_default();
            let read = |(at, line): (usize, &[u8])| {
                let line_number = at as u64 + 1;
                (!line.trim_ascii().is_empty()).then(|| match serde_json::from_slice(line) {
                    Ok(record) => Ok((line_number, record)),
                    Err(error) => Err(BadRecord { line: line_number, detail: error.to_string() }),
                })
            };
            let lines: Vec<_> = text.split(|&b| b == b'\n').enumerate().filter_map(read).collect();
            stream::iter(lines)
        });
        Box::pin(lines.flatten())
    }

    /// A body of one record a line.
    pub fn lines<T: Serialize + Send + 'static>(
        records: impl Stream<Item = Result<T, std::io::Error>> + Send + 'static,
    ) -> Response {
        let lines = records.map(|record| {
            let mut line = serde_json::to_vec(&record?)?;
            line.push(b'\n');
            Ok::<_, std::io::Error>(line)
        });
        let content_type = [(axum::http::header::CONTENT_TYPE, "application/x-ndjson")];
        (content_type, Body::from_stream(lines)).into_response()
    }
}
