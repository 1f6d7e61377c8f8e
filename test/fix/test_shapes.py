"""Each fix in several shapes: shapes/RULE.txt holds programs and what they become, by safe fixes or with --review.

Each result parses, has lost the finding, and stays as it is in a second run. Every rule with a fix is counted: at least three
programs, here, in pairs/, behaviour/ or projects/, must lose a finding of it to the fix.
"""
import ast
import json
import os
import pathlib
import re
import subprocess

import pytest

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parents[1]
SUTURE = os.path.abspath(os.environ.get("SUTURE", "build/suture"))
ENOUGH = 3


def shapes():
    for path in sorted((HERE / "shapes").glob("*.txt")):
        for n, part in enumerate(path.read_text().split("=== ")[1:]):
            trust, _, text = part.partition("\n")
            before, after = text.split("--- becomes\n")
            yield path.stem, n, trust, before, after


SHAPES = list(shapes())


def fix(folder, text, trust):
    (folder / "app.py").write_text(text)
    options = ["--review"] if trust == "review" else []
    run = subprocess.run([SUTURE, "fix", "app.py", "--no-config", "--profile", "audit", "--write", "--format", "json", *options],
                         cwd=folder, capture_output=True, text=True)
    assert run.returncode in (0, 1, 3), run.stderr
    rows = [r for f in json.loads(run.stdout)["files"] for r in f["findings"]]
    return (folder / "app.py").read_text(), rows


@pytest.mark.parametrize("rule,n,trust,before,after", SHAPES, ids=[f"{s[0]}-{s[1]}" for s in SHAPES])
def test_shape(rule, n, trust, before, after, tmp_path):
    got, rows = fix(tmp_path, before, trust)
    how = [r["how"] for r in rows if r["rule"] == rule]
    assert "built-in" in how and "left" not in how
    assert got == after
    ast.parse(got)
    assert fix(tmp_path, got, trust)[0] == got


def programs():
    for path in (HERE / "pairs").glob("*.before.py"):
        yield path.read_text()
    for path in (HERE / "behaviour").glob("*.txt"):
        yield path.read_text().split("\n--- works\n")[0] + "\n"
    for shape in SHAPES:
        yield shape[3]


@pytest.fixture(scope="module")
def counted(tmp_path_factory):
    folder, count = tmp_path_factory.mktemp("all"), {}
    for n, text in enumerate(programs()):
        (folder / f"p{n}").mkdir()
        (folder / f"p{n}" / "app.py").write_text(text)
    for path in (HERE / "projects").glob("*.txt"):
        for part in path.read_text().split("\n--- becomes\n")[0].split("\n=== ")[1:]:
            name, _, body = part.partition("\n")
            (folder / path.stem / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / path.stem / name).write_text(body + "\n")
    run = subprocess.run([SUTURE, "fix", ".", "--no-config", "--profile", "audit", "--review", "--format", "json"], cwd=folder,
                         capture_output=True, text=True)
    for f in json.loads(run.stdout)["files"]:
        for rule in {r["rule"] for r in f["findings"] if r["how"] == "built-in"}:
            count[rule] = count.get(rule, 0) + 1
    return count


def with_fix():
    for path in sorted((ROOT / "src" / "rule").glob("*.c")):
        text = path.read_text()
        name = re.search(r'^    \.id *= *L\("([^"]+)"\)', text, re.M)
        if ".fix" in text and name:
            yield name[1]


@pytest.mark.parametrize("rule", list(with_fix()))
def test_enough(rule, counted):
    have = counted.get(rule, 0)
    assert have >= ENOUGH, f"{have} programs for the fix of {rule}; {ENOUGH} are needed"
