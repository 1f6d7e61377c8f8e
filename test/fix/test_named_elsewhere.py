"""A parameter may get another name only when no other file of the project passes it by its name."""
import os
import pathlib
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
SUTURE = os.environ.get("SUTURE", str(ROOT / "build" / "suture"))
pytestmark = pytest.mark.skipif(not os.path.exists(SUTURE), reason=f"{SUTURE} is not built")
CODE = "def evaluate(text):\n    return eval(text)\n"
ANSWER = "=== reply\n```python\nimport ast\n\n\ndef evaluate(safe):\n    return ast.literal_eval(safe)\n```\n"


@pytest.mark.parametrize("caller, taken", [
    ("from app import evaluate\nprint(evaluate(input()))\n", True), ("from app import evaluate\nprint(evaluate(text=input()))\n", False),
    ("import app\nprint(app.evaluate(\n    text = input()))\n", False), ("text = 3\n", True), ("if text == 3: evaluate\n", True)])
def test_callers_in_other_files(tmp_path, caller, taken):
    (tmp_path / "app.py").write_text(CODE)
    (tmp_path / "other.py").write_text(caller)
    (tmp_path / "talk").write_text(ANSWER)
    done = subprocess.run([SUTURE, "fix", ".", "--profile", "audit", "--select", "code-injection", "--model", "script:talk",
                           "--write", "--rounds", "1"], cwd=tmp_path, capture_output=True, text=True, timeout=100,
                          env={**os.environ, "XDG_STATE_HOME": str(tmp_path / "state")})
    assert ("safe" in (tmp_path / "app.py").read_text()) == taken, done.stderr
    assert taken or "lost or renamed its parameter text" in done.stderr
