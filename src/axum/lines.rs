//! Bodies of one JSON value a line, streamed.

use alloc::boxed::Box;
use alloc::string::ToString;
use alloc::vec::Vec;
use core::error::Error as _;
use core::future::poll_fn;
use core::marker::PhantomData;
use core::mem;
use core::pin::Pin;
use core::task::{Context, Poll, ready};
use std::io;

use axum_core::BoxError;
use axum_core::RequestExt;
use axum_core::body::Body;
use axum_core::extract::{FromRequest, Request};
use axum_core::response::{IntoResponse, Response};
use bytes::{Buf, Bytes, BytesMut};
use futures_core::Stream;
use http::StatusCode;
use http::header::{CONTENT_TYPE, HeaderValue};
use http_body::Frame;
use serde_core::de::DeserializeOwned;
use serde_core::ser::Serialize;

use crate::de::Scratch;
use crate::lines::{DEFAULT_MAX_LENGTH, Found, Framer, LineError, Step};

/// A body of JSON lines (`application/x-ndjson`): extractor and response, both streamed with backpressure.
///
/// As an extractor, `JsonLines<Records<T>>` hands out records while the body arrives; a bad one is an `Err` of its own and
/// reading goes on after it. The body's length is limited by axum's `DefaultBodyLimit`, a record's by
/// [`Records::max_length`]. The content type is not looked at.
///
/// As a response it takes any stream of results. Records that are ready together leave together; nothing is asked of
/// the stream while the client does not read. An error of the stream, or a record that cannot be written, cuts the body off,
/// so that the client notices.
///
/// ```
/// use axum::{Router, routing::post};
/// use fastjson_api::axum::{JsonLines, Records};
/// use fastjson_api::lines::LineError;
///
/// async fn sum(JsonLines(mut numbers): JsonLines<Records<u64>>) -> Result<String, LineError> {
///     let mut sum = 0;
///     while let Some(number) = numbers.next().await {
///         sum += number?;
///     }
///     Ok(sum.to_string())
/// }
///
/// async fn echo(JsonLines(numbers): JsonLines<Records<u64>>) -> JsonLines<Records<u64>> {
///     JsonLines(numbers)
/// }
///
/// let app: Router = Router::new().route("/sum", post(sum)).route("/echo", post(echo));
/// # _ = app;
/// ```
#[derive(Clone, Copy, Debug, Default)]
#[must_use]
pub struct JsonLines<S>(pub S);

/// Stream of the records of a request's body; see [`JsonLines`].
#[derive(Debug)]
#[must_use]
pub struct Records<T> {
    /// `None` once it has ended or failed.
    body: Option<Body>,
    held: BytesMut,
    framer: Framer,
    line: u64,
    scratch: Scratch,
    item: PhantomData<fn() -> T>,
}

impl<T: DeserializeOwned> Records<T> {
    /// The records of any body.
    pub fn new(body: Body) -> Self {
        Records {
            body: Some(body),
            held: BytesMut::new(),
            framer: Framer::new(DEFAULT_MAX_LENGTH),
            line: 0,
            scratch: Scratch::new(),
            item: PhantomData,
        }
    }

    /// Sets the length in bytes above which a record is skipped with an error; 16 MiB if never set.
    pub fn max_length(mut self, limit: usize) -> Self {
        self.framer.set_limit(limit);
        self
    }

    /// Number of the last record's line in the body, from 1.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// The next record; `None` at the end of the body, or after it failed.
    ///
    /// No record is lost if the future is dropped.
    pub async fn next(&mut self) -> Option<Result<T, LineError>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for JsonLines<Records<T>> {
    type Rejection = core::convert::Infallible;

    async fn from_request(request: Request, _: &S) -> Result<Self, Self::Rejection> {
        Ok(JsonLines(Records::new(request.into_limited_body())))
    }
}

impl<T: DeserializeOwned> Stream for Records<T> {
    type Item = Result<T, LineError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            let Step { forget, found } = this.framer.step(&this.held, this.body.is_none());
            this.held.advance(forget);
            match found {
                Found::Record { length, line_end, place } => {
                    this.line = place.line;
                    let result = this.scratch.from_slice(&this.held[..length]);
                    this.held.advance(length + line_end);
                    return Poll::Ready(Some(result.map_err(|e| LineError::of_json(e, place))));
                }
                Found::TooLong(error) => {
                    this.line = error.line();
                    return Poll::Ready(Some(Err(error)));
                }
                Found::End => return Poll::Ready(None),
                Found::Part => {}
            }
            let Some(body) = &mut this.body else { return Poll::Ready(None) };
            match ready!(http_body::Body::poll_frame(Pin::new(body), context)) {
                // Trailers are nobody's record.
                Some(Ok(frame)) => {
                    if let Ok(data) = frame.into_data() {
                        this.held.extend_from_slice(&data);
                    }
                }
                Some(Err(error)) => {
                    this.body = None;
                    this.held.clear();
                    let place = this.framer.place();
                    this.framer = Framer::new(0);
                    let error = LineError::io(io::Error::other(error), place);
                    return Poll::Ready(Some(Err(error)));
                }
                None => this.body = None,
            }
        }
    }
}

impl<S, T, E> IntoResponse for JsonLines<S>
where
    S: Stream<Item = Result<T, E>> + Send + 'static,
    T: Serialize,
    E: Into<BoxError>,
{
    fn into_response(self) -> Response {
        let body = LinesBody { records: Some(Box::pin(self.0)), buffer: Vec::new(), failed: None };
        let content_type = HeaderValue::from_static("application/x-ndjson");
        ([(CONTENT_TYPE, content_type)], Body::new(body)).into_response()
    }
}

struct LinesBody<S> {
    /// `None` once it has ended or failed.
    records: Option<Pin<Box<S>>>,
    buffer: Vec<u8>,
    /// The failure that comes after what the buffer held.
    failed: Option<BoxError>,
}

/// Bytes from which on they are sent, though more records are ready.
const FULL: usize = 16 << 10;

impl<S, T, E> http_body::Body for LinesBody<S>
where
    S: Stream<Item = Result<T, E>>,
    T: Serialize,
    E: Into<BoxError>,
{
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let this = &mut *self;
        while this.buffer.len() < FULL {
            let Some(records) = &mut this.records else { break };
            let record = match records.as_mut().poll_next(context) {
                Poll::Ready(record) => record,
                Poll::Pending if this.buffer.is_empty() => return Poll::Pending,
                Poll::Pending => break,
            };
            let written = record.map(|record| {
                crate::to_vec_into(&mut this.buffer, &record.map_err(Into::into)?)?;
                this.buffer.push(b'\n');
                Ok::<_, BoxError>(())
            });
            match written {
                Some(Ok(())) => {}
                Some(Err(error)) => {
                    this.records = None;
                    this.failed = Some(error);
                }
                None => this.records = None,
            }
        }
        if !this.buffer.is_empty() {
            let chunk = Bytes::from(mem::take(&mut this.buffer));
            return Poll::Ready(Some(Ok(Frame::data(chunk))));
        }
        Poll::Ready(this.failed.take().map(Err))
    }

    fn is_end_stream(&self) -> bool {
        self.records.is_none() && self.buffer.is_empty() && self.failed.is_none()
    }
}

impl IntoResponse for LineError {
    /// 422 for a record of the wrong type, 400 for one that is not JSON, 413 for one that is too long or a body that is; the
    /// text says which record and where.
    fn into_response(self) -> Response {
        let status = match self.json() {
            Some(error) if error.is_data() => StatusCode::UNPROCESSABLE_ENTITY,
            _ if self.is_too_long() || is_over_limit(&self) => StatusCode::PAYLOAD_TOO_LARGE,
            _ => StatusCode::BAD_REQUEST,
        };
        (status, self.to_string()).into_response()
    }
}

/// Whether the body was longer than `DefaultBodyLimit` allows.
fn is_over_limit(error: &LineError) -> bool {
    let mut cause = error.source();
    while let Some(error) = cause {
        if error.is::<http_body_util::LengthLimitError>() {
            return true;
        }
        // An io::Error leaves out the error it wraps, and names that one's cause as its own.
        cause = match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
            Some(wrapped) => Some(wrapped),
            None => error.source(),
        };
    }
    false
}
