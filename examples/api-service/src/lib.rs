//! A REST service with users and orders: the routes. See README.md for what can be asked.

pub mod database;
pub mod json;
pub mod orders;
pub mod page;
pub mod patch;
pub mod problem;
pub mod users;

use std::time::Instant;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::{Method, Uri};
use axum::middleware::{Next, from_fn};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};

use crate::database::Database;
use crate::problem::Problem;

/// Longest body of a request, and of a bulk import.
const BODY_LIMIT: usize = 64 << 10;
const IMPORT_LIMIT: usize = 256 << 20;

/// The service over a database.
pub fn app(database: Database) -> Router {
    Router::new()
        .route("/users/import", post(users::import).layer(DefaultBodyLimit::max(IMPORT_LIMIT)))
        .route("/users/export", get(users::export_all))
        .route("/users", get(users::list).post(users::create))
        .route("/users/{id}", get(users::read).patch(users::update).delete(users::delete))
        .route("/orders/export", get(orders::export_all))
        .route("/orders", get(orders::list).post(orders::create))
        .route("/orders/{id}", get(orders::read).patch(orders::update))
        .route("/openapi.json", get(openapi))
        .route("/docs", get(async || Html(include_str!("../static/docs.html"))))
        .route("/healthz", get(async || "ok\n"))
        .route("/", get(async || Redirect::temporary("/docs")))
        .fallback(async |uri: Uri| Problem::new(404, format_args!("no resource {}", uri.path())))
        .method_not_allowed_fallback(async |method: Method| {
            Problem::new(405, format_args!("{method} is not for this resource"))
        })
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(from_fn(traced))
        .with_state(database)
}

async fn openapi() -> impl IntoResponse {
    ([(CONTENT_TYPE, "application/json")], include_str!("../static/openapi.json"))
}

/// One line a request.
async fn traced(request: Request, next: Next) -> Response {
    let (method, uri) = (request.method().clone(), request.uri().clone());
    let start = Instant::now();
    let response = next.run(request).await;
    let status = response.status().as_u16();
    tracing::info!(%method, %uri, status, took = ?start.elapsed(), "request");
    response
}
