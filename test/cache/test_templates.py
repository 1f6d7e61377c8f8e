"""What templates print is part of a finding: a warm scan says what a cold one says after every change beside the
Python, and reads anew only what asked for what changed."""
import json
import os
import random

import pytest
from program import suture
from test_cache import SEEDS, age, home, scan, write  # noqa: F401

APP = "from flask import Flask, render_template, request\napp = Flask(__name__)\n\n\n@app.route('/')\n" \
      "def index():\n    return render_template('{}', t=request.args['t'])\n"
RAW, SAFE = "<b>{{ t|safe }}</b>\n", "<b>{{ t }}</b>\n"
FILES = {"web/__init__.py": "", "web/app.py": APP.format("page.html"), "web/far.py": "def f(x):\n    return x\n",
         "web/templates/page.html": SAFE}


def found(root, home, files={}, removed=(), *args):
    write(root, files)
    for name in removed:
        (root / name).unlink()
    age(root)
    warm, reused, r = scan(root, home, *args)
    assert warm == scan(root, home, "--no-cache", *args)[0]
    findings = json.loads(r.out)["findings"]
    return [f["flows"][0][-1]["path"] for f in findings if f["rule"] == "xss"], reused


def test_edit_add_remove_rename(tmp_path, home):
    root = tmp_path / "p"
    assert found(root, home, FILES) == ([], 0)
    assert found(root, home) == ([], 3)
    page = "web/templates/page.html"
    assert found(root, home, {page: RAW}) == ([page], 2)            # only app.py rests on it
    assert found(root, home) == ([page], 3)
    assert found(root, home, {page: "\n" + RAW})[0] == [page]       # its line is evidence
    assert found(root, home, {}, [page]) == ([], 2)
    assert found(root, home) == ([], 3)
    assert found(root, home, {"templates/page.html": RAW}) == (["templates/page.html"], 2)     # one that was not there
    assert found(root, home, {page: SAFE}) == ([], 2)               # nearer
    (root / page).rename(root / "web/templates/other.html")
    assert found(root, home)[0] == ["templates/page.html"]
    assert found(root, home, {"web/app.py": APP.format("other.html")})[0] == []
    assert found(root, home, {"web/templates/other.html": RAW})[0] == ["web/templates/other.html"]


def test_what_a_template_names(tmp_path, home):
    root = tmp_path / "p"
    page, base, part = "web/templates/page.html", "web/templates/base.html", "web/templates/part.html"
    files = dict(FILES, **{page: '{% extends "base.html" %}{% block a %}{% include "part.html" %}{% endblock %}'})
    assert found(root, home, files)[0] == []
    assert found(root, home, {base: "{% block a %}{% endblock %}"})[0] == []
    assert found(root, home, {part: RAW})[0] == [part]
    assert found(root, home, {base: "<p></p>"})[0] == []
    assert found(root, home, {base: "{{ t|safe }}"})[0] == [base]
    assert found(root, home, {}, [base])[0] == [part]
    assert found(root, home, {}, [part])[0] == []


def test_python_and_template_change_together(tmp_path, home):
    root = tmp_path / "p"
    page = "web/templates/page.html"
    found(root, home, FILES)
    assert found(root, home, {"web/far.py": "x = 1\n", page: RAW})[0] == [page]
    assert found(root, home, {"web/far.py": "x = 22\n"}) == ([page], 2)
    assert found(root, home, {"web/far.py": "x = 333\n", page: SAFE})[0] == []
    assert found(root, home, {"web/far.py": "x = 4444\n"})[0] == []
    assert found(root, home, {page: RAW}, ["web/far.py"])[0] == [page]


def test_through_another_module(tmp_path, home):
    root = tmp_path / "p"
    page = "web/templates/page.html"
    files = dict(FILES, **{"web/app.py": APP.replace("render_template(", "show(").replace("render_template, ", "")
                           .replace("app = ", "from web.show import show\napp = ").format("page.html"),
                           "web/show.py": "from flask import render_template\n\n\ndef show(name, **more):\n"
                                          "    return render_template(name, **more)\n"})
    assert found(root, home, files)[0] == []
    assert found(root, home, {page: RAW})[0] == [page]
    assert found(root, home) == ([page], 4)
    assert found(root, home, {page: SAFE})[0] == []


def test_unreadable_is_said(tmp_path, home):
    root = tmp_path / "p"
    page = root / "web/templates/page.html"
    write(root, dict(FILES, **{"web/templates/page.html": "x" * (1 << 20) + RAW}))
    r = scan(root, home)[2]
    assert r.code == 3 and "page.html is too large" in r.out
    page.unlink()
    page.symlink_to("/etc/hostname")
    r = scan(root, home)[2]
    assert r.code == 3 and "leads out of the project" in r.out
    assert scan(root, home)[0] == scan(root, home, "--no-cache")[0]
    page.unlink()
    (root / "web/templates/real.html").write_text(RAW)
    page.symlink_to("real.html")
    assert found(root, home)[0] == ["web/templates/page.html"]
    page.unlink()
    os.mkfifo(page)
    assert scan(root, home)[2].code == 3
    page.unlink()
    page.mkdir()
    assert scan(root, home)[2].code == 0


def test_never_outside(tmp_path, home):
    root = tmp_path / "p" / "inner"
    write(root, dict(FILES, **{"web/app.py": APP.format("../../templates/up.html")}))
    write(tmp_path / "p", {"templates/page.html": RAW, "templates/up.html": RAW})
    (root / "web/templates/page.html").unlink()
    assert found(root, home)[0] == []


def test_standard_input_looks_nowhere(tmp_path, home):
    write(tmp_path, {"templates/page.html": RAW})
    r = suture("scan", "-", "--format", "json", stdin=APP.format("page.html").encode(), cwd=tmp_path, home=home)
    assert r.code == 0 and json.loads(r.out)["findings"] == []


def test_files_given_by_name(tmp_path, home):
    root = tmp_path / "p"
    write(root, dict(FILES, **{"web/templates/page.html": RAW}))
    for paths in (["web/app.py"], ["web"], ["web/app.py", "web/far.py"], [str(root / "web/app.py")]):
        r = suture("scan", *paths, "--no-cache", "--format", "json", cwd=root, home=home)
        assert [f["rule"] for f in json.loads(r.out)["findings"]] == ["xss"], paths


def test_same_for_any_folder_and_threads(tmp_path, home):
    outs = set()
    for place in ("a", "b/c/templates"):
        write(tmp_path / place, dict(FILES, **{"web/templates/page.html": RAW}))
        for threads in ("1", "8"):
            outs.add(scan(tmp_path / place, home, "--no-cache", "--threads", threads)[0])
    assert len(outs) == 1 and "web/templates/page.html" in outs.pop()


@pytest.mark.parametrize("seed", range(SEEDS))
def test_any_edits(seed, tmp_path, home):
    """Templates that name each other are written, changed, moved and removed; so is the Python that names them."""
    dice = random.Random(seed)
    root = tmp_path / "p"
    names = ["a.html", "b.html", "shop/c.html", "base.html"]
    folders = ["templates", "web/templates", "web/inner/templates", "shop/templates"]

    def text():
        return "".join(dice.choice([RAW, SAFE, '{% include "' + dice.choice(names) + '" %}',
                                    '{% extends "' + dice.choice(names) + '" %}', "{% block x %}", "{% endblock %}",
                                    "{% set u = t %}{{ u|safe }}", "{% autoescape false %}{{ t }}{% endautoescape %}",
                                    '{% from "' + dice.choice(names) + '" import m %}{{ m(t) }}',
                                    "{% macro m(x) %}{{ x|safe }}{% endmacro %}"]) for _ in range(dice.randrange(4)))

    def python():
        return APP.format(dice.choice(names))

    write(root, {"web/__init__.py": "", "web/one.py": python(), "web/inner/__init__.py": "", "web/inner/two.py": python(),
                 "three.py": python()})
    seen = 0
    for turn in range(14):
        for _ in range(1 + turn % 3):
            file = root / dice.choice(folders) / dice.choice(names)
            what = dice.random()
            if what < 0.55 or not file.exists():
                write(root, {str(file.relative_to(root)): text()})
            elif what < 0.8:
                file.unlink()
            else:
                other = root / dice.choice(folders) / dice.choice(names)
                other.parent.mkdir(parents=True, exist_ok=True)
                file.rename(other)
        if dice.random() < 0.3:
            write(root, {dice.choice(["web/one.py", "web/inner/two.py", "three.py"]): python()})
        seen += len(found(root, home)[0])
    assert seen
