#!/usr/bin/env bash
# Builds the no_std crate beside this file for a target that has no std, where the compiler itself
# refuses what needs it. If the target cannot be had (no network), it is built for this machine, and in the
# tree of its dependencies no crate may have a feature named std.
set -euo pipefail
cd "$(dirname "$0")"
root=$(cd ../.. && pwd)
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$root/target}

bare=x86_64-unknown-none
target=()
if rustup target add "$bare"; then
    target=(--target "$bare")
else
    echo "no target $bare here: checking the features of dependencies alone"
fi

for features in "" serde serde,fastjson-api/raw_value,fastjson-api/arbitrary_precision,fastjson-api/unbounded_depth; do
    echo "no_std, features: ${features:-none}"
    cargo build --quiet --features "$features" "${target[@]}"
    tree=$(cargo tree --edges normal,features --prefix none --features "$features")
    # The derive macros run in the compiler, which has std.
    tree=$(grep -vE '^(serde_derive|proc-macro2|quote|syn|unicode-ident) ' <<<"$tree")
    if grep -E 'feature "(std|default)"' <<<"$tree"; then
        echo "these features need std" >&2
        exit 1
    fi
done
