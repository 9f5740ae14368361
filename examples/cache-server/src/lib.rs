//! A caching layer for JSON documents: the routes.
//!
//! Documents are checked when they come in and kept as the text they came as: a hit is that text, copied once into the
//! socket, and a projection (`?pointer=/a/b`) is a part of it. See README.md for what can be asked.

pub mod json;
pub mod load;
pub mod metrics;
pub mod problem;
pub mod store;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::rejection::{BytesRejection, PathRejection, QueryRejection};
use axum::extract::{DefaultBodyLimit, Path, Query, State};
use axum::http::header::{AGE, CONTENT_LENGTH, CONTENT_TYPE, ETAG, IF_MATCH, IF_NONE_MATCH};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde::{Deserialize, Serialize};

use crate::problem::Problem;
use crate::store::{Condition, Document, Store, Stored, Terms, matches};

/// Longest key and tag, in bytes; most keys, tags or documents in one request.
const LONGEST_NAME: usize = 512;
const MOST: usize = 10_000;

/// The service over a store, for bodies of up to `body_limit` bytes.
pub fn app(store: Arc<Store>, body_limit: usize) -> Router {
    Router::new()
        .route("/cache/{*key}", get(read).put(write).delete(remove))
        .route("/batch/get", post(batch_get))
        .route("/batch/put", post(batch_put))
        .route("/invalidate", post(invalidate))
        .route("/stats", get(stats))
        .route("/metrics", get(metrics::render))
        .route("/healthz", get(async || "ok\n"))
        .fallback(async |uri: Uri| Problem::new(404, format_args!("no resource {}", uri.path())))
        .method_not_allowed_fallback(async |method: Method| {
            Problem::new(405, format_args!("{method} is not for this resource"))
        })
        .layer(DefaultBodyLimit::max(body_limit))
        .with_state(store)
}

type Key = Result<Path<String>, PathRejection>;
type Text = Result<Bytes, BytesRejection>;

#[derive(Deserialize)]
struct Projection {
    pointer: Option<String>,
}

/// `GET /cache/{key}`
async fn read(
    State(store): State<Arc<Store>>,
    key: Key,
    query: Result<Query<Projection>, QueryRejection>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let key = checked_key(key)?;
    let Query(Projection { pointer }) = query.map_err(|e| Problem::new(400, e.body_text()))?;
    let document = store.get(&key).ok_or_else(|| Problem::no_such_key(&key))?;
    let known = headers.get(IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    if known.is_some_and(|tags| matches(tags, &document.etag)) {
        return Ok(answer(StatusCode::NOT_MODIFIED, &document, Bytes::new()));
    }
    let body = match pointer {
        None => document.body.clone(),
        Some(pointer) => json::project(&document.body, &pointer).ok_or_else(|| {
            Problem::new(404, format_args!("the document has nothing at {pointer:?}"))
        })?,
    };
    Ok(answer(StatusCode::OK, &document, body))
}

#[derive(Deserialize)]
struct WriteQuery {
    /// Seconds.
    ttl: Option<f64>,
    /// Separated by commas.
    tags: Option<String>,
}

/// `PUT /cache/{key}`
async fn write(
    State(store): State<Arc<Store>>,
    key: Key,
    query: Result<Query<WriteQuery>, QueryRejection>,
    headers: HeaderMap,
    body: Text,
) -> Result<Response, Problem> {
    let key = checked_key(key)?;
    let Query(query) = query.map_err(|e| Problem::new(400, e.body_text()))?;
    let tags = query.tags.iter().flat_map(|tags| tags.split(',')).map(str::trim);
    let tags = tags.filter(|tag| !tag.is_empty()).map(str::to_owned).collect();
    let terms = terms(query.ttl, tags)?;
    let body = text(body)?;
    let raw: &json::RawValue = json::read(&body)?;
    // A copy: a part of what was received would keep the connection's whole buffer in memory.
    let document = Bytes::copy_from_slice(raw.get().as_bytes());

    let header = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let condition = match (header(IF_MATCH), header(IF_NONE_MATCH)) {
        (Some(tags), _) => Condition::Matches(tags),
        (None, Some(tags)) if tags.trim() == "*" => Condition::Absent,
        (None, Some(_)) => return Err(Problem::new(400, "only * makes sense to store under")),
        (None, None) => Condition::Always,
    };
    match store.put(&key, document, terms, &condition) {
        (Stored::Created, document) => Ok(answer(StatusCode::CREATED, &document, Bytes::new())),
        (Stored::Replaced, document) => Ok(answer(StatusCode::NO_CONTENT, &document, Bytes::new())),
        (Stored::Refused, _) => Err(Problem::new(412, "what is stored is not what was expected")),
    }
}

/// `DELETE /cache/{key}`
async fn remove(State(store): State<Arc<Store>>, key: Key) -> Result<StatusCode, Problem> {
    let key = checked_key(key)?;
    if store.remove(&key) { Ok(StatusCode::NO_CONTENT) } else { Err(Problem::no_such_key(&key)) }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Keys {
    keys: Vec<String>,
}

/// `POST /batch/get`: the documents as the members of one object, put together from their texts.
async fn batch_get(State(store): State<Arc<Store>>, body: Text) -> Result<Response, Problem> {
    let body = text(body)?;
    let Keys { keys } = json::read(&body)?;
    if keys.len() > MOST {
        return Err(Problem::new(422, format_args!("more than {MOST} keys")).at("/keys".into()));
    }
    let documents: Vec<_> = keys.iter().map(|key| store.get(key)).collect();
    let length = documents.iter().flatten().map(|document| document.body.len()).sum::<usize>();
    let mut found = Vec::with_capacity(length + body.len() + 32);
    found.extend_from_slice(b"{\"found\":{");
    let mut missing = Vec::new();
    let mut is_first = true;
    for (key, document) in keys.iter().zip(&documents) {
        let Some(document) = document else {
            missing.push(key);
            continue;
        };
        if !std::mem::take(&mut is_first) {
            found.push(b',');
        }
        found.extend_from_slice(&written(key)?);
        found.push(b':');
        found.extend_from_slice(&document.body);
    }
    found.extend_from_slice(b"},\"missing\":");
    found.extend_from_slice(&written(&missing)?);
    found.push(b'}');
    Ok(json_response(found))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Documents<'a> {
    #[serde(borrow)]
    documents: Vec<NewDocument<'a>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewDocument<'a> {
    key: String,
    #[serde(borrow)]
    value: &'a json::RawValue,
    ttl: Option<f64>,
    #[serde(default)]
    tags: Vec<String>,
}

/// `POST /batch/put`: all or nothing is checked first; each is stored by itself.
async fn batch_put(State(store): State<Arc<Store>>, body: Text) -> Result<Response, Problem> {
    #[derive(Serialize)]
    struct Answer {
        stored: usize,
    }
    let body = text(body)?;
    let Documents { documents } = json::read(&body)?;
    if documents.len() > MOST {
        let problem = Problem::new(422, format_args!("more than {MOST} documents"));
        return Err(problem.at("/documents".into()));
    }
    let mut checked = Vec::with_capacity(documents.len());
    for (at, document) in documents.into_iter().enumerate() {
        let NewDocument { key, value, ttl, tags } = document;
        check_name("key", &key).map_err(|p| p.at(format!("/documents/{at}/key")))?;
        let terms = terms(ttl, tags).map_err(|problem| problem.at(format!("/documents/{at}")))?;
        // A copy, for the same reason as a single document.
        checked.push((key, Bytes::copy_from_slice(value.get().as_bytes()), terms));
    }
    let stored = checked.len();
    for (key, value, terms) in checked {
        store.put(&key, value, terms, &Condition::Always);
    }
    Ok(json_response(written(&Answer { stored })?))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Invalidation {
    #[serde(default)]
    keys: Vec<String>,
    #[serde(default)]
    prefixes: Vec<String>,
    #[serde(default)]
    tags: Vec<String>,
}

/// `POST /invalidate`: once this is answered, nobody reads what was removed.
async fn invalidate(State(store): State<Arc<Store>>, body: Text) -> Result<Response, Problem> {
    #[derive(Serialize)]
    struct Answer {
        invalidated: usize,
    }
    let body = text(body)?;
    let request: Invalidation = json::read(&body)?;
    let keys = request.keys.iter().filter(|key| store.remove(key)).count();
    let prefixes: usize = request.prefixes.iter().map(|prefix| store.remove_prefix(prefix)).sum();
    let tags: usize = request.tags.iter().map(|tag| store.remove_tag(tag)).sum();
    Ok(json_response(written(&Answer { invalidated: keys + prefixes + tags })?))
}

/// `GET /stats`
async fn stats(State(store): State<Arc<Store>>) -> Result<Response, Problem> {
    Ok(json_response(written(&metrics::Stats::of(&store))?))
}

fn answer(status: StatusCode, document: &Document, body: Bytes) -> Response {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(ETAG, document.etag.clone());
    if status == StatusCode::OK || status == StatusCode::NOT_MODIFIED {
        headers.insert(AGE, HeaderValue::from(document.stored.elapsed().as_secs()));
    }
    match status {
        StatusCode::OK => {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        }
        StatusCode::CREATED => {
            headers.insert(CONTENT_LENGTH, HeaderValue::from(0));
        }
        _ => {}
    }
    response
}

fn json_response(body: Vec<u8>) -> Response {
    ([(CONTENT_TYPE, HeaderValue::from_static("application/json"))], body).into_response()
}

fn written<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, Problem> {
    json::to_vec(value).map_err(|error| Problem::new(500, error))
}

fn text(body: Text) -> Result<Bytes, Problem> {
    body.map_err(|rejection| Problem::new(rejection.status().as_u16(), rejection.body_text()))
}

fn checked_key(key: Key) -> Result<String, Problem> {
    let Path(key) = key.map_err(|rejection| Problem::new(400, rejection.body_text()))?;
    check_name("key", &key)?;
    Ok(key)
}

fn check_name(what: &str, name: &str) -> Result<(), Problem> {
    match name.len() {
        1..=LONGEST_NAME => Ok(()),
        _ => Err(Problem::new(422, format_args!("a {what} has 1 to {LONGEST_NAME} bytes"))),
    }
}

fn terms(ttl: Option<f64>, tags: Vec<String>) -> Result<Terms, Problem> {
    let ttl = ttl.map(|seconds| match Duration::try_from_secs_f64(seconds) {
        Ok(ttl) if !ttl.is_zero() && ttl.as_secs() <= 10 * 365 * 86_400 => Ok(ttl),
        _ => Err(Problem::new(422, "ttl is a number of seconds above 0, up to ten years")),
    });
    if tags.len() > MOST {
        return Err(Problem::new(422, format_args!("more than {MOST} tags")));
    }
    tags.iter().try_for_each(|tag| check_name("tag", tag))?;
    Ok(Terms { ttl: ttl.transpose()?, tags })
}
