"""Breaks real files in small ways and asks: does `parses` say what compile() says, does the tree still cover
the file, and are the statements before and after the damage those of the undamaged file?

usage: mutate.py [--count N] [--seed N] [--version 3.N] PATH...
A mutation deletes, doubles or swaps tokens, or cuts the end off. The damage costs the innermost statement that
holds it: its neighbours in the same body, and those of every statement around it, must be as they were,
but for line numbers and one neighbour that a broken end may touch. Exits 1 when a verdict or the cover is wrong.
SPDX-License-Identifier: MIT
"""
import argparse
import json
import random
import re
import sys

import ask
from compare import newest, python_files

TOKEN = re.compile(rb"""(?P<skip>[ \t\f]+|\\\r?\n|\r?\n|\#[^\n]*)
    |[A-Za-z]{0,2}(?:'''(?:\\.|[^\\])*?'''|\"\"\"(?:\\.|[^\\])*?\"\"\"|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*")
    |[A-Za-z_0-9\x80-\xff]+|\*\*=?|//=?|>>=?|<<=?|->|:=|\.\.\.|[-+*/%&|^=<>!@]=|.""", re.S | re.X)
BODIES = ("body", "orelse", "finalbody", "handlers", "cases")
PLACE = ("lineno", "end_lineno")


def tokens(source):
    """(start, end) of each token that is neither blank nor comment."""
    return [m.span() for m in TOKEN.finditer(source) if not m.group("skip")]


def mutate(source, rng):
    """(broken text, name, first damaged byte, end of the damage in the original, growth)"""
    spots = tokens(source)
    i = rng.randrange(len(spots) - 1)
    (a, b), (c, d) = spots[i], spots[i + 1]
    kind = rng.choice(("delete", "double", "swap", "cut"))
    if kind == "delete":
        return source[:a] + source[b:], kind, a, b
    if kind == "double":
        return source[:b] + b" " + source[a:], kind, a, b
    if kind == "swap":
        return source[:a] + source[c:d] + source[b:c] + source[a:b] + source[d:], kind, a, d
    return source[:a], kind, a, len(source)


class Text:
    """Line and column to byte offset."""

    def __init__(self, source):
        self.source, self.starts = source, [0]
        for m in re.finditer(rb"\r\n|\r|\n", source):
            self.starts.append(m.end())

    def span(self, node):
        return (self.starts[node["lineno"] - 1] + node["col_offset"],
                self.starts[node["end_lineno"] - 1] + node["end_col_offset"])


def blank_out(text, node, left):
    """Blanks the bytes of every placed node; goes inside those that have no place."""
    if isinstance(node, list):
        for n in node:
            blank_out(text, n, left)
    elif isinstance(node, dict):
        if "lineno" in node:
            a, b = text.span(node)
            left[a:b] = b" " * (b - a)
        for v in node.values() if "lineno" not in node or "decorator_list" in node else ():
            blank_out(text, v, left)


def uncovered(source, tree):
    """What of the file lies in no node: nothing but blanks, comments, ';', '@' and '\\' may."""
    left = bytearray(source)
    blank_out(Text(source), tree, left)
    rest = re.sub(rb"#[^\n\r]*", b"", bytes(left))
    return re.sub(rb"[\s;@\\\x0c]|\xef\xbb\xbf", b"", rest)


def moved(node, by):
    """The tree with its lines shifted."""
    if isinstance(node, list):
        return [moved(n, by) for n in node]
    if isinstance(node, dict):
        return {k: v + by if k in PLACE else moved(v, by) for k, v in node.items()}
    return node


def holder(text, body, at):
    """Index of the statement of the body that holds the byte, or where it would stand."""
    for i, node in enumerate(body):
        if "lineno" not in node:
            spans = [text.span(n) for n in node.get("body", []) if "lineno" in n]
            end = spans[-1][1] if spans else 0
        else:
            end = text.span(node)[1]
        if at < end:
            return i
    return len(body)


def neighbours(text, old, new, first, last, by, out):
    """Compares the statements around the damage in one body, then goes into the damaged one."""
    i = holder(text, old, first)
    j = holder(text, old, max(first, last - 1))
    out["before"] += old[:i] == new[:i]
    out["before all"] += 1
    tail = moved(old[j + 1:], by)
    out["after"] += tail == new[len(new) - len(tail):] if tail else 1
    out["after all"] += 1
    if i != j or i >= len(old) or len(new) != len(old) or old[i]["_type"] != new[i]["_type"]:
        return
    for field in BODIES:
        inner = old[i].get(field)
        if not isinstance(inner, list) or not inner or "lineno" not in inner[0]:
            continue
        if text.span(inner[0])[0] <= first and last <= text.span(inner[-1])[1]:
            neighbours(text, inner, new[i].get(field, []), first, last, by, out)


def options():
    p = argparse.ArgumentParser()
    p.add_argument("--count", type=int, default=2000)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--version")
    p.add_argument("--show", type=int, default=20)
    p.add_argument("--largest", type=int, default=30000, help="bytes of the largest file used")
    p.add_argument("path", nargs="+")
    return p.parse_args()


def shown(broken, at):
    return broken[max(0, at - 60):at + 40]


class Report:
    def __init__(self, most):
        self.most, self.faults, self.legal, self.around = most, {}, 0, dict.fromkeys(("before", "before all", "after", "after all"), 0)

    def fault(self, kind, path, mutation, at, broken, what):
        self.faults[kind] = self.faults.get(kind, 0) + 1
        if self.faults[kind] <= self.most:
            print("%s: %s %s at %d: %s\n    %r" % (kind, path, mutation, at, what, shown(broken, at)), flush=True)


def judge(path, source, rng, mine, peer, report):
    broken, kind, first, last = mutate(source, rng)
    theirs, ours = peer.ask(broken), mine.ask(broken, tree=True, target=peer.version)
    if ours["parses"] is None:
        report.fault("crash", path, kind, first, broken, ours["error"])
        return
    if theirs["parses"] is not None and theirs["parses"] != ours["parses"]:
        why = theirs["error"] or [d["what"] for d in ours["diags"][:2]]
        report.fault("verdict", path, kind, first, broken, "ours %s, CPython %s %s" % (
            ours["parses"], theirs["parses"], why))
    report.legal += theirs["parses"] is True
    tree = json.loads(ours["tree"])
    rest = uncovered(broken, tree)
    if rest:
        report.fault("cover", path, kind, first, broken, rest[:60])
    before = dict(report.around)
    whole = json.loads(mine.ask(source, tree=True, target=peer.version)["tree"])
    by = broken.count(b"\n") - source.count(b"\n")
    neighbours(Text(source), whole["body"], tree["body"], first, last, by, report.around)
    for side in ("before", "after"):
        if report.around[side] - before[side] != report.around[side + " all"] - before[side + " all"]:
            report.fault(side, path, kind, first, broken, "a neighbour changed")


def main():
    opt = options()
    version = 300 + int(opt.version.split(".")[1]) if opt.version else newest()
    peer, mine, rng = ask.cpython(version), ask.suture(), random.Random(opt.seed)
    files = []
    for path in python_files(opt.path, opt.count):
        with open(path, "rb") as f:
            source = f.read()
        if 200 < len(source) < opt.largest and len(tokens(source)) > 20 and peer.ask(source)["parses"]:
            files.append((path, source))
        if len(files) >= opt.count:
            break
    report = Report(opt.show)
    for _ in range(opt.count):
        path, source = rng.choice(files)
        judge(path, source, rng, mine, peer, report)
    a = report.around
    print("mutate: CPython 3.%d, %d mutations of %d files (%d still legal); faults %s; bodies with the same statements before "
          "%d of %d, after %d of %d" % (version - 300, opt.count, len(files), report.legal, report.faults or "none",
                                        a["before"], a["before all"], a["after"], a["after all"]))
    return 1 if any(k in report.faults for k in ("crash", "verdict", "cover")) else 0


if __name__ == "__main__":
    sys.exit(main())
