"""The recording that the demo plays back still fits today's prompts and rules."""
import os
import pathlib
import shutil
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
SUTURE = os.environ.get("SUTURE", str(ROOT / "build" / "suture"))
pytestmark = pytest.mark.skipif(not os.path.exists(SUTURE), reason=f"{SUTURE} is not built")


def test_the_demo_recording(tmp_path):
    for name in ("price.py", "session.jsonl"):
        shutil.copy(ROOT / "examples" / "session" / name, tmp_path)
    env = {**os.environ, "XDG_STATE_HOME": str(tmp_path / "state")}
    done = subprocess.run([SUTURE, "fix", "price.py", "--model", "replay:session.jsonl"], cwd=tmp_path, env=env,
                          capture_output=True, text=True, timeout=60)
    assert "the recording holds" not in done.stderr, "stale: run tool/record"
    assert done.returncode == 0
    assert "round 1: price of price.py: refused: not hollowed out" in done.stderr
    assert "round 2: price of price.py: accepted" in done.stderr
    assert "+def _compute" in done.stdout
