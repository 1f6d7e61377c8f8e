"""Before and after of built-in fixes: NAME.safe.* by `suture fix`, NAME.review.* by `suture fix --review`.

Each result must parse, lose the finding it was made for, and stay as it is in a second run.
A safe fix leaves legitimate behaviour alone, so review-only changes may not appear in a safe pair.
"""
import ast
import os
import pathlib
import subprocess
import tempfile

import pytest

HERE = pathlib.Path(__file__).parent / "pairs"
SUTURE = os.path.abspath(os.environ.get("SUTURE", "build/suture"))
NAMES = sorted(p.name[: -len(".before.py")] for p in HERE.glob("*.before.py"))


def fix(text, name):
    options = ["--review"] if name.endswith(".review") else []
    run = subprocess.run([SUTURE, "fix", "-", "--profile", "audit", "--no-config", "-q", *options], input=text, capture_output=True, cwd=tempfile.gettempdir())
    assert run.returncode in (0, 1, 3), run.stderr.decode()   # 3: a gate had nothing to look in
    return run.stdout


@pytest.mark.parametrize("name", NAMES)
def test_pair(name):
    before = (HERE / f"{name}.before.py").read_bytes()
    after = (HERE / f"{name}.after.py").read_bytes()
    got = fix(before, name)
    assert got.decode() == after.decode()
    assert got != before
    ast.parse(got)
    assert fix(got, name) == got


def test_pairs_are_there():
    assert len(NAMES) >= 30
