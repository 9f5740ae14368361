#!/usr/bin/env bash
# All that the crate's trust rests on, beyond its tests: `scripts/trust.sh` for everything (an hour or
# more), `scripts/trust.sh short` for what CI runs. docs/trust.md says what each part shows.
set -euo pipefail
cd "$(dirname "$0")/.."
short=$([ "${1:-}" = short ] && echo yes || echo no)

step() {
    printf '\n--- trust [%d:%02d] %s\n' $((SECONDS / 60)) $((SECONDS % 60)) "$1"
}

step "The tests that reach the kernels, on the SSE2 and the portable back end"
if [ "$short" = yes ]; then
    forced=(--test differential --test escapes --test core_reader --test stream --test value)
else
    forced=(--tests)
fi
case $(uname -m) in
x86_64) backends="sse2 swar" ;;
*) backends="swar" ;;
esac
for backend in $backends; do
    FASTJSON_BACKEND=$backend cargo test --quiet "${forced[@]}"
done

step "Release: guarded pages, panics, limits in a stack of 256 KB"
cargo test --quiet --release --test guard_pages --test panics --test limits

step "Dependencies: licences, and none that is not known"
bash scripts/dependencies.sh

step "AddressSanitizer"
sh scripts/sanitize.sh

step "Valgrind: uninitialised reads"
if [ "$short" = yes ]; then
    sh scripts/valgrind.sh --test stream --test report --test write
else
    sh scripts/valgrind.sh
fi

if [ "$short" = no ]; then
    step "Fuzzing"
    bash scripts/fuzz.sh
fi

if [ "$short" = no ]; then
    step "Release: the whole suite, without debug assertions"
    cargo test --quiet --release --tests
    step "Numbers: the long runs"
    cargo test --release --test numbers -- --ignored --nocapture --test-threads 1
    for cpu in aarch64 i686 s390x; do
        step "Another CPU: $cpu"
        if [ "$(id -u)" = 0 ] && [ "$(uname -m)" = x86_64 ]; then
            sh scripts/other_cpus.sh $cpu
        else
            echo "needs root on an x86-64 machine: not run"
        fi
    done
fi

step "All passed"
