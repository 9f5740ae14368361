#!/usr/bin/env bash
# Runs serde_json 1.0.154's own tests, unmodified, against compat/serde_json.
#
# The tests come with the published package, which Cargo fetches as it fetches any dependency. Left out: ui/ and
# compiletest.rs (compile-fail tests, whose expected texts name types' paths) and lexical.rs (includes serde_json's
# private float parser). Usage: scripts/serde_json_tests.sh [feature set]...  (default: all; "default" is none)
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
target=${CARGO_TARGET_DIR:-$root/target}/serde_json_tests
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mkdir -p "$work/fetch/src"
touch "$work/fetch/src/lib.rs"
cat > "$work/fetch/Cargo.toml" <<'TOML'
[package]
name = "fetch"
version = "0.0.0"
edition = "2024"
[workspace]
[dependencies]
serde_json = "=1.0.154"
TOML
manifest=$(cargo metadata --format-version 1 --manifest-path "$work/fetch/Cargo.toml" |
    python3 -c 'import json, sys
print(next(p["manifest_path"] for p in json.load(sys.stdin)["packages"] if p["name"] == "serde_json"))')
original=$(dirname "$manifest")

package=$work/serde_json
mkdir "$package"
cp -r "$root/compat/serde_json/src" "$package/src"
cp -r "$original/tests" "$package/tests"
rm -r "$package/tests/ui" "$package/tests/compiletest.rs" "$package/tests/lexical" "$package/tests/lexical.rs"
# The manifest of compat/serde_json, with the development dependencies of the original.
sed "s|path = \"../..\"|path = \"$root\"|; s|^edition = .*|edition = \"2024\"|" \
    "$root/compat/serde_json/Cargo.toml" > "$package/Cargo.toml"
cat >> "$package/Cargo.toml" <<'TOML'

[dev-dependencies]
automod = "1.0.11"
indoc = "2.0.2"
ref-cast = "1.0.18"
rustversion = "1.0.13"
serde = { version = "1.0.194", features = ["derive"] }
serde_bytes = "0.11.10"
serde_derive = "1.0.166"
serde_stacker = "0.1.8"
TOML
# Written for the 2021 edition: the tests keep theirs.
sed -i 's|^edition = "2024"|edition = "2021"|' "$package/Cargo.toml"

sets=("$@")
if [ ${#sets[@]} -eq 0 ]; then
    sets=(default preserve_order float_roundtrip arbitrary_precision float_roundtrip,arbitrary_precision raw_value
        unbounded_depth float_roundtrip,unbounded_depth
        preserve_order,float_roundtrip,arbitrary_precision,raw_value,unbounded_depth)
fi

export CARGO_TARGET_DIR=$target
for features in "${sets[@]}"; do
    echo "== serde_json's tests, features: $features"
    [ "$features" = default ] && features=
    cargo test --quiet --manifest-path "$package/Cargo.toml" --tests --features "$features"
done

# serde_json's CI only builds these.
for features in alloc alloc,arbitrary_precision alloc,raw_value alloc,unbounded_depth; do
    echo "== builds without std, features: $features"
    cargo check --quiet --manifest-path "$package/Cargo.toml" --lib --no-default-features --features "$features"
done
