//! Reading typed documents, owned and borrowed, against serde_json: `cargo bench --bench read`.

#[expect(dead_code, reason = "nothing is written")]
mod beside;
mod models;

use std::fmt::Debug;

use criterion::{Criterion, criterion_group, criterion_main};
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
        beside::read::<O>(&mut group, "owned", bytes);
        beside::read::<B>(&mut group, "borrowed", bytes);
        group.finish();
    }
}

criterion_group!(benches, read);
criterion_main!(benches);
