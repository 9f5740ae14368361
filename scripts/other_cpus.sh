#!/bin/sh
# Builds the crate for another CPU and runs its tests there, in an emulator where it takes one:
# `sh scripts/other_cpus.sh CPU [ARGUMENT...]`. The arguments go to `cargo test` (say `--test backends`); without
# any, all tests run. For Debian on x86-64, as root, since it installs what it needs.
set -eu

# Emulated, a debug build takes many minutes.
level=2
case ${1:-} in
# The NEON back end's only proof on an x86-64 machine.
aarch64) target=aarch64-unknown-linux-gnu debian=arm64 run=qemu-aarch64 ;;
# 32 bits, which an x86-64 CPU runs too.
i686) target=i686-unknown-linux-gnu debian=i386 run=env level=0 ;;
# Big-endian.
s390x) target=s390x-unknown-linux-gnu debian=s390x run=qemu-s390x ;;
*) echo "usage: $0 aarch64|i686|s390x [ARGUMENT...]" >&2 && exit 2 ;;
esac
gcc=$1-linux-gnu-gcc
shift

# Debian keeps this Rust new, because browsers need it, but not its standard library for every CPU: that is built
# from the source in the same version.
library=/usr/lib/rustlib/src/rust/library
if ! [ -d $library ] || ! command -v "$gcc" >/dev/null || ! command -v "$run" >/dev/null; then
    apt-get update -q
    apt-get install -qy --no-install-recommends \
        rustc-web rust-web-src "gcc-${gcc%-gcc}" "libc6-dev-$debian-cross" qemu-user
fi

export RUSTC=/usr/bin/rustc RUSTDOC=/usr/bin/rustdoc
# Building the standard library is not stable; nothing else here asks for it.
export RUSTC_BOOTSTRAP=1
# Linked statically, since the machine may have another C library of the same CPU. With half of one and half of
# the other, every thread hangs at its start.
static="-C target-feature=+crt-static"
name=$(echo "$target" | tr a-z- A-Z_)
export "CARGO_TARGET_${name}_LINKER=$gcc" "CARGO_TARGET_${name}_RUNNER=$run"
export "CARGO_TARGET_${name}_RUSTFLAGS=$static" "CARGO_TARGET_${name}_RUSTDOCFLAGS=$static"
# Fewer random cases than elsewhere, and nothing for a debugger.
export PROPTEST_CASES="${PROPTEST_CASES:-16}"
export CARGO_INCREMENTAL=0 CARGO_PROFILE_DEV_DEBUG=0
cd "$(dirname "$0")/.."
exec cargo test -Zbuild-std=std,panic_unwind,test --target "$target" \
    --config 'profile.dev.package."fastjson-api".opt-level='$level "$@"
