//! Reading typed documents, owned and borrowed, against serde_json: `cargo bench --bench read`.

mod models;

use std::fmt::Debug;
use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use models::{Document, Work};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

fn read(criterion: &mut Criterion) {
    for document in models::documents() {
        document.typed(&mut Read(criterion));
    }
}

struct Read<'c>(&'c mut Criterion);

impl<'a> Work<'a> for Read<'_> {
    type Output = ();

    fn typed<O, B>(&mut self, document: &'a Document)
    where
        O: DeserializeOwned + Serialize + PartialEq + Debug,
        B: Deserialize<'a> + Serialize + PartialEq + Debug,
    {
        let bytes = document.text.as_bytes();
        let name = &document.name;
        assert!(
            serde_json::from_slice::<O>(bytes).unwrap()
                == fastjson_api::from_slice::<O>(bytes).unwrap(),
            "{name}: other values"
        );
        assert!(
            serde_json::from_slice::<B>(bytes).unwrap()
                == fastjson_api::from_slice::<B>(bytes).unwrap(),
            "{name}: other values"
        );

        let mut group = self.0.benchmark_group(format!("read/{name}"));
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
        group.finish();
    }
}

criterion_group!(benches, read);
criterion_main!(benches);
