//! Writing typed documents, compact and pretty, against serde_json: `cargo bench --bench write`.

#[expect(dead_code, reason = "nothing is read")]
mod beside;
mod models;

use std::fmt::Debug;
use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use models::{Document, Work};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

fn write(criterion: &mut Criterion) {
    for document in models::documents() {
        document.typed(&mut Write(criterion));
    }
}

struct Write<'c>(&'c mut Criterion);

impl<'a> Work<'a> for Write<'_> {
    type Output = ();

    fn typed<O, B>(&mut self, document: &'a Document)
    where
        O: DeserializeOwned + Serialize + PartialEq + Debug,
        B: Deserialize<'a> + Serialize + PartialEq + Debug,
    {
        let name = &document.name;
        let value: O = serde_json::from_str(&document.text).unwrap();
        let compact = serde_json::to_vec(&value).unwrap();
        let pretty = serde_json::to_vec_pretty(&value).unwrap();
        assert!(fastjson_api::to_vec(&value).unwrap() == compact, "{name}: other bytes");
        assert!(fastjson_api::to_vec_pretty(&value).unwrap() == pretty, "{name}: other bytes");

        let mut group = self.0.benchmark_group(format!("write/{name}"));
        beside::write(&mut group, "compact", &value, &compact);
        group.throughput(Throughput::Bytes(pretty.len() as u64));
        group.bench_function("pretty/serde_json", |bencher| {
            bencher.iter(|| serde_json::to_vec_pretty(black_box(&value)).unwrap());
        });
        group.bench_function("pretty/fastjson-api", |bencher| {
            bencher.iter(|| fastjson_api::to_vec_pretty(black_box(&value)).unwrap());
        });
        group.finish();
    }
}

criterion_group!(benches, write);
criterion_main!(benches);
