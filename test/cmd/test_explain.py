"""suture explain FILE:LINE: why a finding is reported, and why a line is silent."""
import json

import pytest
from program import CLEAN, FOUND, suture

APP = '''import os, re, html, shlex
from flask import Flask, request
from helper import run
app = Flask(__name__)
ALLOWED = {"a", "b"}


@app.route("/")
def index():
    name = request.args["q"]
    if not re.match("^[a-z;]+", name):
        return "no"
    if len(name) > 10:
        print("long")
    name = html.escape(name)
    run(name)
    if name in ALLOWED:
        os.system("x " + name)
    os.system("y " + shlex.quote(name))
    os.system("z '%s'" % shlex.quote(name))
    os.system("fixed")
    if False:
        os.system(name)
    return "ok"


def nobody(a):
    os.system(a)


def own():
    os.system(chosen())


def chosen():
    return "a" if os.getpid() else "b"
'''
HELPER = "import os\n\n\ndef run(cmd):\n    os.system('ls ' + cmd)\n\n\ndef fixed(cmd):\n    os.system(cmd)\n\n\nfixed('a')\n"


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    root = tmp_path_factory.mktemp("explain")
    (root / "app.py").write_text(APP)
    (root / "helper.py").write_text(HELPER)
    (root / "pyproject.toml").write_text("")
    return root


def line(part, text=APP):
    return text[:text.index(part)].count("\n") + 1


def say(project, part, text=APP, file="app.py", **kw):
    return suture("explain", "%s:%d" % (file, line(part, text)), cwd=kw.pop("cwd", project), home=project, **kw)


def test_a_finding_and_what_did_not_stop_it(project):
    r = say(project, "'ls '", HELPER, "helper.py")
    assert r.code == FOUND
    assert "from app.py:10: name = request.args" in r.out          # its source is in another file
    assert "it makes a text safe for xml html, not for shell" in r.out
    assert "its pattern lets texts through that are dangerous for shell" in r.out
    assert "`len(name) > 10` (app.py:13): both its outcomes lead on to here" in r.out
    assert "suture explain command-injection" in r.out


def test_quoted_twice(project):
    assert "used where that does not hold, such as inside quotes" in say(project, '"z ').out


@pytest.mark.parametrize("part, says", [
    ('"x "', "outside data is held back by the test `name in ALLOWED` (line 17)"),
    ('"y "', "made safe for shell by `shlex.quote(name)` (line 19)"),
    ('"fixed"', "only that constant reaches it"),
    ("os.system(name)", "never reached"),
    ("os.system(chosen", "only the program's own constants reach it"),
    ("# nothing", None),
])
def test_silent_lines(project, part, says):
    if says is None:
        r = suture("explain", "app.py:6", cwd=project, home=project)
        assert "no code" in r.out
    else:
        r = say(project, part)
        assert "silent: " + says in r.out or says in r.out
        assert "silent" in r.out or "never reached" in r.out
    assert r.code == CLEAN and "Why " not in r.out


def test_only_constants_from_its_callers(project):
    r = say(project, "os.system(cmd)", HELPER, "helper.py")
    assert r.code == CLEAN and "only that constant reaches it" in r.out
    assert "called by the project" in r.out


def test_who_calls(project):
    assert "called from outside (remote) by flask.Flask.route" in say(project, '"x "').out
    r = say(project, "os.system(a)")
    assert "nobody in the project calls it: its parameters may be anything" in r.out


def test_from_elsewhere_it_is_the_same(project):
    here = say(project, '"x "').out
    assert suture("explain", "./app.py:%d" % line('"x "'), cwd=project, home=project).out == here
    far = suture("explain", "%s:%d" % (project / "app.py", line('"x "')), cwd=project.parent, home=project).out
    assert "`name in ALLOWED` (line 17)" in far


def test_json(project):
    r = suture("explain", "app.py:%d" % line('"x "'), "--format", "json", cwd=project, home=project)
    known = r.json["known"]
    assert known["function"] == "index" and known["line"] == 18 and known["code"].strip() == 'os.system("x " + name)'
    (sink,) = known["sinks"]
    assert sink["callee"] == "os.system" and not sink["reported"] and "ALLOWED" in sink["says"]
    assert {"name", '"x " + name'} <= {v["code"] for v in known["values"]}
    r = suture("explain", "helper.py:5", "--format", "json", cwd=project, home=project)
    assert r.rules == ["command-injection"] and r.json["known"]["sinks"][0]["reported"]
    assert any("not for shell" in n for n in r.json["findings"][0]["notes"])


def test_cache_changes_nothing(project):
    cold = suture("explain", "helper.py:5", "--no-cache", cwd=project, home=project).out
    suture("scan", ".", cwd=project, home=project)
    assert suture("explain", "helper.py:5", cwd=project, home=project).out == cold


def test_odd_lines(project, tmp_path):
    assert suture("explain", "app.py:9999", cwd=project, home=project).code == 2
    (tmp_path / "esc.py").write_bytes(b"x = '\x1b[31m\xff' + input()\n")
    r = suture("explain", "esc.py:1", cwd=tmp_path, home=tmp_path)
    assert b"\x1b[31m" not in r.raw
    assert suture("explain", "none.py:1", cwd=tmp_path, home=tmp_path).code == 2


def test_a_scan_shows_the_notes_too(project):
    found = suture("scan", ".", "--format", "json", cwd=project, home=project).json["findings"]
    assert any("both its outcomes" in n for f in found for n in f["notes"])
