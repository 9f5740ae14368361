//! How fast each back end finds tokens, and bytes to escape, in real documents.
//!
//! The documents are those in `corpora` of the folder that `FASTJSON_DATA` names; without it, a made one.

use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use fastjson_api::internals::{Backend, simd};

fn documents() -> Vec<(String, Vec<u8>)> {
    let mut documents = Vec::new();
    if let Some(folder) = std::env::var_os("FASTJSON_DATA") {
        for name in
            ["twitter", "citm_catalog", "canada", "github_events", "gsoc-2018", "mesh.pretty"]
        {
            if let Ok(text) =
                std::fs::read(Path::new(&folder).join("corpora").join(name).with_extension("json"))
            {
                documents.push((name.to_owned(), text));
            }
        }
    }
    if documents.is_empty() {
        let text =
            br#"{"id": 505874924095815681, "text": "Not \"much\"", "flags": [true, null, 0.5]}, "#;
        documents.push(("made".to_owned(), [&b"["[..], &text.repeat(5000), b"0]"].concat()));
    }
    documents
}

fn index(criterion: &mut Criterion) {
    for (name, text) in documents() {
        let mut group = criterion.benchmark_group(format!("index/{name}"));
        group.throughput(Throughput::Bytes(text.len() as u64));
        let expected = simd::count(Backend::Swar, &text);
        for backend in Backend::available() {
            assert_eq!(simd::count(backend, &text), expected, "{backend:?}");
            group.bench_function(format!("{backend:?}"), |bencher| {
                bencher.iter(|| simd::count(backend, black_box(&text)));
            });
        }
        group.finish();
    }
}

criterion_group!(benches, index);
criterion_main!(benches);
