#!/usr/bin/env bash
# What users get with all features: every crate must be under a licence that asks for no more than MIT or
# Apache-2.0 do, and come from the registry. Advisories need the network; `cargo audit` is run if it is
# installed.
set -euo pipefail
cd "$(dirname "$0")/.."

cargo metadata --format-version 1 --all-features | python3 -c '
import json, sys
data = json.load(sys.stdin)
packages = {package["id"]: package for package in data["packages"]}
nodes = {node["id"]: node for node in data["resolve"]["nodes"]}
root = next(p["id"] for p in data["packages"] if p["name"] == "fastjson-api")
free = {"MIT", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "BSD-2-Clause", "BSD-3-Clause",
        "ISC", "Zlib", "Unlicense", "CC0-1.0", "0BSD", "BSL-1.0", "Unicode-3.0", "MIT-0"}
seen, todo, wrong = set(), [root], []
while todo:
    for dep in nodes[todo.pop()]["deps"]:
        normal = any(kind["kind"] in (None, "build") for kind in dep["dep_kinds"])
        if normal and dep["pkg"] not in seen:
            seen.add(dep["pkg"])
            todo.append(dep["pkg"])
for package in sorted((packages[i] for i in seen), key=lambda p: p["name"]):
    licence = package["license"] or ""
    ways = [way.strip(" ()").replace("(", "").replace(")", "")
            for way in licence.replace("/", " OR ").split(" OR ")]
    good = any(all(part.strip() in free for part in way.split(" AND ")) for way in ways)
    source = (package["source"] or "").startswith(("registry+", "sparse+"))
    print("{:24} {:12} {}".format(package["name"], package["version"], licence))
    if not good or not source:
        wrong.append(package["name"])
print(len(seen), "crates")
sys.exit("not acceptable: " + ", ".join(wrong) if wrong else 0)
'
if command -v cargo-audit >/dev/null; then
    cargo audit
else
    echo "cargo audit is not installed: advisories were not asked for"
fi
