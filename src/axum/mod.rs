//! Extractors and responses for axum 0.8.
//!
//! * [`Json`] behaves as `axum::Json` does: same statuses, same content types, same bodies. Changing the import is
//!   all there is to do.
//! * [`JsonLines`] is a body of one value a line, streamed both ways.
//!
//! Only `axum-core` is needed: this module works with whatever features of axum a service has on, and without axum's
//! own `json`.

mod lines;
mod rejection;

pub use self::lines::{JsonLines, Records};
pub use self::rejection::{JsonError, JsonRejection};

use core::ops::{Deref, DerefMut};

use axum_core::extract::{FromRequest, OptionalFromRequest, Request};
use axum_core::response::{IntoResponse, Response};
use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use http::status::StatusCode;
use serde_core::de::DeserializeOwned;
use serde_core::ser::Serialize;

use alloc::string::ToString;

/// A JSON body: extractor and response.
///
/// As an extractor it must be the last argument of a handler, since it uses the request's body up. A request is rejected
/// ([`JsonRejection`]) with
/// * 415 if its content type is not `application/json` or `application/*+json`,
/// * 413 if the body is larger than axum's `DefaultBodyLimit`,
/// * 400 if it is not JSON,
/// * 422 if it is JSON, but not of type `T`; the answer names the path of the value that is wrong.
///
/// As a response it is written into one buffer, so that the answer has a `content-length`. If the value cannot be written
/// as JSON the answer is a 500 with the reason as text.
///
/// ```
/// use axum::{Router, routing::post};
/// use fastjson_api::axum::Json;
///
/// #[derive(serde::Deserialize, serde::Serialize)]
/// struct User {
///     name: String,
/// }
///
/// async fn create(Json(user): Json<User>) -> Json<User> {
///     Json(user)
/// }
///
/// let app: Router = Router::new().route("/users", post(create));
/// # _ = app;
/// ```
#[derive(Clone, Copy, Debug, Default)]
#[must_use]
pub struct Json<T>(pub T);

impl<T: DeserializeOwned> Json<T> {
    /// Reads a body that was taken from its request by other means.
    ///
    /// ```
    /// use fastjson_api::axum::Json;
    /// assert_eq!(Json::<Vec<u8>>::from_bytes(b"[1, 2]").unwrap().0, [1, 2]);
    /// let rejection = Json::<Vec<u8>>::from_bytes(b"[1, 256]").unwrap_err();
    /// assert_eq!(rejection.status(), 422);
    /// ```
    ///
    /// # Errors
    /// `JsonSyntaxError` if `bytes` are not JSON, `JsonDataError` if they are not a `T`.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, JsonRejection> {
        match crate::from_slice(bytes) {
            Ok(value) => Ok(Json(value)),
            Err(error) => Err(JsonRejection::trace::<T>(bytes, error)),
        }
    }
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = JsonRejection;

    async fn from_request(request: Request, state: &S) -> Result<Self, Self::Rejection> {
        if !is_json(request.headers()) {
            return Err(JsonRejection::MissingJsonContentType);
        }
        let bytes = Bytes::from_request(request, state).await?;
        Self::from_bytes(&bytes)
    }
}

impl<T: DeserializeOwned, S: Send + Sync> OptionalFromRequest<S> for Json<T> {
    type Rejection = JsonRejection;

    /// `None` for a request without a content type.
    async fn from_request(request: Request, state: &S) -> Result<Option<Self>, Self::Rejection> {
        if !request.headers().contains_key(CONTENT_TYPE) {
            return Ok(None);
        }
        <Self as FromRequest<S>>::from_request(request, state).await.map(Some)
    }
}

/// Whether the content type is `application/json` or `application/*+json`.
fn is_json(headers: &HeaderMap) -> bool {
    let Some(value) = headers.get(CONTENT_TYPE) else { return false };
    // What nearly every client sends needs no parsing.
    if value == "application/json" {
        return true;
    }
    let mime = value.to_str().ok().and_then(|text| text.parse::<mime::Mime>().ok());
    mime.is_some_and(|mime| {
        mime.type_() == "application"
            && (mime.subtype() == "json" || mime.suffix().is_some_and(|suffix| suffix == "json"))
    })
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        let content_type = |value| [(CONTENT_TYPE, HeaderValue::from_static(value))];
        match crate::to_vec(&self.0) {
            Ok(body) => (content_type("application/json"), body).into_response(),
            Err(error) => (
                StatusCode::INTERNAL_SERVER_ERROR,
                content_type("text/plain; charset=utf-8"),
                error.to_string(),
            )
                .into_response(),
        }
    }
}

impl<T> From<T> for Json<T> {
    fn from(value: T) -> Self {
        Json(value)
    }
}

impl<T> Deref for Json<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for Json<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}
