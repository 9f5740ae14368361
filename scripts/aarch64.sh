#!/bin/sh
# Builds the crate for AArch64 and runs its tests there, in an emulator: the NEON back end's only proof
# on an x86-64 machine. For Debian and its kin, as root, since it installs what it needs; with any
# argument, those go to `cargo test` (say `--test backends`), else all tests run.
set -eu

target=aarch64-unknown-linux-gnu

# Debian keeps this Rust new, because browsers need it.
if ! [ -d "/usr/lib/rustlib/$target/lib" ] || ! command -v qemu-aarch64 >/dev/null; then
    dpkg --add-architecture arm64
    apt-get update -q
    apt-get install -qy --no-install-recommends \
        rustc-web libstd-rust-web-dev:arm64 gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user
fi

export RUSTC=/usr/bin/rustc RUSTDOC=/usr/bin/rustdoc
export CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_LINKER=aarch64-linux-gnu-gcc
# No `-L` with the cross compiler's C library: half of it and half of the one that arm64's own packages
# bring make every thread hang at its start.
export CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_RUNNER=qemu-aarch64
cd "$(dirname "$0")/.."
# An emulated debug build takes minutes.
exec cargo test --target "$target" --config 'profile.dev.package."fastjson-api".opt-level=2' "$@"
