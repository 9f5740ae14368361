//! One function of ours after the same of serde_json, in a group of criterion's.

use std::hint::black_box;

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Throughput};
use serde::{Deserialize, Serialize};

pub fn read<'a, T: Deserialize<'a>>(
    group: &mut BenchmarkGroup<'_, WallTime>,
    work: &str,
    bytes: &'a [u8],
) {
    group.throughput(Throughput::Bytes(bytes.len() as u64));
    group.bench_function(format!("{work}/serde_json"), |bencher| {
        bencher.iter(|| serde_json::from_slice::<T>(black_box(bytes)).unwrap());
    });
    group.bench_function(format!("{work}/fastjson-api"), |bencher| {
        bencher.iter(|| fastjson_api::from_slice::<T>(black_box(bytes)).unwrap());
    });
}

/// `written`: what both make of the value.
pub fn write<T: Serialize>(
    group: &mut BenchmarkGroup<'_, WallTime>,
    work: &str,
    value: &T,
    written: &[u8],
) {
    group.throughput(Throughput::Bytes(written.len() as u64));
    group.bench_function(format!("{work}/serde_json"), |bencher| {
        bencher.iter(|| serde_json::to_vec(black_box(value)).unwrap());
    });
    group.bench_function(format!("{work}/fastjson-api"), |bencher| {
        bencher.iter(|| fastjson_api::to_vec(black_box(value)).unwrap());
    });
}
