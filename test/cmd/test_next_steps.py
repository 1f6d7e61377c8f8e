"""What to do next: what a report and a repair say of it, to whom, and that numbers agree."""
import re

import pytest
from program import BAD, suture

REVIEW = "from flask import Flask\napp = Flask(__name__)\napp.secret_key = 'hunter2-Zq9!x'\n"
LONE = "import requests\n\n\ndef ask():\n    return requests.get('https://example.org/', verify=False)\n"


def test_a_scan_names_the_command(tmp_path):
    (tmp_path / "bad.py").write_text(BAD)
    assert suture("scan", ".", cwd=tmp_path).err == "1 has a built-in fix: suture fix\n"
    (tmp_path / "key.py").write_text(REVIEW)
    assert "1 has a built-in fix: suture fix; 1 more has one to be reviewed: suture fix --review\n" in suture("scan", ".", cwd=tmp_path).err
    assert suture("scan", "key.py", cwd=tmp_path).err == "1 has a built-in fix to be reviewed: suture fix --review\n"


def test_the_command_sees_what_was_shown(tmp_path):
    """What only the audit profile shows is not repaired without it."""
    for name in ("a.py", "b.py"):
        (tmp_path / name).write_text('def read(name):\n    return open("/srv/" + name).read()\n')
    err = suture("scan", "--profile", "audit", ".", cwd=tmp_path).err
    assert err.endswith("suture fix --profile audit --review\n") or err.endswith("suture fix --profile audit\n")
    words = err.strip().split("suture ")[-1].split()
    assert "would change" in suture(*words, ".", cwd=tmp_path).err


def test_code_with_backticks_in_a_sentence(tmp_path):
    code = BAD.replace('request.args["dir"]', 'request.args["a`b"] + "`"')
    (tmp_path / "a.py").write_text(code)
    page = suture("scan", "--format", "html", ".", cwd=tmp_path).out
    assert "<code>name = request.args[&quot;a`b&quot;] + &quot;`&quot;</code>" in page
    text = suture("scan", "--format", "md", ".", cwd=tmp_path).out
    assert '``name = request.args["a`b"] + "`"`` \\(line' in text


@pytest.mark.parametrize("args", [["scan", "-q"], ["scan", "--format", "json"], ["explain", "bad.py:9"]])
def test_others_do_not_hear_of_it(tmp_path, args):
    (tmp_path / "bad.py").write_text(BAD)
    words = args if args[0] == "explain" else [*args, "bad.py"]
    assert "built-in fix" not in suture(*words, cwd=tmp_path).err


def test_of_many_findings_how_many_are_how_bad(tmp_path):
    (tmp_path / "bad.py").write_text(BAD)
    (tmp_path / "c.py").write_text("import os\n" + "".join(f"os.chmod('f{i}', 0o777)\n" for i in range(11)))
    out = suture("scan", ".", cwd=tmp_path).out
    assert "\n1 critical:  1 command-injection\n" in out and "12 findings in 2 files\n" in out
    assert re.search(r"^11 \w+:  11 loose-permissions$", out, re.M)


def test_each_line_of_code_is_told_once(tmp_path):
    """The way's steps on the line that stands above go without its code."""
    (tmp_path / "a.py").write_text(BAD.replace('"ls " + name', '"ls " + request.args["dir"]'))
    out = suture("scan", "--select", "command-injection", ".", cwd=tmp_path).out
    assert "from line 9: flask.Request gives outside data\n" in out and "to   line 9: reaches os.system\n" in out
    (tmp_path / "a.py").write_text(BAD)
    out = suture("scan", "--select", "command-injection", ".", cwd=tmp_path).out
    assert 'from line 8: name = request.args["dir"]   flask.Request gives outside data\n' in out and out.count('os.system("ls " + name)') == 1


def costly(n=60):
    """Each function calls six others with texts of their own: more calls than are followed."""
    text = "import os\nfrom flask import Flask, request\napp = Flask(__name__)\n"
    for i in range(n):
        calls = "".join(f"    f{j}(x if a else b, c + '{j}', a + b + '{i}{j}')\n" for j in range(i + 1, min(i + 7, n)))
        text += f"def f{i}(a, b, c):\n    x = a + '{i}'\n{calls}    os.system(x)\n"
    return text + "@app.get('/')\ndef v():\n    f0(request.args['a'], 'b', 'c')\n"


def test_what_cost_too_much_was_still_analysed(tmp_path):
    """In part, which is another thing than not at all; of many such files the first are named to people, all to programs."""
    for i in range(10):
        (tmp_path / f"m{i}.py").write_text(costly())
    (tmp_path / "bad.py").write_text("def f(:\n")
    r = suture("scan", "--select", "xxe", ".", cwd=tmp_path)
    assert r.code == 3 and "0 findings in 11 files; 1 not analysed: bad.py:1; 10 analysed in part: m0.py:" in r.out
    assert len(re.findall(r"^analysed in part: m\d\.py:\d+ too costly: ", r.out, re.M)) == 8
    assert "\nanalysed in part: 2 more, each of them in --format json\n" in r.out and r.out.count("\nnot analysed: ") + r.out.startswith("not analysed: ") == 1
    assert len(suture("scan", "--select", "xxe", "--format", "json", ".", cwd=tmp_path).json["not_analysed"]) == 11
    assert "analysed in part: m0.py:" in suture("fix", "--select", "xxe", ".", cwd=tmp_path).err


def test_empty_files_are_no_news(tmp_path):
    (tmp_path / "__init__.py").write_text("")
    (tmp_path / "bad.py").write_text("x = 1\n")
    assert suture("scan", ".", cwd=tmp_path).err == ""
    (tmp_path / "bad.py").unlink()
    assert suture("scan", ".", cwd=tmp_path).err == "1 file is empty\n"


def test_scripts_that_are_not_read_are_counted(tmp_path):
    """A program whose ending does not say that it is Python: its first line does. By its name it is read."""
    (tmp_path / "m.py").write_text("x = 1\n")
    for name, text in (("tool", "#!/usr/bin/env python3\n" + BAD), ("shell", "#!/bin/sh\nls\n"), ("data", "#!/usr/bin/env python3\n"), ("one", "")):
        (tmp_path / name).write_text(text)
        (tmp_path / name).chmod(0o644 if name == "data" else 0o755)
    r = suture("scan", ".", cwd=tmp_path)
    assert r.code == 0 and r.err == "1 script without .py, whose first line names Python, was not read (name it)\n"
    assert suture("scan", "--exclude", "tool", ".", cwd=tmp_path).err == ""
    assert "command-injection" in suture("scan", ".", "tool", cwd=tmp_path).out


def test_what_the_audit_alone_shows_is_counted_apart(tmp_path):
    """Of a lone file more is repaired than a scan shows: the two counts would not agree."""
    (tmp_path / "a.py").write_text(LONE)
    shown = len(suture("scan", "--format", "json", "a.py", cwd=tmp_path).json["findings"])
    err = suture("fix", "a.py", cwd=tmp_path).err
    found, audit = map(int, re.search(r"^(\d+) findings in 1 file \((\d+) of them shown by --profile audit only\): ", err, re.M).groups())
    assert found - audit == shown
    assert "audit only" not in suture("fix", "--profile", "default", "a.py", cwd=tmp_path).err


def test_only_what_repaired_something_is_counted(tmp_path):
    (tmp_path / "bad.py").write_text(BAD)
    assert "1 finding in 1 file: 1 fixed (1 built-in), 0 left; 1 file would change\n" in suture("fix", ".", cwd=tmp_path).err
    (tmp_path / "bad.py").write_text("def f(user, password):\n    password_hash = __import__('hashlib').md5(password).hexdigest()\n    eval(user)\n")
    assert re.search(r"^\d findings? in 1 file: 0 fixed, \d left; 0 files would change$", suture("fix", "--profile", "default", ".", cwd=tmp_path).err, re.M)


def test_a_scan_and_a_repair_count_the_same_files(tmp_path):
    (tmp_path / "bad.py").write_text(BAD)
    (tmp_path / "good.py").write_text("x = 1\n")
    assert "1 finding in 2 files\n" in suture("scan", ".", cwd=tmp_path).out
    assert "1 finding in 1 of 2 files: 1 fixed" in suture("fix", ".", cwd=tmp_path).err


def test_a_model_that_fails_does_not_hide_a_known_fix(tmp_path):
    (tmp_path / "key.py").write_text(REVIEW)
    (tmp_path / "talk").write_text("")
    err = suture("fix", "--model", "ollama:none", "--base-url", "http://127.0.0.1:9", "key.py", cwd=tmp_path).err
    assert "suture fix --review proposes it" in err and "needs a person or a model" not in err


def test_a_place_with_its_column(tmp_path):
    """As editors, compilers and our own reports write it."""
    (tmp_path / "bad.py").write_text(BAD)
    whole = suture("explain", "bad.py:9", cwd=tmp_path)
    assert suture("explain", "bad.py:9:5", cwd=tmp_path).out == whole.out and "command-injection" in whole.out
    (tmp_path / "odd.py:9").write_text(BAD)
    assert suture("explain", "odd.py:9:9", cwd=tmp_path).out.startswith("odd.py:9:9 ")


@pytest.mark.parametrize("word", ["B608", "s608", "bandit:B608"])
def test_a_rule_by_its_name_elsewhere(word):
    assert suture("explain", word).out == suture("explain", "sql-injection").out
    assert suture("rules", "show", word).out == suture("rules", "sql-injection").out == suture("rules", "show", "sql-injection").out


def test_short_ways():
    assert suture("-V").out == suture("version").out
    assert suture("rules", "list").out == suture("rules").out


def test_a_suppression_of_no_rule(tmp_path):
    (tmp_path / "a.py").write_text("x = 1  # suture: ignore[sql-injektion] known\ny = 2  # suture: ignore[sql-injection] known\n")
    found = suture("scan", "--format", "json", ".", cwd=tmp_path).json["findings"]
    assert [f["message"] for f in found] == ["this suppression hides nothing: there is no rule 'sql-injektion'", "this suppression hides nothing"]


def test_bytes_of_another_encoding(tmp_path):
    (tmp_path / "a.py").write_bytes(b"x = '\xe9'\n")
    assert "name its encoding: # -*- coding: latin-1 -*-" in suture("scan", ".", cwd=tmp_path).out
