#!/usr/bin/env bash
# Builds a crate that has no std and uses this one, for a target that has none: nothing can slip in.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mkdir "$work/src"
cat > "$work/Cargo.toml" <<TOML
[package]
name = "bare"
version = "0.0.0"
edition = "2024"
[workspace]
[dependencies]
fastjson-api = { path = "$root", default-features = false, features = ["alloc", "serde"] }
serde = { version = "1", default-features = false, features = ["derive", "alloc"] }
TOML
cat > "$work/src/lib.rs" <<'RUST'
#![no_std]
extern crate alloc;
use alloc::{string::String, vec::Vec};

#[derive(serde::Serialize, serde::Deserialize)]
pub struct Reading {
    pub sensor: String,
    pub values: Vec<f32>,
}

pub fn read(text: &[u8]) -> fastjson_api::Result<Reading> {
    fastjson_api::from_slice(text)
}

pub fn write(reading: &Reading) -> fastjson_api::Result<Vec<u8>> {
    fastjson_api::to_vec(reading)
}

pub fn tree(text: &str) -> fastjson_api::Result<fastjson_api::Value> {
    fastjson_api::from_str(text)
}
RUST
for features in '' fastjson-api/raw_value fastjson-api/arbitrary_precision fastjson-api/unbounded_depth; do
    CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$root/target}/no_std cargo check --quiet --manifest-path "$work/Cargo.toml" \
        --target thumbv7em-none-eabi --features "$features"
done
echo 'builds without std'
