//! What the service tells about itself: statistics as JSON, and metrics for Prometheus.

use std::fmt::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use serde::Serialize;

use crate::json;
use crate::store::Store;

/// Bytes asked of the allocator, if the program counts them.
pub static ALLOCATED: AtomicU64 = AtomicU64::new(0);

/// Numbers since the start.
#[derive(Debug, Serialize)]
pub struct Stats {
    json: &'static str,
    documents: u64,
    bytes: u64,
    hits: u64,
    misses: u64,
    hit_ratio: f64,
    stores: u64,
    removals: u64,
    evictions: u64,
    allocated: u64,
}

impl Stats {
    /// The numbers of a store.
    pub fn of(store: &Store) -> Self {
        let (documents, bytes) = store.size();
        let counters = store.counters();
        let (hits, misses) = (counters.hits.load(Relaxed), counters.misses.load(Relaxed));
        Stats {
            json: json::NAME,
            documents,
            bytes,
            hits,
            misses,
            hit_ratio: hits as f64 / (hits + misses).max(1) as f64,
            stores: counters.stores.load(Relaxed),
            removals: counters.removals.load(Relaxed),
            evictions: counters.evictions.load(Relaxed),
            allocated: ALLOCATED.load(Relaxed),
        }
    }
}

/// `GET /metrics`, in Prometheus' text format.
pub async fn render(State(store): State<Arc<Store>>) -> impl IntoResponse {
    let stats = Stats::of(&store);
    let mut text = String::new();
    for (name, kind, help, value) in [
        ("documents", "gauge", "Documents stored.", stats.documents),
        ("bytes", "gauge", "Bytes that the documents take.", stats.bytes),
        ("hits_total", "counter", "Reads that found a document.", stats.hits),
        ("misses_total", "counter", "Reads that found none.", stats.misses),
        ("stores_total", "counter", "Documents stored since the start.", stats.stores),
        ("removals_total", "counter", "Documents removed on request.", stats.removals),
        ("evictions_total", "counter", "Documents out of time or room.", stats.evictions),
        ("allocated_bytes_total", "counter", "Bytes asked of the allocator.", stats.allocated),
    ] {
        // Writing to a String cannot fail.
        _ = write!(text, "# HELP cache_{name} {help}\n# TYPE cache_{name} {kind}\n");
        _ = writeln!(text, "cache_{name} {value}");
    }
    ([(CONTENT_TYPE, "text/plain; version=0.0.4")], text)
}
