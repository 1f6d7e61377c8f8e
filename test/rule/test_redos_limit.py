"""Patterns that are dear to judge: many of them end in a bounded time, and the file says that it was."""
import json
import os
import pathlib
import subprocess

SUTURE = os.environ.get("SUTURE") or str(pathlib.Path(__file__).parent.parent.parent / "build" / "suture")


def scan(tmp_path, patterns):
    """The findings of redos and the files not analysed, for a module with these patterns."""
    file = tmp_path / "patterns.py"
    file.write_text("import re\n" + "".join(
        f"def f{i}(text):\n    return re.fullmatch(r'{p}', text)\n" for i, p in enumerate(patterns)))
    run = subprocess.run([SUTURE, "scan", "--no-config", "--no-cache", "--profile", "audit", "--format", "json",
                          str(file)], capture_output=True, text=True, timeout=60)
    report = json.loads(run.stdout)
    return [f for f in report["findings"] if f["rule"] == "redos"], report["not_analysed"]


def loops(n):
    """n loops in a row that share their letters: the time grows with the length to the power of n."""
    return "".join(f"[a-z{i % 10}]*" for i in range(n))


def test_long_rows_are_judged(tmp_path):
    found, missing = scan(tmp_path, [loops(40) + f"!{i}" for i in range(100)])
    assert len(found) == 100 and not missing
    assert all("to the power of 40" in f["message"] for f in found)


def test_what_was_not_judged_is_said(tmp_path):
    found, missing = scan(tmp_path, [loops(80) + f"!{i}" for i in range(400)])
    assert 0 < len(found) < 400
    assert len(missing) == 1 and "no pattern was asked" in missing[0]["why"]
    assert missing[0]["line"] == 3 + 2 * len(found)
