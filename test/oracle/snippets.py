"""Breaks the small texts of test/parse in small ways and asks every CPython at hand for its verdict.

usage: snippets.py [--count N] [--seed N] [--versions 3.8,3.13]
Where suture says otherwise for that version, the text is printed; texts are short, so most differences are one
rule each. Exits 1 when there is one.
SPDX-License-Identifier: MIT
"""
import argparse
import glob
import os
import random
import re
import sys

import ask

PARSE = os.path.join(ask.ROOT, "test", "parse")
sys.path.insert(0, PARSE)
import test_trees  # noqa: E402
import test_verdicts  # noqa: E402

TOKEN = re.compile(r"\s+|\w+|\*\*|//|->|:=|[<>=!]=|.", re.S)
EXTRA = ["(", ")", "[", "]", "{", "}", ":", ",", "=", ":=", "*", "**", ".", "'", '"', "f'", "t'", "{x}", "\\", "\n", "\n ",
         " ", "not ", "await ", "async ", "yield ", "lambda: ", "for x in y ", "if x ", "else ", "in ", "is ", "as x ",
         "1", "0x", "1_", "1.", "1e", "x", "_", "match ", "case ", "type ", "@", ";", "!", "!r", "#", "->", "...", "|", "-",
         "None", "print ", "del ", "global x", "return ", "import ", "from ", "except ", "\t", "\f", "\r", "é", "b", "r"]


def seeds():
    out = [test_verdicts.plain(text) for _, text in test_verdicts.rows()]
    for path in sorted(glob.glob(os.path.join(PARSE, "*.txt"))):
        out += [source for _, source, _ in test_trees.cases(path) if len(source) < 300]
    return [s for s in out if len(s) < 2000]


def change(text, rng):
    parts = TOKEN.findall(text) or [""]
    for _ in range(rng.choice((1, 1, 2))):
        i, kind = rng.randrange(len(parts)), rng.randrange(5)
        if kind == 0:
            parts[i] = ""
        elif kind == 1:
            parts[i] *= 2
        elif kind == 2:
            parts[i] += rng.choice(EXTRA)
        elif kind == 3:
            parts[i] = rng.choice(EXTRA)
        else:
            j = rng.randrange(len(parts))
            parts[i], parts[j] = parts[j], parts[i]
    return "".join(parts)


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--count", type=int, default=2000)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--show", type=int, default=60)
    p.add_argument("--versions", default="3.8,3.9,3.10,3.11,3.12,3.13,3.14")
    opt = p.parse_args()
    wanted = [300 + int(v.split(".")[1]) for v in opt.versions.split(",")]
    mine, peers = ask.suture(), [q for q in map(ask.cpython, wanted) if q]
    rng, bad, texts = random.Random(opt.seed), 0, seeds()
    for _ in range(opt.count):
        text = change(rng.choice(texts), rng)
        source = (text + "\n").encode("utf-8", "surrogatepass")
        theirs = [q.ask(source) for q in peers]
        ours = [mine.ask(source, target=q.version) for q in peers]
        want, got = ("".join("?" if r["parses"] is None else ".X"[not r["parses"]] for r in rs) for rs in (theirs, ours))
        if any(w != g for w, g in zip(want, got) if w != "?"):
            bad += 1
            if bad <= opt.show:
                why = next((r["error"] for r in theirs if r["error"]), "")
                print("%s ours %s %r\n    CPython %s; ours %s" % (want, got, text, why, [d["what"] for d in mine.ask(source)["diags"][:2]]),
                      flush=True)
    print("snippets: %d texts, %d CPythons, %d differ" % (opt.count, len(peers), bad))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
