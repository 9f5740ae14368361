#!/usr/bin/env bash
# Instructions per byte, beside the peers: what a noisy machine does not move. One run of each work under callgrind,
# counted from where the peers' program counts allocations, which runs the work once. Prints a Markdown table.
#
# Valgrind has no AVX-512: fastjson-api runs its AVX2 back end there. sonic-rs runs as a plain build compiles it.
set -euo pipefail
cd "$(dirname "$0")/.."

command -v valgrind >/dev/null || apt-get install -qy --no-install-recommends valgrind >/dev/null
cargo build --quiet --release --manifest-path peers/Cargo.toml
program=${CARGO_TARGET_DIR:-peers/target}/release/fastjson-peers
peers=(fastjson-api serde_json sonic-rs simd-json)
out=$(mktemp)
trap 'rm -f "$out"' EXIT

# The instructions of one peer's run of one work on one document; nothing if it has no such work.
count() {
    valgrind --tool=callgrind --callgrind-out-file="$out" --toggle-collect='fastjson_peers::allocations::count*' \
        "$program" --allocations --peer "$1" --document "$2" --work "$3" 2>&1 |
        sed -n 's/.*Collected : \([0-9]*\).*/\1/p'
}

printf '| document | work |'
printf ' %s |' "${peers[@]}"
printf '\n|---|---|---:|---:|---:|---:|\n'
for document in citm_catalog github_events gsoc-2018 canada 'user 200 B' 'nested 3 KB'; do
    bytes=$("$program" --list --document "$document" | sed -n 's/.* \([0-9]*\) bytes$/\1/p')
    for work in 'read owned' 'read borrowed' skip write; do
        line="| $document | $work |"
        for peer in "${peers[@]}"; do
            instructions=$(count "$peer" "$document" "$work")
            line+=$(awk -v i="${instructions:-0}" -v b="$bytes" 'BEGIN { if (i > 0) printf " %.2f |", i / b; else printf " |" }')
        done
        echo "$line"
    done
done
