#!/bin/sh
# The tests under AddressSanitizer: out-of-bounds reads and writes, use after free, leaks at exit. Needs a
# nightly toolchain (the flag is unstable); arguments for `cargo test` may choose other tests than all. Random
# cases are fewer: a sanitizer is slow, and the suite itself runs them all.
set -eu
cd "$(dirname "$0")/.."

# Sanitizers are not in stable. Without one there is nothing to say about this step.
rustc +nightly --version >/dev/null 2>&1 || rustup toolchain install nightly --profile minimal
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$PWD/target}/sanitize"
export CARGO_INCREMENTAL=0 CARGO_PROFILE_DEV_DEBUG="${CARGO_PROFILE_DEV_DEBUG:-line-tables-only}"
export RUSTFLAGS="-Zsanitizer=address -Cforce-frame-pointers=yes" PROPTEST_CASES="${PROPTEST_CASES:-50}"
export ASAN_OPTIONS=detect_stack_use_after_return=1
target=$(rustc +nightly -vV | sed -n 's/^host: //p')
# Doctests are the examples' business: what they call, the tests call too. Not all features: with
# `arbitrary_precision` or `preserve_order` some tests have nothing to compare with.
if [ $# -eq 0 ]; then
    set -- --features raw_value,axum,tokio,rayon --lib --tests
fi
# Dependencies are optimized, the oracles among them. This crate is not: the checks are in the code either way, and
# to optimize all that they are woven into takes three times as long as to build the tests and run them as they are.
set -- --target "$target" --config 'profile.dev.package."*".opt-level=1' "$@"
cargo +nightly test --quiet --no-run "$@"
binaries=$(cargo +nightly test --no-run "$@" 2>&1 | sed -n 's/.*(\(.*\))$/\1/p')
[ -n "$binaries" ]
# Two at a time: some keep to one thread.
printf '%s\n' "$binaries" | xargs -P 2 -I{} sh -c 'echo "under AddressSanitizer: $(basename "$1")" && "$1" --quiet' sh {}
