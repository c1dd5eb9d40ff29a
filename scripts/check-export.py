#!/usr/bin/env python3
"""Checks that an export loads as it was written: scripts/check-export.py rows.jsonl

Needs the package datasets. Plain `load_dataset("json")` must give every row back: equal to its line, without a null that the line
does not have, and with arguments and tools that parse.
"""
import json
import sys
import tempfile

from datasets import load_dataset


def nulls(value, path="row"):
    """The places of nulls within a value."""
    if value is None:
        return [path]
    if isinstance(value, dict):
        return [place for key, each in value.items() for place in nulls(each, f"{path}.{key}")]
    if isinstance(value, list):
        return [place for at, each in enumerate(value) for place in nulls(each, f"{path}[{at}]")]
    return []


def texts_of_json(value):
    """The texts within a value that must hold JSON: arguments, tools, and calls of ShareGPT."""
    found = []
    if isinstance(value, dict):
        for key, each in value.items():
            if key in ("arguments", "tools") and isinstance(each, str):
                found.append(each)
            found += texts_of_json(each)
        if value.get("from") == "function_call":
            found.append(value["value"])
    elif isinstance(value, list):
        for each in value:
            found += texts_of_json(each)
    return found


def main(path):
    with open(path, encoding="utf-8") as lines:
        written = [json.loads(line) for line in lines]
    with tempfile.TemporaryDirectory() as cache:
        loaded = list(load_dataset("json", data_files=path, split="train", cache_dir=cache))
    assert len(loaded) == len(written), f"{len(written)} rows were written, but {len(loaded)} loaded"
    calls = 0
    for number, (before, after) in enumerate(zip(written, loaded)):
        assert not nulls(after), f"row {number} has nulls: {nulls(after)[:5]}"
        assert after == before, f"row {number} changed"
        for text in texts_of_json(after):
            json.loads(text)
            calls += 1
    print(f"{len(loaded)} rows load as written: no nulls, {calls} texts of JSON parse")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
