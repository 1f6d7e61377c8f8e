"""The very bytes that are sent. UPDATE_GOLDEN=1 writes them anew: look at the difference before it is committed."""
import os
import pathlib
import subprocess

import pytest

HERE = pathlib.Path(__file__).parent
GOLDEN = HERE / "golden"
SUTURE = os.environ.get("SUTURE", str(HERE.parents[1] / "build" / "suture"))
pytestmark = pytest.mark.skipif(not os.path.exists(SUTURE), reason=f"{SUTURE} is not built")
PROMPTS = {
    "repair": ["fix", ".", "--select", "sql-injection", "--model", "script:talk"],
    "repair_small": ["fix", ".", "--select", "sql-injection", "--model", "script:talk", "--context", "1850"],
    "where": ["fix", ".", "--select", "sql-injection", "--select", "ssrf", "--model", "script:talk"],
    "review": ["review", "app.py", "--judge", "script:talk"],
    "review_one": ["review", "app.py", "--judge", "script:talk", "--cwe", "89", "--by", "file"],
    "generate": ["generate", "A Flask view that finds a user by name in SQLite", "--model", "script:talk"],
    "generate_plain": ["generate", "A Flask view that finds a user by name in SQLite", "--plain", "--model", "script:talk"],
}


@pytest.mark.parametrize("name", PROMPTS)
def test_prompt(tmp_path, name):
    folder = GOLDEN / name if (GOLDEN / name).is_dir() else GOLDEN
    for file in folder.glob("*.py"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "talk").write_text("=== reply\nx\n")
    done = subprocess.run([SUTURE, *PROMPTS[name], "--show-prompt"], cwd=tmp_path, capture_output=True, timeout=60,
                          env={**os.environ, "XDG_STATE_HOME": str(tmp_path / "state")})
    assert done.returncode in (0, 1) and done.stdout, done.stderr
    assert b"51H8x" not in done.stdout and not (tmp_path / "state").exists()
    golden = GOLDEN / f"{name}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_bytes(done.stdout)
    assert done.stdout == golden.read_bytes()
