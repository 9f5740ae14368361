#!/usr/bin/env bash
# Runs serde_json's own tests, as published, against compat/serde_json, in the feature sets of
# serde_json's CI.
#
#   bash scripts/serde_json_tests.sh
#
# The tests come through Cargo, as a dependency does, and are built as they are. Left out are
#   * tests/compiletest.rs and tests/ui: they hold rustc's messages, which name types by their paths;
#   * tests/lexical.rs: it includes serde_json's private float parser by its path and tests that, not
#     the crate (floats are held to exact arithmetic by tests/numbers here).
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
version=1.0.154
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$root/target}
work=$CARGO_TARGET_DIR/serde_json_tests

# 1. The published package: Cargo unpacks it where `cargo metadata` says.
rm -rf "$work"
mkdir -p "$work/fetch/src" "$work/tests/src"
touch "$work/fetch/src/lib.rs" "$work/tests/src/lib.rs"
cat >"$work/fetch/Cargo.toml" <<TOML
[package]
name = "fetch"
version = "0.0.0"
edition = "2021"
[workspace]
[dependencies]
serde_json = "=$version"
TOML
source=$(cargo metadata --manifest-path "$work/fetch/Cargo.toml" --format-version 1 | python3 -c '
import json, os, sys
packages = json.load(sys.stdin)["packages"]
print(*(os.path.dirname(p["manifest_path"]) for p in packages if p["name"] == "serde_json"))')
test -f "$source/tests/test.rs"

# 2. A package with its tests and its dev-dependencies, patched as a user would do it.
cp -R "$source/tests" "$work/tests/"
rm -rf "$work/tests/tests/ui" "$work/tests/tests/compiletest.rs" \
    "$work/tests/tests/lexical" "$work/tests/tests/lexical.rs"
cat >"$work/tests/Cargo.toml" <<TOML
[package]
name = "serde_json_tests"
version = "0.0.0"
edition = "2021"
[workspace]
[features]
default = ["std"]
std = ["serde_json/std"]
preserve_order = ["serde_json/preserve_order"]
float_roundtrip = ["serde_json/float_roundtrip"]
arbitrary_precision = ["serde_json/arbitrary_precision"]
raw_value = ["serde_json/raw_value"]
unbounded_depth = ["serde_json/unbounded_depth"]
[dependencies]
serde_json = "=$version"
[dev-dependencies]
automod = "1.0.11"
indoc = "2.0.2"
ref-cast = "1.0.18"
rustversion = "1.0.13"
serde = { version = "1.0.194", features = ["derive"] }
serde_bytes = "0.11.10"
serde_derive = "1.0.166"
serde_stacker = "0.1.8"
[patch.crates-io]
serde_json = { path = "$root/compat/serde_json" }
TOML
cd "$work/tests"

# Without this line an unused patch would test serde_json against itself.
cargo tree --quiet --invert serde_json --depth 0 | grep -F "$root/compat/serde_json"

# 3. The feature sets of serde_json's CI, and all at once.
sets=(
    ""
    preserve_order
    float_roundtrip
    arbitrary_precision
    float_roundtrip,arbitrary_precision
    raw_value
    unbounded_depth
    preserve_order,float_roundtrip,arbitrary_precision,raw_value
    preserve_order,float_roundtrip,arbitrary_precision,raw_value,unbounded_depth
)
for features in "${sets[@]}"; do
    echo "serde_json $version's tests, features: ${features:-none}"
    cargo test --quiet --tests --features "$features"
done
# Without std there are no tests to run: serde_json's need it. It must build.
for features in alloc alloc,arbitrary_precision alloc,raw_value; do
    echo "compat/serde_json builds without std, features: $features"
    cargo check --quiet --manifest-path "$root/compat/serde_json/Cargo.toml" --no-default-features --features "$features"
done
