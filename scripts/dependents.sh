#!/usr/bin/env bash
# Runs the test suites of crates that lean on serde_json, with compat/serde_json patched in.
#
# Cargo fetches the published packages; each is copied, and a workspace with the patch is laid around the copy.
# Usage: scripts/dependents.sh [crate]...  (default: json-patch serde_with geojson)
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
target=${CARGO_TARGET_DIR:-$root/target}/dependents
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The versions that these options were chosen for.
version() {
    case $1 in
        json-patch) echo =5.0.0 ;;
        serde_with) echo =3.25.0 ;;
        geojson) echo =1.0.0 ;;
        *) echo '*' ;;
    esac
}

# serde_with's other tests are of other formats and of files that its package lacks.
options() {
    case $1 in
        serde_with)
            echo --features json --lib --test json --test serde_as --test rust --test derives --test with_prefix \
                --test with_suffix
            ;;
    esac
}

crates=("$@")
[ ${#crates[@]} -gt 0 ] || crates=(json-patch serde_with geojson)

export CARGO_TARGET_DIR=$target
for crate in "${crates[@]}"; do
    mkdir -p "$work/fetch-$crate/src"
    touch "$work/fetch-$crate/src/lib.rs"
    cat > "$work/fetch-$crate/Cargo.toml" <<TOML
[package]
name = "fetch"
version = "0.0.0"
edition = "2024"
[workspace]
[dependencies]
$crate = "$(version "$crate")"
TOML
    manifest=$(cargo metadata --format-version 1 --manifest-path "$work/fetch-$crate/Cargo.toml" |
        python3 -c 'import json, sys
print(next(p["manifest_path"] for p in json.load(sys.stdin)["packages"] if p["name"] == sys.argv[1]))' "$crate")
    mkdir "$work/$crate"
    cp -r "$(dirname "$manifest")" "$work/$crate/package"
    chmod -R u+w "$work/$crate/package"
    rm -f "$work/$crate/package/Cargo.lock"
    cat > "$work/$crate/Cargo.toml" <<TOML
[workspace]
members = ["package"]
resolver = "2"
[patch.crates-io]
serde_json = { path = "$root/compat/serde_json" }
TOML
    echo "== $crate, patched"
    (cd "$work/$crate" && cargo tree --quiet --package "$crate" --invert fastjson-api --edges normal,dev --depth 2)
    # shellcheck disable=SC2046 # one word an option
    (cd "$work/$crate" && cargo test --quiet --package "$crate" $(options "$crate"))
done
