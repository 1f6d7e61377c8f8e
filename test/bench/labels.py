"""Recall and specificity on labelled files, as they are labelled and without those that doc/measured/labels.md lists.

usage: labels.py LABELS FINDINGS. LABELS: {"path", "cwe", "vulnerable"}, FINDINGS: {"path", "cwes"}, one JSON object a line;
a file counts as hit when a finding of the label's CWE lies in it. `families.py`, where it lies beside LABELS's tools and is on
PYTHONPATH, says which CWEs are one family; without it only equal numbers count, and the output says so.
SPDX-License-Identifier: MIT
"""
import collections
import json
import pathlib
import re
import sys

try:
    from families import same
except ImportError:
    print("no families.py on PYTHONPATH: only equal CWE numbers count")

    def same(a, b):
        return a == b

PAGE = pathlib.Path(__file__).parents[2] / "doc/measured/labels.md"


def rows(path):
    return [json.loads(line) for line in open(path, encoding="utf-8")]


def held_wrong():
    """Paths of both tables of the page."""
    return set(re.findall(r"^\| (generatedCode_\S+\.py) \|", PAGE.read_text(encoding="utf-8"), re.M))


def rates(labels, found):
    n = collections.Counter()
    for label in labels:
        cwe = int(re.sub(r"\D", "", str(label["cwe"])))
        hit = any(same(cwe, c) for f in found[label["path"]] for c in f["cwes"][:3])
        n[label["vulnerable"], hit] += 1
    bad, good = n[True, True] + n[True, False], n[False, True] + n[False, False]
    return (f"recall {n[True, True] / max(bad, 1):.3f} ({n[True, True]} of {bad}), "
            f"specificity {n[False, False] / max(good, 1):.3f} ({n[False, False]} of {good})")


def main():
    labels, found, wrong = rows(sys.argv[1]), collections.defaultdict(list), held_wrong()
    for f in rows(sys.argv[2]):
        found[f["path"]].append(f)
    labels = [x for x in labels if x["vulnerable"] is not None]
    kept = [x for x in labels if x["path"].split("/", 1)[1] not in wrong]
    print("as labelled:", rates(labels, found))
    print(f"without the {len(labels) - len(kept)} files that we hold wrong:", rates(kept, found))


main()
