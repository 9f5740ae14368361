#!/bin/sh
# Valgrind's memcheck over a sample of the tests, for reads of uninitialised bytes, which no sanitizer of
# stable or nightly Rust finds without a std of its own. With the AVX2 and the SSE2 back ends: valgrind's
# CPU has no AVX-512, whose kernels differ from AVX2's only inside of `simd`. Arguments for `cargo test`
# may name other tests.
set -eu
cd "$(dirname "$0")/.."

if ! command -v valgrind >/dev/null; then
    apt-get install -qy valgrind >/dev/null 2>&1 || {
        echo "no valgrind here, and none to be had: uninitialised reads are not looked for" >&2
        exit 0
    }
fi
tests="${*:---test escapes --test core_reader --test write --test stream --test report}"
# shellcheck disable=SC2086
cargo test --quiet --no-run $tests
# shellcheck disable=SC2086
binaries=$(cargo test --no-run $tests 2>&1 | sed -n 's/.*(\(.*\))$/\1/p')
[ -n "$binaries" ]
# Both at a time: each has one thread.
check() {
    for binary in $binaries; do
        echo "valgrind, $1: ${binary##*/}"
        FASTJSON_BACKEND=$1 PROPTEST_CASES=8 \
            valgrind --quiet --error-exitcode=99 --leak-check=no "$binary" --quiet --test-threads 1 || return 1
    done
}
check avx2 &
first=$!
check sse2
wait $first
