//! Messages of 100 bytes to 2 KB, one call each, against serde_json: `cargo bench --bench small`.

mod beside;
mod models;

use std::fmt::Debug;

use criterion::{Criterion, criterion_group, criterion_main};
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
        beside::read::<O>(&mut group, "owned", bytes);
        beside::read::<B>(&mut group, "borrowed", bytes);
        beside::write(&mut group, "write", &value, &written);
        group.finish();
    }
}

criterion_group!(benches, small);
criterion_main!(benches);
