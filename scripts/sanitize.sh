#!/bin/sh
# The tests under AddressSanitizer: out-of-bounds reads and writes, use after free, leaks at exit. Needs a
# nightly toolchain (the flag is unstable); arguments for `cargo test` may follow, else all tests run. Random
# cases are fewer: a sanitizer is slow, and the suite itself runs them all.
set -eu
cd "$(dirname "$0")/.."

# Sanitizers are not in stable. Without one there is nothing to say about this step.
rustc +nightly --version >/dev/null 2>&1 || rustup toolchain install nightly --profile minimal
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$PWD/target}/sanitize"
export CARGO_INCREMENTAL=0 CARGO_PROFILE_DEV_DEBUG="${CARGO_PROFILE_DEV_DEBUG:-line-tables-only}"
# Dependencies are optimized, and so is this crate: the checks are in the code either way.
export CARGO_PROFILE_DEV_OPT_LEVEL=1
export RUSTFLAGS="-Zsanitizer=address -Cforce-frame-pointers=yes" PROPTEST_CASES="${PROPTEST_CASES:-50}"
export ASAN_OPTIONS=detect_stack_use_after_return=1
target=$(rustc +nightly -vV | sed -n 's/^host: //p')
# Doctests are the examples' business: what they call, the tests call too. Not all features: with
# `arbitrary_precision` or `preserve_order` some tests have nothing to compare with.
if [ $# -eq 0 ]; then
    set -- --features raw_value,axum,tokio,rayon --lib --tests
fi
exec cargo +nightly test --quiet --target "$target" "$@"
