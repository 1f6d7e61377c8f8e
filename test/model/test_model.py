# Knowledge of libraries, end to end: each fixture's "# want: rule" lines must be found by that rule, and no
# other line by any rule that some fixture names. "# miss: rule" and "# noise: rule" are known faults; a healed one fails.
# SPDX-License-Identifier: MIT
import json
import os
import pathlib
import re
import subprocess

import pytest

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parent.parent
SUTURE = os.environ.get("SUTURE", str(ROOT / "build" / "suture"))
MARK = re.compile(r"#\s*(want|miss|noise):\s*([a-z0-9-]+(?:\s*,\s*[a-z0-9-]+)*)")
FILES = sorted(p for p in HERE.glob("*.py") if not p.name.startswith("test_"))


def said(path):
    marks = {"want": set(), "miss": set(), "noise": set()}
    for number, line in enumerate(path.read_text().splitlines(), 1):
        for kind, rules in MARK.findall(line):
            marks[kind] |= {(number, rule.strip()) for rule in rules.split(",")}
    return marks


ALL_RULES = {rule for path in FILES for rules in said(path).values() for _, rule in rules}


def found(path):
    done = subprocess.run(
        [SUTURE, "scan", "--profile", "audit", "--format", "json", str(path)],
        capture_output=True, text=True, timeout=60, cwd=HERE,
    )
    assert done.returncode in (0, 1), done.stderr
    return {(f["line"], f["rule"]) for f in json.loads(done.stdout)["findings"] if f["rule"] in ALL_RULES}


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_library(path):
    marks, got = said(path), found(path)
    expected = marks["want"] | marks["noise"]
    assert got - expected == set(), "silence was expected here"
    assert expected - got == set(), "not found"
    assert got & marks["miss"] == set(), "healed: turn miss into want"
