"""Compares suture's trees with CPython's `ast`, node by node, with positions and decoded constants.

usage: compare.py [--version 3.N] [--show N] [--most FILES] PATH...
Prints files, lines and differences; exits 1 when there is one. A file counts as different when its tree
is, or when `parses` is not what compile() says. The inside of f-strings: before 3.12 CPython gives it the
places of the whole literal (or wrong ones), so there places inside JoinedStr are left out on both sides
and neighbouring texts are joined; in 3.12 too, whose places in nested specs are still wrong.
SPDX-License-Identifier: MIT
"""
import argparse
import json
import os
import sys
import time

import ask

PLACE = ("lineno", "col_offset", "end_lineno", "end_col_offset")
# Kinds that got a (right) place later than 3.8, and when.
PLACED_SINCE = {"keyword": 309, "arg": 309, "Starred": 309, "alias": 310}


def python_files(paths, most):
    """Every .py file below the paths, in a fixed order; a sample spread evenly when `most` is given."""
    found = []
    for path in paths:
        if os.path.isfile(path):
            found.append(path)
        for folder, folders, files in os.walk(path):
            folders.sort()
            found += [os.path.join(folder, f) for f in sorted(files) if f.endswith(".py")]
    step = len(found) / most if most and most < len(found) else 1
    return [found[int(i * step)] for i in range(int(len(found) / step))]


def joined(values):
    """The parts of an f-string with neighbouring texts made one."""
    out = []
    for v in values:
        if out and v["_type"] == out[-1]["_type"] == "Constant" and isinstance(v["value"], str) \
                and isinstance(out[-1]["value"], str):
            out[-1] = dict(out[-1], value=out[-1]["value"] + v["value"])
        elif v["_type"] != "Constant" or v["value"] != "":
            out.append(v)
    return out


def normal(node, version, placed=True):
    """The tree as that version can give it: without the places and shapes that it has wrong."""
    if isinstance(node, list):
        return [normal(n, version, placed) for n in node]
    if not isinstance(node, dict):
        return node
    kind = node.get("_type")
    inside = placed and not (kind == "JoinedStr" and version < 313)
    out = {k: normal(v, version, inside) for k, v in node.items() if k not in PLACE}
    if kind == "JoinedStr" and version < 313:
        out["values"] = joined(out["values"])
    if kind == "Constant" and version < 313:
        out["kind"] = None
    if placed and version >= PLACED_SINCE.get(kind, 0):
        out.update((k, node[k]) for k in PLACE if k in node)
    return out


def value_of(v):
    return int(v["int"], 0) if isinstance(v, dict) and "int" in v else v


def differences(a, b, path=""):
    """Yields (path, ours, theirs) where two trees differ."""
    a, b = value_of(a), value_of(b)
    if isinstance(a, dict) and isinstance(b, dict) and a.get("_type") == b.get("_type"):
        here = "%s/%s" % (path, a.get("_type"))
        if "lineno" in a:
            here += "@%s:%s" % (a["lineno"], a["col_offset"])
        for k in dict.fromkeys(list(a) + list(b)):
            if k in PLACE and (k not in a or k not in b):
                continue                             # 3.8 has no place there
            yield from differences(a.get(k), b.get(k), here + "." + k)
    elif isinstance(a, list) and isinstance(b, list):
        for i, (x, y) in enumerate(zip(a, b)):
            yield from differences(x, y, "%s[%d]" % (path, i))
        if len(a) != len(b):
            yield path + " length", len(a), len(b)
    elif type(a) is not type(b) or a != b:
        yield path, a, b


def brief(v):
    text = json.dumps(v)
    return text if len(text) < 160 else text[:160] + "…"


def tree_faults(ours, theirs, version):
    """Up to ten sentences on how the trees differ; none when they are equal."""
    if ours == theirs:
        return []
    a, b = json.loads(ours), json.loads(theirs)
    if version < 313:
        a, b = normal(a, version), normal(b, version)
    out = []
    for path, x, y in differences(a, b):
        out.append("%s: ours %s, CPython %s" % (path[-150:], brief(x), brief(y)))
        if len(out) == 10:
            break
    return out


def compare(source, mine, peer):
    """What is wrong with suture's answer for one text, as sentences."""
    theirs = peer.ask(source, tree=True)
    if theirs["parses"] is None:
        return []                                    # CPython itself died: nothing to compare with
    ours = mine.ask(source, tree=True, target=peer.version)
    if ours["parses"] is None:
        return ["suture " + ours["error"]]
    out = []
    if ours["parses"] != theirs["parses"]:
        why = theirs["error"] or [d["what"] for d in ours["diags"][:3]]
        out.append("parses: ours %s, CPython %s (%s)" % (ours["parses"], theirs["parses"], why))
    if theirs["length"]:
        out += tree_faults(ours["tree"], theirs["tree"], peer.version)
    return out


def options():
    p = argparse.ArgumentParser()
    p.add_argument("--version", help="the CPython to compare with, as 3.13; else the newest at hand")
    p.add_argument("--show", type=int, default=20, help="how many files' differences to print")
    p.add_argument("--most", type=int, default=0, help="compare at most so many files")
    p.add_argument("path", nargs="+")
    return p.parse_args()


def newest():
    return max(v for v in ask.VERSIONS if ask.find_python(v))


def main():
    opt = options()
    version = 300 + int(opt.version.split(".")[1]) if opt.version else newest()
    peer, mine = ask.cpython(version), ask.suture()
    if not peer:
        print("no CPython 3.%d at hand" % (version - 300))
        return 2
    files = lines = bad = size = 0
    began = time.time()
    for path in python_files(opt.path, opt.most):
        with open(path, "rb") as f:
            source = f.read()
        faults = compare(source, mine, peer)
        files, lines, size = files + 1, lines + source.count(b"\n"), size + len(source)
        if faults:
            bad += 1
            if bad <= opt.show:
                print(path, *faults, sep="\n    ", flush=True)
    print("oracle: CPython 3.%d, %d files, %d lines, %.1f MB, %d files differ (%.0f s)"
          % (version - 300, files, lines, size / 1e6, bad, time.time() - began))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
