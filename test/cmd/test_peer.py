"""--engine bandit: merged when it runs; incomplete, never clean, when it is absent, fails or skips a file."""
import json
import os
import shutil
import stat

import pytest
from program import BAD, CLEAN, FOUND, GOOD, INCOMPLETE, suture

WEAK = "import os\nassert os\n"


def scan(cwd, *more, **kw):
    return suture("scan", "--format", "json", "--engine", "bandit", *more, cwd=cwd, **kw)


def only(folder):
    """An environment whose PATH holds nothing but a folder of ours."""
    return {"PATH": str(folder)}


def pretend(folder, body):
    folder.mkdir()
    tool = folder / "bandit"
    tool.write_text(f"#!/bin/sh\nif [ \"$1\" = --version ]; then echo 'bandit 1.0'; exit; fi\n{body}\n")
    tool.chmod(tool.stat().st_mode | stat.S_IXUSR)
    return {"PATH": f"{folder}:/usr/bin:/bin"}


def says(report):
    return f"cat <<'END'\n{json.dumps(report)}\nEND"


def result(line=9, test="B605", cwe=78, name="bad.py"):
    return {"errors": [], "results": [{"filename": name, "test_id": test, "test_name": "start_process", "issue_text": "shell",
            "issue_severity": "HIGH", "issue_confidence": "HIGH", "issue_cwe": {"id": cwe}, "line_number": line,
            "line_range": [line], "col_offset": 4, "end_col_offset": 20, "code": f"{line} x\n"}]}


@pytest.fixture
def project(tmp_path):
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "bad.py").write_text(BAD)
    return tmp_path / "p"


def test_absent(tmp_path):
    (tmp_path / "good.py").write_text(GOOD)
    r = scan(tmp_path, "good.py", env=only(tmp_path))
    assert r.code == INCOMPLETE and r.json["complete"] is False
    (m,) = r.json["not_analysed"]
    assert m["engine"] == "bandit" and "is not installed or does not start; try: pipx install bandit" in m["why"]


def test_absent_beside_findings(project, tmp_path):
    r = scan(project, "bad.py", env=only(tmp_path))
    assert r.code == FOUND and r.json["complete"] is False


@pytest.mark.parametrize("body, why", [
    ("echo oh no >&2; exit 2", "oh no"), ("echo not json", "bandit failed"), ("kill -9 $$", "bandit was killed by signal 9"),
    ("echo '{\"results\": []'", "bandit failed"),
])
def test_fails(tmp_path, body, why):
    env = pretend(tmp_path / "bin", body)
    (tmp_path / "good.py").write_text(GOOD)
    r = scan(tmp_path, "good.py", env=env)
    assert r.code == INCOMPLETE and why in r.json["not_analysed"][0]["why"]


def test_skips_a_file(tmp_path):
    report = {"errors": [{"filename": "good.py", "reason": "exception while scanning file"}], "results": []}
    env = pretend(tmp_path / "bin", says(report))
    (tmp_path / "good.py").write_text(GOOD)
    r = scan(tmp_path, "good.py", env=env)
    assert r.code == INCOMPLETE
    (m,) = r.json["not_analysed"]
    assert (m["path"], m["line"], m["engine"], m["why"]) == ("good.py", 0, "bandit", "bandit: exception while scanning file")


def test_merges_the_same_weakness(project, tmp_path):
    env = pretend(tmp_path / "bin", says(result()))
    r = scan(project, "bad.py", env=env)
    (f,) = r.json["findings"]
    assert f["rule"] == "command-injection" and f["engines"] == ["suture", "bandit"]


@pytest.mark.parametrize("other", [result(line=3), result(test="B101", cwe=703)])
def test_keeps_what_differs(project, tmp_path, other):
    env = pretend(tmp_path / "bin", says(other))
    r = scan(project, "--profile", "audit", "bad.py", env=env)
    assert sorted(f["engines"][0] for f in r.json["findings"]) == ["bandit", "suture"]
    assert {e["name"]: e["version"] for e in r.json["engines"]}["bandit"] == "1.0"


def test_comments_hide_its_findings_too(project, tmp_path):
    lines = BAD.splitlines()
    lines[2] += "  # nosec B101"
    (project / "bad.py").write_text("\n".join(lines) + "\n")
    env = pretend(tmp_path / "bin", says(result(line=3, test="B101", cwe=703)))
    r = scan(project, "bad.py", env=env)
    assert r.rules == ["command-injection"] and r.json["summary"]["hidden"] == 1


@pytest.mark.skipif(not shutil.which("bandit"), reason="bandit is not installed")
def test_the_real_one(project, tmp_path):
    (project / "-dash.py").write_text(WEAK)
    r = scan(project, "--profile", "audit", ".")
    by = {(f["path"], f["rule"]): f["engines"] for f in r.json["findings"]}
    assert by[("bad.py", "command-injection")] == ["suture", "bandit"]
    assert by[("-dash.py", "B101")] == ["bandit"]
    r = scan(project, "-", stdin=BAD.encode())
    assert [(f["path"], f["engines"]) for f in r.json["findings"]] == [("-", ["suture", "bandit"])]
