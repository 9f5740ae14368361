//! Messages of 100 bytes to 2 KB, one call each, against serde_json: `cargo bench --bench small`.

mod models;

use std::fmt::Debug;
use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use models::{Document, Work, generated};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

fn small(criterion: &mut Criterion) {
    for message in generated::messages() {
        message.typed(&mut Small(criterion));
    }
}

struct Small<'c>(&'c mut Criterion);

impl<'a> Work<'a> for Small<'_> {
    type Output = ();

    fn typed<O, B>(&mut self, document: &'a Document)
    where
        O: DeserializeOwned + Serialize + PartialEq + Debug,
        B: Deserialize<'a> + Serialize + PartialEq + Debug,
    {
        let bytes = document.text.as_bytes();
        let name = &document.name;
        let value: O = serde_json::from_slice(bytes).unwrap();
        assert!(value == fastjson_api::from_slice::<O>(bytes).unwrap(), "{name}: other values");
        assert!(
            serde_json::from_slice::<B>(bytes).unwrap()
                == fastjson_api::from_slice::<B>(bytes).unwrap(),
            "{name}: other values"
        );
        let written = serde_json::to_vec(&value).unwrap();
        assert!(fastjson_api::to_vec(&value).unwrap() == written, "{name}: other bytes");

        let mut group = self.0.benchmark_group(format!("small/{name}-{}B", bytes.len()));
        group.throughput(Throughput::Bytes(bytes.len() as u64));
        group.bench_function("owned/serde_json", |bencher| {
            bencher.iter(|| serde_json::from_slice::<O>(black_box(bytes)).unwrap());
        });
        group.bench_function("owned/fastjson-api", |bencher| {
            bencher.iter(|| fastjson_api::from_slice::<O>(black_box(bytes)).unwrap());
        });
        group.bench_function("borrowed/serde_json", |bencher| {
            bencher.iter(|| serde_json::from_slice::<B>(black_box(bytes)).unwrap());
        });
        group.bench_function("borrowed/fastjson-api", |bencher| {
            bencher.iter(|| fastjson_api::from_slice::<B>(black_box(bytes)).unwrap());
        });
        group.throughput(Throughput::Bytes(written.len() as u64));
        group.bench_function("write/serde_json", |bencher| {
            bencher.iter(|| serde_json::to_vec(black_box(&value)).unwrap());
        });
        group.bench_function("write/fastjson-api", |bencher| {
            bencher.iter(|| fastjson_api::to_vec(black_box(&value)).unwrap());
        });
        group.finish();
    }
}

criterion_group!(benches, small);
criterion_main!(benches);
