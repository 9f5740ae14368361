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
features="--features raw_value,axum,tokio,rayon"
# Dependencies are optimized, the oracles among them. Of the tests, those are that go through much and are built soon: they
# run in a tenth of the time. The others are not: to optimize all types that are read and written (`differential`) takes
# longer than to run them as they are. The checks are in the code either way, and so are debug assertions.
long="arrays backends guard_pages kept_buffers limits numbers panics skip"
optimized="" others="--lib"
for file in tests/*.rs tests/*/main.rs; do
    name=${file#tests/}
    name=${name%%/*}
    name=${name%.rs}
    case " $long " in
    *" $name "*) optimized="$optimized --test $name" ;;
    *) others="$others --test $name" ;;
    esac
done

# Builds the tests that the arguments choose, and runs them two at a time: some keep to one thread.
check() {
    set -- --target "$target" --config 'profile.dev.package."*".opt-level=1' "$@"
    cargo +nightly test --quiet --no-run "$@"
    binaries=$(cargo +nightly test --no-run "$@" 2>&1 | sed -n 's/.*(\(.*\))$/\1/p')
    [ -n "$binaries" ]
    printf '%s\n' "$binaries" |
        xargs -P 2 -I{} sh -c 'echo "under AddressSanitizer: $(basename "$1")" && "$1" --quiet' sh {}
}

if [ $# -gt 0 ]; then
    check "$@"
else
    # shellcheck disable=SC2086 # lists of arguments
    check $features --config profile.dev.opt-level=1 $optimized
    # shellcheck disable=SC2086
    check $features $others
fi
