"""The fixtures of this folder: each a title, a source, and after --- its tree or its diagnostics.

A tree is written (Kind field=value …); what is absent, empty or usual (a Load context) is left out. A source that
doesn't parse shows its diagnostics first, as `! kind line:column what`; one that not every version from 3.8 to 3.14
takes says which do. SUTURE_UPDATE=1 writes the expected part
anew from suture, and says where CPython's tree is another; read the difference before a commit.
SPDX-License-Identifier: MIT
"""
import glob
import json
import os
import sys

import pytest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "oracle"))
import ask  # noqa: E402
import compare  # noqa: E402

USUAL = {"ctx": "Load", "kind": None, "is_async": 0, "conversion": -1, "level": 0}
PLACE = ("_type", "lineno", "col_offset", "end_lineno", "end_col_offset")
RULE = "=" * 60


def scalar(v):
    return json.dumps(v, ensure_ascii=False)


def brief(v, indent):
    """A value of the tree as text; statements and cases stand on lines of their own."""
    if isinstance(v, list):
        if any(isinstance(x, dict) and x["_type"] in BLOCKS for x in v):
            return "[" + "".join("\n" + "  " * (indent + 1) + brief(x, indent + 1) for x in v) + "]"
        return "[" + " ".join(brief(x, indent) for x in v) + "]"
    if isinstance(v, dict) and "_type" in v:
        return tree(v, indent)
    return scalar(v)


BLOCKS = set("""FunctionDef AsyncFunctionDef ClassDef Return Delete Assign TypeAlias AugAssign AnnAssign For AsyncFor
While If With AsyncWith Match Raise Try TryStar Assert Import ImportFrom Global Nonlocal Expr Pass Break Continue
ExceptHandler match_case Error""".split())


def tree(node, indent=0):
    parts = []
    for key, v in node.items():
        if key in PLACE or v in ([], None) or (key in USUAL and v == USUAL[key]):
            if not (key == "value" and node["_type"] in ("Constant", "MatchSingleton")):
                continue
        if key == "args" and isinstance(v, dict) and tree(v) == "(arguments)":
            continue
        parts.append(" %s=%s" % (key, brief(v, indent)))
    return "(" + node["_type"] + "".join(parts) + ")"


def described(reply):
    out = ["! %s %d:%d %s" % (d["kind"], d["line"], d["col"], d["what"]) for d in reply["diags"]]
    if reply["parses"] and (reply["min"], reply["max"]) != (308, 314):
        out.append("Python 3.%d to 3.%d" % (reply["min"] - 300, reply["max"] - 300))
    return "\n".join(out + [tree(json.loads(reply["tree"]))])


def cases(path):
    with open(path, encoding="utf-8") as f:
        parts = f.read().split(RULE + "\n")[1:]
    for part in parts:
        title, rest = part.split("\n", 1)
        source, want = rest.rsplit("\n---\n", 1)
        yield title, source, want.rstrip("\n")


FILES = sorted(glob.glob(os.path.join(HERE, "*.txt")))
CASES = [(os.path.basename(p)[:-4], c) for p in FILES for c in cases(p)]


@pytest.fixture(scope="module")
def mine():
    peer = ask.suture()
    if not os.path.exists(peer.command[0]):
        pytest.skip("no driver at " + peer.command[0])
    yield peer
    peer.close()


@pytest.mark.parametrize("case", [c for _, c in CASES], ids=["%s: %s" % (f, c[0]) for f, c in CASES])
def test_tree(mine, case):
    title, source, want = case
    assert described(mine.ask(source.encode(), tree=True)) == want


def update():
    mine, peer = ask.suture(), ask.cpython(314) or ask.cpython(313)
    for path in FILES:
        out = []
        for title, source, _ in cases(path):
            ours, theirs = mine.ask(source.encode(), tree=True), peer.ask(source.encode(), tree=True)
            faults = compare.tree_faults(ours["tree"], theirs["tree"], peer.version) if theirs["parses"] else []
            if faults:
                print("not CPython's tree: %s: %s" % (path, title), *faults, sep="\n    ")
            out.append("%s\n%s\n%s\n---\n%s\n" % (RULE, title, source, described(ours)))
        with open(path, "w", encoding="utf-8") as f:
            f.write("\n".join(out))


if __name__ == "__main__" and os.environ.get("SUTURE_UPDATE"):
    update()
