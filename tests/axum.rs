//! The axum extractors and responses: the same requests as axum's own `Json`, and streamed JSON lines.
#![cfg(feature = "axum")]

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::DefaultBodyLimit;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, Request, StatusCode};
use axum::response::Response;
use axum::routing::post;
use axum::{Json as Axums, Router};
use fastjson_api::axum::{Json, JsonLines, JsonRejection, Records};
use fastjson_api::lines::LineError;
use futures_util::stream::{self, StreamExt};
use serde::{Deserialize, Serialize};
use tower::ServiceExt;

#[derive(Debug, Serialize, Deserialize)]
struct User {
    name: String,
    age: Option<u8>,
    #[serde(default)]
    scores: BTreeMap<String, Vec<f64>>,
    #[serde(default)]
    kind: Kind,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    #[default]
    Plain,
    Admin {
        level: u8,
    },
}

#[derive(Debug, Serialize, Deserialize)]
struct Flat {
    id: u8,
    #[serde(flatten)]
    user: User,
}

/// A map whose keys cannot be written.
#[derive(Serialize)]
struct Unwritable {
    map: BTreeMap<Vec<u8>, u8>,
}

fn unwritable() -> Unwritable {
    Unwritable { map: BTreeMap::from([(vec![1], 2)]) }
}

/// Each route twice: with axum's `Json`, and with ours.
fn app() -> Router {
    Router::new()
        .route("/axum/user", post(async |Axums(user): Axums<User>| Axums(user)))
        .route("/ours/user", post(async |Json(user): Json<User>| Json(user)))
        .route("/axum/flat", post(async |Axums(user): Axums<Flat>| Axums(user)))
        .route("/ours/flat", post(async |Json(user): Json<Flat>| Json(user)))
        .route("/axum/value", post(async |Axums(v): Axums<serde_json::Value>| Axums(v)))
        .route("/ours/value", post(async |Json(v): Json<fastjson_api::Value>| Json(v)))
        .route("/axum/option", post(async |user: Option<Axums<User>>| Axums(user.map(|u| u.0))))
        .route("/ours/option", post(async |user: Option<Json<User>>| Json(user.map(|u| u.0))))
        .route("/axum/bad", post(async || Axums(unwritable())))
        .route("/ours/bad", post(async || Json(unwritable())))
        .layer(DefaultBodyLimit::max(100_000))
}

async fn send(
    path: &str,
    content_type: Option<&str>,
    body: Body,
) -> (StatusCode, HeaderMap, Bytes) {
    let mut request = Request::post(path);
    if let Some(content_type) = content_type {
        request = request.header(CONTENT_TYPE, content_type);
    }
    let response = app().oneshot(request.body(body).unwrap()).await.unwrap();
    let (head, body) = response.into_parts();
    (head.status, head.headers, to_bytes(body, usize::MAX).await.unwrap())
}

async fn same(route: &str, content_type: Option<&str>, body: &[u8]) -> StatusCode {
    let axums = send(&format!("/axum/{route}"), content_type, Body::from(body.to_vec())).await;
    let ours = send(&format!("/ours/{route}"), content_type, Body::from(body.to_vec())).await;
    assert_eq!(ours, axums, "{route} {content_type:?} {}", body.escape_ascii());
    ours.0
}

const JSON: Option<&str> = Some("application/json");

const BODIES: &[&str] = &[
    r#"{"name":"Ada","age":36,"scores":{"a":[1.5,2]},"kind":{"admin":{"level":3}}}"#,
    r#" { "name" : "\u00e4\n" , "age" : null } "#,
    r#"{"name":"Ada","age":256}"#,
    r#"{"name":"Ada","age":"36"}"#,
    r#"{"name":7}"#,
    r#"{"name":["x"]}"#,
    r#"{"age":1}"#,
    r#"{"name":"a","name":"b"}"#,
    r#"{"name":"a","scores":{"m":[1,2,null]}}"#,
    r#"{"name":"a","scores":{"m":{}}}"#,
    r#"{"name":"a","kind":"admin"}"#,
    r#"{"name":"a","kind":"other"}"#,
    r#"{"name":"a","kind":{"admin":{"level":-1}}}"#,
    r#"{"name":"a","kind":{"admin":{"level":1},"x":1}}"#,
    r#"["Ada",36,{},"plain"]"#,
    r#"["Ada"]"#,
    r#"{"name":"a"} x"#,
    r#"{"name":"a"}}"#,
    r#"{"name":"a","unknown":{"deep":[1,{"x":tru}]}}"#,
    r#"{"name":"a","unknown":{"deep":[1,{"x":true}]}}"#,
    r#"{"name":"a","scores":{"m":[1,2"#,
    r#"{"name":"a","scores":{"m":[1,2 3]}}"#,
    r#"{"name":"a"#,
    r#"{"name" "a"}"#,
    r#"{"name""#,
    r#"{"name":"a","scores":{"m" [1]}}"#,
    r#"{"name":"a","scores":{"m" "#,
    r#"{"name":"a","unknown":{"m" "#,
    r#"{"name":"a","kind":{"admin" {}}}"#,
    r#"{"name":"a","kind":{"admin":{"level" 1}}}"#,
    r#"{"name":"a",}"#,
    r#"{name:"a"}"#,
    r#"{"name":"\ud800"}"#,
    r#"{"name":"\q"}"#,
    "{\"name\":\"a\nb\"}",
    "7",
    "null",
    "",
    "   ",
    "\u{feff}{}",
    "[1,2,3]",
    r#"{"id":1,"name":"a","age":2}"#,
    r#"{"id":1,"name":"a","age":"2"}"#,
    r#"{"id":300,"name":"a"}"#,
];

#[tokio::test]
async fn the_same_answers_as_axums_json() {
    let mut seen = BTreeMap::new();
    // With this feature a Value keeps an order that the real serde_json's, built without, does not.
    let routes: &[&str] = if cfg!(feature = "preserve_order") {
        &["user", "flat", "option"]
    } else {
        &["user", "flat", "option", "value"]
    };
    for route in routes {
        for body in BODIES {
            *seen.entry(same(route, JSON, body.as_bytes()).await.as_u16()).or_insert(0) += 1;
        }
        same(route, JSON, b"{\"name\":\"\xff\"}").await;
        same(route, JSON, "[".repeat(200).as_bytes()).await;
    }
    assert_eq!(seen.keys().copied().collect::<Vec<_>>(), [200, 400, 422]);
}

#[tokio::test]
async fn the_same_content_types() {
    let body = br#"{"name":"a"}"#;
    for (content_type, expected) in [
        ("application/json", 200),
        ("application/json; charset=utf-8", 200),
        ("application/json;charset=latin1", 200),
        ("APPLICATION/JSON", 200),
        ("application/problem+json", 200),
        ("application/vnd.api+json; v=1", 200),
        ("application/cloudevents-batch+json", 200),
        ("text/json", 415),
        ("application/jsonp", 415),
        ("application/x+json+xml", 415),
        ("text/plain", 415),
        ("json", 415),
        ("application/", 415),
        (" application/json", 415),
        ("", 415),
    ] {
        for route in ["user", "option"] {
            // What axum says counts; the list only shows that both outcomes are met.
            let status = same(route, Some(content_type), body).await;
            if content_type.trim() == content_type {
                assert_eq!(status, expected, "{content_type:?}");
            }
        }
    }
    assert_eq!(same("user", None, body).await, 415);
    assert_eq!(same("option", None, body).await, 200);
}

#[tokio::test]
async fn the_same_limits_and_failures() {
    let long = serde_json::to_vec(&[("name", "x".repeat(100_001))]).unwrap();
    assert_eq!(same("user", JSON, &long).await, 413);
    let fits = format!("{{\"name\":\"{}\"}}", "x".repeat(99_000));
    assert_eq!(same("user", JSON, fits.as_bytes()).await, 200);
    assert_eq!(same("bad", None, b"").await, 500);

    for prefix in ["axum", "ours"] {
        let parts =
            stream::iter([Ok(Bytes::from("{\"name\"")), Err(std::io::Error::other("gone"))]);
        let (status, _, body) =
            send(&format!("/{prefix}/user"), JSON, Body::from_stream(parts)).await;
        assert_eq!(status, 400);
        assert_eq!(body, "Failed to buffer the request body: gone");
    }
}

#[test]
fn rejections_tell_path_and_error() {
    let rejection =
        Json::<User>::from_bytes(br#"{"name":"a","kind":{"admin":{"level":-1}}}"#).unwrap_err();
    let JsonRejection::JsonDataError(error) = &rejection else { panic!("{rejection:?}") };
    assert_eq!(error.path().unwrap().to_string(), "kind.admin.level");
    assert_eq!(error.error().column(), 39);
    assert!(std::error::Error::source(&rejection).is_some());
}

fn lines_app() -> Router {
    async fn collect(JsonLines(mut users): JsonLines<Records<User>>) -> Json<Vec<String>> {
        let mut told = Vec::new();
        while let Some(user) = users.next().await {
            if let Err(error) = &user {
                assert_eq!(error.line(), users.line());
            }
            told.push(user.map_or_else(|error| error.to_string(), |user| user.name));
        }
        Json(told)
    }
    async fn strict(JsonLines(mut users): JsonLines<Records<User>>) -> Result<String, LineError> {
        let mut count = 0;
        while let Some(user) = users.next().await {
            user?;
            count += 1;
        }
        Ok(format!("{count} users"))
    }
    async fn short(JsonLines(users): JsonLines<Records<u64>>) -> JsonLines<Records<u64>> {
        JsonLines(users.max_length(5))
    }
    Router::new()
        .route("/collect", post(collect))
        .route("/strict", post(strict))
        .route("/short", post(short))
        .layer(DefaultBodyLimit::max(1000))
}

async fn lines(path: &str, parts: Vec<&'static [u8]>) -> Response {
    let parts =
        stream::iter(parts.into_iter().map(|part| Ok::<_, std::io::Error>(Bytes::from(part))));
    let request = Request::post(path).body(Body::from_stream(parts)).unwrap();
    lines_app().oneshot(request).await.unwrap()
}

async fn text(response: Response) -> String {
    String::from_utf8(to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec()).unwrap()
}

#[tokio::test]
async fn records_arrive_in_whatever_pieces() {
    let whole: &[u8] = b"{\"name\":\"a\"}\n\r\n{\"name\":1}\n{\"name\":\"b\"}";
    let expected = r#"["a","invalid type: integer `1`, expected a string at line 3 column 9 (record 2, byte 23)","b"]"#;
    for cut in 0..whole.len() {
        let (first, second) = whole.split_at(cut);
        assert_eq!(text(lines("/collect", vec![first, b"", second]).await).await, expected);
    }
}

#[tokio::test]
async fn errors_of_records_and_bodies_have_their_status() {
    let ok: &[u8] = b"{\"name\":\"a\"}\n";
    for (parts, status, told) in [
        (vec![ok, ok], 200, "2 users"),
        (vec![ok, b"{\"name\":1}"], 422, "line 2"),
        (vec![ok, b"{\"name\""], 400, "line 2"),
        (vec![ok; 200], 413, "length limit exceeded"),
    ] {
        let response = lines("/strict", parts).await;
        assert_eq!(response.status(), status);
        let text = text(response).await;
        assert!(text.contains(told), "{text}");
    }
}

#[tokio::test]
async fn a_failing_stream_cuts_the_body_off() {
    let response = lines("/short", vec![b"1\n22\n4444444\n5"]).await;
    assert_eq!(response.headers()[CONTENT_TYPE], "application/x-ndjson");
    let mut body = response.into_body().into_data_stream();
    assert_eq!(body.next().await.unwrap().unwrap(), "1\n22\n");
    assert!(body.next().await.unwrap().is_err());
    assert!(body.next().await.is_none());
}

#[tokio::test]
async fn a_response_asks_for_no_more_than_is_read() {
    use axum::response::IntoResponse;
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let records = stream::repeat_with(move || {
        count.fetch_add(1, Ordering::Relaxed);
        Ok::<_, std::io::Error>("x".repeat(97))
    });
    let mut body = JsonLines(records).into_response().into_body().into_data_stream();
    assert_eq!(asked.load(Ordering::Relaxed), 0);
    for round in 1..=3 {
        let chunk = body.next().await.unwrap().unwrap();
        assert_eq!(chunk.len(), 16_400);
        assert_eq!(asked.load(Ordering::Relaxed), round * 164);
    }
}
