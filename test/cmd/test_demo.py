"""The tour that the README promises runs to its end, without a network, and changes nothing."""
import os
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
SUTURE = os.environ.get("SUTURE", str(ROOT / "build/suture"))


def test_demo_has_four_acts_and_changes_nothing():
    before = {p: p.read_bytes() for p in (ROOT / "examples").rglob("*.py")}
    env = {**os.environ, "SUTURE": SUTURE, "NO_COLOR": "1", "http_proxy": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9"}
    run = subprocess.run([ROOT / "tool/demo"], env=env, capture_output=True, text=True, timeout=120)
    assert run.returncode == 0, run.stdout[-2000:] + run.stderr
    for words in ("Act 1.", "from examples/notes/app.py", "Act 2.", "gates passed", "Act 3.", "RECORDING", "not hollowed out: ",
                  "fixed (model)", "Act 4.", "left:"):
        assert words in run.stdout, words
    assert before == {p: p.read_bytes() for p in before}
