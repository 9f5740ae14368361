#!/usr/bin/env bash
# Runs the test suites of crates that lean on serde_json, with compat/serde_json patched in.
#
# Cargo fetches the published packages; each is copied, and a workspace with the patch is laid around the copy.
# Usage: scripts/dependents.sh [crate]...  (default: json-patch serde_with geojson; "all" for every one named here)
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
target=${CARGO_TARGET_DIR:-$root/target}/dependents
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The versions that passed, and that the options below were chosen for. Any other crate can be named, at its latest.
declare -A versions=(
    [assert-json-diff]=2.0.2 [bigdecimal]=0.4.11 [erased-serde]=0.4.11 [geojson]=1.0.0 [handlebars]=6.4.4
    [json-patch]=5.0.0 [json_value_merge]=2.0.1 [jsonpath-rust]=1.0.12 [jsonptr]=0.8.2 [olpc-cjson]=0.1.4
    [schemars]=1.2.3 [serde_json_canonicalizer]=0.4.1 [serde_json_path]=0.7.2 [serde_path_to_error]=0.1.20
    [serde_with]=3.25.0
)

features() {
    case $1 in
        bigdecimal) echo serde-json ;;
        handlebars) echo testing ;;
        serde_with) echo json ;;
    esac
}

# serde_with's other tests are of other formats, and of files that its package lacks, as are serde_json_path's.
options() {
    case $1 in
        serde_json_path) echo --lib ;;
        serde_with)
            echo --lib --test json --test serde_as --test rust --test derives --test with_prefix --test with_suffix
            ;;
    esac
}

crates=("$@")
[ ${#crates[@]} -gt 0 ] || crates=(json-patch serde_with geojson)
[ "${crates[*]}" != all ] || mapfile -t crates < <(printf '%s\n' "${!versions[@]}" | sort)

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
$crate = "${versions[$crate]:+=}${versions[$crate]:-*}"
TOML
    manifest=$(cargo metadata --format-version 1 --manifest-path "$work/fetch-$crate/Cargo.toml" |
        python3 -c 'import json, sys
print(next(p["manifest_path"] for p in json.load(sys.stdin)["packages"] if p["name"] == sys.argv[1]))' "$crate")
    # In a folder of its name, as in its repository: some tests name their files by it.
    mkdir "$work/$crate"
    cp -r "$(dirname "$manifest")" "$work/$crate/$crate"
    chmod -R u+w "$work/$crate/$crate"
    cat > "$work/$crate/Cargo.toml" <<TOML
[workspace]
members = ["$crate"]
resolver = "2"
[patch.crates-io]
serde_json = { path = "$root/compat/serde_json" }
TOML
    echo "== $crate, patched"
    package=(--quiet --package "$crate" --features "$(features "$crate")")
    (cd "$work/$crate" && cargo tree "${package[@]}" --invert fastjson-api --edges normal,dev --depth 2)
    # shellcheck disable=SC2046 # one word an option
    (cd "$work/$crate" && cargo test "${package[@]}" $(options "$crate"))
done
