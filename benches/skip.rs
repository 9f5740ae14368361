//! Skipping: a whole document into `IgnoredAny`, against serde_json: `cargo bench --bench skip`.

mod models;

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use serde::de::IgnoredAny;

fn skip(criterion: &mut Criterion) {
    for document in models::documents() {
        let bytes = document.text.as_bytes();
        serde_json::from_slice::<IgnoredAny>(bytes).unwrap();
        fastjson_api::from_slice::<IgnoredAny>(bytes).unwrap();
        // Skipped is not unread: both refuse a document that its last byte is missing from.
        let cut = &bytes[..bytes.trim_ascii_end().len() - 1];
        assert_eq!(
            serde_json::from_slice::<IgnoredAny>(cut).unwrap_err().to_string(),
            fastjson_api::from_slice::<IgnoredAny>(cut).unwrap_err().to_string(),
            "{}: other errors",
            document.name
        );

        let mut group = criterion.benchmark_group(format!("skip/{}", document.name));
        group.throughput(Throughput::Bytes(bytes.len() as u64));
        group.bench_function("serde_json", |bencher| {
            bencher.iter(|| serde_json::from_slice::<IgnoredAny>(black_box(bytes)).unwrap());
        });
        group.bench_function("fastjson-api", |bencher| {
            bencher.iter(|| fastjson_api::from_slice::<IgnoredAny>(black_box(bytes)).unwrap());
        });
        group.finish();
    }
}

criterion_group!(benches, skip);
criterion_main!(benches);
