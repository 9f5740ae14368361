#!/usr/bin/env python3
"""Writes the fuzz targets' first inputs: python3 scripts/fuzz_seeds.py FOLDER, a folder in it for each target.

They come from the documents in tests/common/inputs.rs and, where the environment's FASTJSON_DATA names the folder,
from JSONTestSuite, number vectors and small documents of other projects. The first bytes of an input say how a target
asks (see fuzz/src); here they follow from the document, so that every run writes the same files.
"""
import ast
import hashlib
import os
import pathlib
import random
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
# How many bytes come before the document, for each target that reads one.
HEADERS = {"read": 4, "skip": 3, "roundtrip": 2, "backends": 3}
# What the targets' programs may be made of: there are no documents of that kind.
PROGRAMS = {"write": 300, "writer": 300}
LONGEST = 2000


def built_in():
    """Every byte string of tests/common/inputs.rs."""
    source = (ROOT / "tests/common/inputs.rs").read_text()
    return [ast.literal_eval(literal) for literal in re.findall(r'\bb"(?:[^"\\]|\\.)*"', source)]


def data():
    """Documents and numbers of other projects, if they are there."""
    folder = os.environ.get("FASTJSON_DATA")
    if not folder:
        return [], []
    folder = pathlib.Path(folder)
    documents = []
    for pattern in ("conformance/**/*.json", "corpora/small/*.json", "api/*/*.json"):
        for path in sorted(folder.glob(pattern)):
            if path.is_file() and path.stat().st_size <= LONGEST:
                documents.append(path.read_bytes())
    numbers = []
    for path in sorted(folder.glob("numbers/**/*.txt")):
        lines = path.read_bytes().split(b"\n")
        # A vector is its bits in three widths and the text.
        texts = [line.split()[-1] for line in lines if len(line.split()) == 4]
        numbers += texts[:: max(1, len(texts) // 60)]
    return documents, numbers


def main(out):
    documents, numbers = data()
    documents = built_in() + documents
    numbers += [text for text in documents if re.match(rb"-?[0-9]", text)]
    seeds = {}

    def add(target, header, text):
        seed = bytes(header) + text
        seeds.setdefault(target, {})[hashlib.sha1(seed).hexdigest()] = seed

    for at, text in enumerate(documents):
        # The same for the same document; plain ones first, moved and cut ones more rarely.
        chance = random.Random(text)
        for target, length in HEADERS.items():
            for time in range(3 if target in ("read", "roundtrip") else 1):
                header = [chance.randrange(256) for _ in range(length)]
                if time == 0 or chance.random() < 0.8:
                    header[0] = 0
                add(target, header, text)
        # Some documents in lines, or in an array.
        others = [chance.choice(documents) for _ in range(chance.randrange(4))]
        header = [chance.randrange(256) for _ in range(4)]
        add("lines", header, b"\n".join([text, *others]))
        add("lines", [5 + header[0] % 3, *header[1:]], b"[" + b",".join([text, *others]) + b"]")
        program = bytes(chance.randrange(256) for _ in range(chance.randrange(60)))
        add("value", [len(program)], program + text)
    for text in numbers:
        add("numbers", [1], text)
        add("numbers", [1], text + b",1 ")
    for at in range(400):
        chance = random.Random(at)
        length = chance.randrange(40)
        add("numbers", [0], bytes(chance.randrange(256) for _ in range(length)))
        for target, longest in PROGRAMS.items():
            length = chance.randrange(longest)
            add(target, [], bytes(chance.choice((chance.randrange(32), chance.randrange(256))) for _ in range(length)))

    for target, inputs in seeds.items():
        folder = pathlib.Path(out) / target
        folder.mkdir(parents=True, exist_ok=True)
        for name, seed in inputs.items():
            (folder / name).write_bytes(seed)
        print(f"{target}: {len(inputs)} seeds")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
