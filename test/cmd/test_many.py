"""Thousands of findings in one file: each is repaired and reported, and nothing gives up."""
import json
import os
import subprocess

SUTURE = os.path.abspath(os.environ.get("SUTURE", "build/suture"))
MANY = 5000


def program(n):
    return "import os\n" + "".join(f'def f{i}(x): os.system(f"ls {{input()}}")\n' for i in range(n))


def run(folder, *words):
    return subprocess.run([SUTURE, *words, "app.py"], cwd=folder, capture_output=True, text=True, timeout=120)


def test_fix_of_thousands(tmp_path):
    (tmp_path / "app.py").write_text(program(MANY))
    done = run(tmp_path, "fix", "--no-config", "--no-cache", "--write", "--format", "json")
    rows = [r for f in json.loads(done.stdout)["files"] for r in f["findings"]]
    assert [r["how"] for r in rows] == ["built-in"] * MANY and all(r["what"] for r in rows)
    assert (tmp_path / "app.py").read_text().count("shlex.quote(") == MANY


def test_reports_of_thousands(tmp_path):
    (tmp_path / "app.py").write_text(program(MANY))
    for form in ("json", "sarif", "html"):
        done = run(tmp_path, "scan", "--no-config", "--no-cache", "--format", form)
        assert done.returncode == 1 and len(done.stdout) > MANY
    last = json.loads(run(tmp_path, "scan", "--no-config", "--format", "json").stdout)["findings"][-1]
    assert last["line"] == MANY + 1


def test_one_function_with_thousands(tmp_path):
    body = "".join(f'    os.system(f"ls {{input()}} {i}")\n' for i in range(2000))
    (tmp_path / "app.py").write_text("import os\ndef f():\n" + body)
    done = run(tmp_path, "fix", "--no-config", "--no-cache", "--write", "--format", "json")
    assert done.returncode in (0, 1, 3), done.stderr
    assert (tmp_path / "app.py").read_text().count("shlex.quote(") == 2000
