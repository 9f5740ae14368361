#!/usr/bin/env bash
# Fuzzes under AddressSanitizer: every target (or those named) first runs on its seeds, on what it found before and on
# its regressions, and then for so many seconds on what libFuzzer makes of them.
#
#   bash scripts/fuzz.sh [SECONDS] [TARGET...]      # 10 seconds for each target; 600 for a night's worth of each
#
# Ends with an error if anything was found; the input is then in fuzz/artifacts, and the last lines say how to run it
# again. Needs a nightly toolchain (sanitizers are not in stable) and a C++ compiler (libFuzzer is built from its
# sources), nothing else. What libFuzzer finds interesting is kept in fuzz/corpus, which is not committed.
set -euo pipefail
cd "$(dirname "$0")/.."

targets=(read skip roundtrip write writer backends numbers value lines)
seconds=${1:-10}
shift || true
if (($# > 0)); then targets=("$@"); fi

command -v c++ >/dev/null || { echo "no C++ compiler (c++): libFuzzer cannot be built; on Debian: apt-get install g++" >&2; exit 1; }
rustc +nightly --version >/dev/null 2>&1 || rustup toolchain install nightly --profile minimal

# A folder of its own: these flags would have the crates of every other build compiled again.
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$PWD/target}/fuzz
export CARGO_INCREMENTAL=0
triple=$(rustc +nightly -vV | sed -n 's/^host: //p')
# AddressSanitizer, and counters at every edge for libFuzzer. Comparisons are not traced: that takes most of the time,
# and what JSON compares with is in the dictionary.
export RUSTFLAGS="-Zsanitizer=address -Cpasses=sancov-module \
-Cllvm-args=-sanitizer-coverage-level=4 \
-Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
-Cllvm-args=-sanitizer-coverage-pc-table --cfg fuzzing"
cargo +nightly build --quiet --release --target "$triple" --manifest-path fuzz/Cargo.toml

seeds=$CARGO_TARGET_DIR/seeds
rm -rf "$seeds"
python3 scripts/fuzz_seeds.py "$seeds" >/dev/null

# One target for so many seconds; its log, and a line for the reader.
fuzz() {
    local target=$1 runs
    local folders=("fuzz/corpus/$target" "$seeds/$target") log=$CARGO_TARGET_DIR/$1.log
    mkdir -p "${folders[@]}" "fuzz/artifacts/$target"
    if [ -d "fuzz/regressions/$target" ]; then folders+=("fuzz/regressions/$target"); fi
    if "$CARGO_TARGET_DIR/$triple/release/$target" "${folders[@]}" -max_total_time="$seconds" -max_len=4096 \
        -timeout=30 -rss_limit_mb=4096 -dict=fuzz/json.dict -artifact_prefix="fuzz/artifacts/$target/" \
        -print_final_stats=1 >"$log" 2>&1; then
        runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
        echo "$target: $runs executions, $(grep -o 'cov: [0-9]*' "$log" | tail -n 1 | sed 's/cov: //') edges, nothing found"
    else
        # Without the sanitizer's and the panic's long way up the stack.
        grep -vE '^ *#[0-9]+ ' "$log" | tail -n 40
        echo "$target FAILED; all of it: $log; again: $CARGO_TARGET_DIR/$triple/release/$target fuzz/artifacts/$target/..." >&2
        return 1
    fi
}

# Two at a time: each has one thread.
failed=()
for ((at = 0; at < ${#targets[@]}; at += 2)); do
    pair=("${targets[@]:at:2}") jobs=()
    for target in "${pair[@]}"; do
        fuzz "$target" &
        jobs+=($!)
    done
    for job in "${!jobs[@]}"; do
        wait "${jobs[job]}" || failed+=("${pair[job]}")
    done
done
if ((${#failed[@]} > 0)); then
    echo "found something: ${failed[*]}" >&2
    exit 1
fi
