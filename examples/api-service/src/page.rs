//! What lists have in common: pages, cursors, exports, and the words for bad queries and paths.

use std::io;

use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query};
use axum::response::Response;
use futures_util::{TryStreamExt, stream};
use rusqlite::Connection;
use serde::Serialize;

use crate::database::Database;
use crate::json;
use crate::problem::Problem;

/// A path's parameter, or why it is none.
pub type PathResult<T> = Result<Path<T>, PathRejection>;

/// A query's parameters, or why they are none.
pub type QueryResult<T> = Result<Query<T>, QueryRejection>;

/// A part of a list.
#[derive(Debug, Serialize)]
pub struct Page<T> {
    items: Vec<T>,
    /// Where to go on, unless this is the end.
    next: Option<String>,
}

impl<T> Page<T> {
    /// Of up to `limit` items; one more was read to see whether there are more.
    pub fn new(mut items: Vec<T>, limit: usize, link: String, id: impl Fn(&T) -> i64) -> Self {
        let has_more = items.len() > limit;
        items.truncate(limit);
        let last = items.last().map(id).filter(|_| has_more);
        Page { items, next: last.map(|last| format!("{link}&after={last}")) }
    }
}

/// The number of items in a page.
///
/// # Errors
/// Not from 1 to 1000.
pub fn limit(limit: Option<usize>) -> Result<usize, Problem> {
    match limit.unwrap_or(50) {
        limit @ 1..=1000 => Ok(limit),
        _ => Err(Problem::new(400, "limit is from 1 to 1000")),
    }
}

/// A path's parameter.
///
/// # Errors
/// It is of the wrong type.
pub fn path<T>(path: PathResult<T>) -> Result<T, Problem> {
    path.map(|Path(value)| value).map_err(|rejection| Problem::new(400, rejection.body_text()))
}

/// A query's parameters.
///
/// # Errors
/// One is unknown or of the wrong type.
pub fn query<T>(query: QueryResult<T>) -> Result<T, Problem> {
    query.map(|Query(value)| value).map_err(|rejection| Problem::new(400, rejection.body_text()))
}

/// A query's value, with all but letters and digits escaped.
pub fn escaped(value: &str) -> String {
    let mut text = String::new();
    for byte in value.bytes() {
        match byte.is_ascii_alphanumeric() {
            true => text.push(byte.into()),
            false => text.push_str(&format!("%{byte:02X}")),
        }
    }
    text
}

/// Rows read at once for an export.
const ROWS: usize = 500;

/// Streams all items behind a cursor, some hundred at a time, as fast as the client takes them.
pub fn export<T: Serialize + Send + 'static>(
    database: Database,
    select: impl Fn(&Connection, i64, usize) -> Result<(Vec<T>, Option<i64>), Problem>
    + Send
    + Copy
    + 'static,
) -> Response {
    let pages = stream::try_unfold(Some(0), move |after| {
        let database = database.clone();
        async move {
            let Some(after) = after else { return Ok(None) };
            let page = database.run(move |connection| select(connection, after, ROWS)).await;
            let (items, last) = page.map_err(|problem| io::Error::other(problem.to_string()))?;
            Ok::<_, io::Error>(Some((stream::iter(items.into_iter().map(Ok)), last)))
        }
    });
    json::lines(pages.try_flatten())
}
