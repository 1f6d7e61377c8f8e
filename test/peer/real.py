"""Bandit, Ruff, Semgrep and Pysa themselves, from PyPI (make test-peers): run, merged, incomplete where they are."""
import json
import os
import pathlib
import shutil
import subprocess

import pytest

HERE = pathlib.Path(__file__).parent
SUTURE = os.environ.get("SUTURE", str(HERE.parents[1] / "build" / "suture"))
CODE = """import os

from flask import Flask, request

app = Flask(__name__)


@app.route("/a")
def a():
    q = request.args["q"]
    os.system("ls " + q)
    return str(eval(q))
"""


def scan(folder, engine, *more):
    done = subprocess.run([SUTURE, "scan", ".", "--format", "json", "--engine", engine, *more], cwd=folder,
                          capture_output=True, text=True, timeout=900)
    return json.loads(done.stdout)


def needs(program):
    if not shutil.which(program):
        pytest.skip(f"{program} is not installed")


@pytest.mark.parametrize("name, engine, line", [("bandit", "bandit", 11), ("ruff", "ruff", 11),
                                                ("semgrep", f"semgrep:{HERE}/rules.yml", 12)])
def test_merged_with_ours(tmp_path, name, engine, line):
    needs(name)
    (tmp_path / "app.py").write_text(CODE)
    value = scan(tmp_path, engine)
    assert value["complete"], value["not_analysed"]
    both = [f["line"] for f in value["findings"] if f["engines"] == ["suture", name]]
    assert line in both and len(value["findings"]) == len({(f["line"], f["rule"]) for f in value["findings"]})
    (own,) = [e for e in value["engines"] if e["name"] == name]
    assert own["version"][0].isdigit()


@pytest.mark.parametrize("name, engine", [("bandit", "bandit"), ("ruff", "ruff"), ("semgrep", f"semgrep:{HERE}/rules.yml")])
def test_a_file_that_does_not_parse(tmp_path, name, engine):
    needs(name)
    (tmp_path / "app.py").write_text(CODE)
    (tmp_path / "broken.py").write_text("def f(:\n    eval(x)\n")
    missing = [(m["path"], m["engine"]) for m in scan(tmp_path, engine)["not_analysed"]]
    assert ("broken.py", "suture") in missing and not [m for m in missing if m[0] == "app.py"]
    if name != "semgrep":                               # Semgrep parses what it can of such a file
        assert ("broken.py", name) in missing


@pytest.mark.parametrize("name, engine, hides", [
    ("bandit", "bandit", {".bandit": "[bandit]\nskips: B605,B307\n"}),
    ("ruff", "ruff", {"ruff.toml": "[lint]\nignore = ['S']\n"}), ("semgrep", f"semgrep:{HERE}/rules.yml", {".semgrepignore": "*.py\n"})])
def test_a_project_s_own_configuration_hides_nothing(tmp_path, name, engine, hides):
    needs(name)
    (tmp_path / "app.py").write_text(CODE)
    for file, text in hides.items():
        (tmp_path / file).write_text(text)
    value = scan(tmp_path, engine)
    seen = [f for f in value["findings"] if name in f["engines"]]
    assert seen or not value["complete"], value["not_analysed"]      # never silence that looks clean


def test_semgrep_needs_rules(tmp_path):
    needs("semgrep")
    (tmp_path / "app.py").write_text(CODE)
    (missing,) = scan(tmp_path, "semgrep")["not_analysed"]
    assert "needs its rules" in missing["why"]
    (missing, *_) = scan(tmp_path, "semgrep:no-such-file.yml")["not_analysed"]
    assert missing["engine"] == "semgrep"


def test_pysa_runs_with_its_own_models(tmp_path):
    needs("pyre")
    (tmp_path / "app.py").write_text("import os\n\n\ndef f():\n    os.system(input())\n    eval(input())\n")
    value = scan(tmp_path, "pysa", "--profile", "audit")
    assert value["complete"], value["not_analysed"]
    assert [e["name"] for e in value["engines"]] == ["suture", "pysa"]


def test_a_candidate_is_judged_by_all(tmp_path):
    needs("ruff")
    (tmp_path / "app.py").write_text(CODE)
    kept = CODE.split("\n\n\n")[1].replace("return str(eval(q))", "return str(eval(q, {}))")
    (tmp_path / "talk").write_text(f"=== reply\n```python\n{kept}```\n" * 4)
    done = subprocess.run([SUTURE, "fix", "app.py", "--engine", "ruff", "--model", "script:talk", "--select", "code-injection"],
                          cwd=tmp_path, capture_output=True, text=True, timeout=300,
                          env={**os.environ, "XDG_STATE_HOME": str(tmp_path / "state")})
    assert done.returncode == 1 and "refused" in done.stderr
