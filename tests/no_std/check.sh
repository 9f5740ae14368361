#!/usr/bin/env bash
# Builds the no_std crate beside this file, and looks for std in what it depends on.
#
# With a target that has no std (`rustup target add x86_64-unknown-none`) the compiler itself would say so;
# it is used if it is there. Without it, the tree of features is read: no crate may have its `std` on.
set -euo pipefail
cd "$(dirname "$0")"
root=$(cd ../.. && pwd)
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$root/target}

target=()
for bare in x86_64-unknown-none aarch64-unknown-none; do
    if [ -d "$(rustc --print sysroot)/lib/rustlib/$bare" ]; then
        target=(--target "$bare")
    fi
done

for features in "" serde serde,fastjson-api/raw_value,fastjson-api/arbitrary_precision,fastjson-api/unbounded_depth; do
    echo "no_std, features: ${features:-none} ${target[*]}"
    cargo build --quiet --features "$features" "${target[@]}"
    tree=$(cargo tree --edges normal,features --prefix none --features "$features")
    if grep -E 'feature "(std|default)"' <<<"$tree" | grep -vE '^(no-std-consumer|serde_derive|proc-macro2|quote|syn|unicode-ident) '; then
        echo "these features need std" >&2
        exit 1
    fi
done
