//! Problem documents (RFC 9457): the one form in which this service says no.

use std::fmt::Display;

use axum::http::{HeaderValue, StatusCode, header::CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::json;

/// A refusal and its reason.
#[derive(Debug, Serialize)]
pub struct Problem {
    status: u16,
    title: &'static str,
    detail: String,
    /// Where in the request's body it is, as a JSON Pointer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pointer: Option<String>,
}

impl Problem {
    /// A problem of an HTTP status.
    pub fn new(status: u16, detail: impl Display) -> Self {
        let title = StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason());
        let title = title.unwrap_or("Error");
        Problem { status, title, detail: detail.to_string(), pointer: None }
    }

    /// The same, with its place in the body.
    #[must_use]
    pub fn at(mut self, pointer: String) -> Self {
        self.pointer = Some(pointer);
        self
    }

    /// 404 for a key.
    pub fn no_such_key(key: &str) -> Self {
        Problem::new(404, format_args!("no document is stored under {key:?}"))
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let content_type = HeaderValue::from_static("application/problem+json");
        match json::to_vec(&self) {
            Ok(body) => (status, [(CONTENT_TYPE, content_type)], body).into_response(),
            Err(_) => status.into_response(),
        }
    }
}
