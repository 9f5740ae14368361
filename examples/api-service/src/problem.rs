//! Problem documents (RFC 9457): the one form in which this service says no.

use std::fmt::Display;

use axum::http::{HeaderValue, StatusCode, header::CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::json;

/// A refusal and its reasons.
#[derive(Debug, Serialize)]
pub struct Problem {
    status: u16,
    title: &'static str,
    detail: String,
    /// What is wrong with the body, place by place.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<Invalid>,
}

/// One thing that is wrong with a body.
#[derive(Debug, Serialize)]
pub struct Invalid {
    /// Where, as a JSON Pointer.
    pub pointer: String,
    /// What.
    pub detail: String,
}

impl Problem {
    /// A problem of an HTTP status.
    pub fn new(status: u16, detail: impl Display) -> Self {
        let title = StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason());
        let title = title.unwrap_or("Error");
        Problem { status, title, detail: detail.to_string(), errors: Vec::new() }
    }

    /// 422, with all that is wrong.
    pub fn invalid(errors: Vec<Invalid>) -> Self {
        let count = errors.len();
        Problem { errors, ..Problem::new(422, format_args!("the body has {count} invalid values")) }
    }

    /// 404.
    pub fn none(what: &str, id: i64) -> Self {
        Problem::new(404, format_args!("there is no {what} {id}"))
    }

    /// The same, with its place in the body.
    #[must_use]
    pub fn at(mut self, pointer: String) -> Self {
        let detail = self.detail.clone();
        self.errors.push(Invalid { pointer, detail });
        self
    }
}

impl Display for Problem {
    /// In one line, for a report of many.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.detail)?;
        for Invalid { pointer, detail } in &self.errors {
            write!(f, "; {pointer}: {detail}")?;
        }
        Ok(())
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        if status.is_server_error() {
            tracing::error!(detail = self.detail, "failed");
        }
        let content_type = HeaderValue::from_static("application/problem+json");
        match json::to_vec(&self) {
            Ok(body) => (status, [(CONTENT_TYPE, content_type)], body).into_response(),
            Err(_) => status.into_response(),
        }
    }
}

impl From<rusqlite::Error> for Problem {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode::ConstraintViolation;
        match error.sqlite_error_code() {
            Some(ConstraintViolation) if error.to_string().contains("users.email") => {
                Problem::new(409, "another user has this email address").at("/email".into())
            }
            Some(ConstraintViolation) if error.to_string().contains("FOREIGN KEY") => {
                Problem::new(409, "the user does not exist, or has orders")
            }
            _ => Problem::new(500, format_args!("the database failed: {error}")),
        }
    }
}
