"""Answers of several files: by the path that goes with each fence; all are taken, or none is."""
import json
import os
import pathlib
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
SUTURE = os.environ.get("SUTURE", str(ROOT / "build" / "suture"))
pytestmark = pytest.mark.skipif(not os.path.exists(SUTURE), reason=f"{SUTURE} is not built")

APP = '''from flask import Flask, request

from store import find

app = Flask(__name__)


@app.route("/user")
def user():
    name = request.args["name"]
    return {"rows": find("name = '" + name + "'")}
'''
STORE = '''import sqlite3

LIMIT = 50


def connect():
    return sqlite3.connect("app.db")


def find(condition):
    """Rows that meet a condition."""
    con = connect()
    return con.execute("SELECT * FROM users WHERE " + condition).fetchall()


class Cache:
    size = 3

    def get(self, key):
        return None

    def put(self, key, value):
        return key
'''
NEW_APP = '''@app.route("/user")
def user():
    name = request.args["name"]
    return {"rows": find(name)}
'''
NEW_STORE = '''def find(name):
    """Rows that meet a condition."""
    con = connect()
    return con.execute("SELECT * FROM users WHERE name = ?", (name,)).fetchall()
'''
# The function's parameter keeps its name: nobody may be calling it by keyword.
NEW_STORE_KEPT = NEW_STORE.replace("find(name)", "find(condition)").replace("(name,)", "(condition,)")


def project(folder, answer, **more):
    at = folder / "p"
    at.mkdir()
    (at / "app.py").write_text(APP)
    (at / "store.py").write_text(STORE)
    for name, text in more.items():
        (at / name.replace("__", "/")).parent.mkdir(exist_ok=True)
        (at / name.replace("__", "/")).write_text(text)
    (folder / "talk").write_text(answer)
    return at


def run(folder, at, *words):
    env = {**os.environ, "XDG_STATE_HOME": str(folder / "s"), "XDG_CONFIG_HOME": str(folder), "XDG_CACHE_HOME": str(folder / "c")}
    return subprocess.run([SUTURE, *words], cwd=at, capture_output=True, text=True, timeout=120, env=env)


def fix(folder, answer, *words, paths=(".",), **more):
    at = project(folder, answer, **more)
    return at, run(folder, at, "fix", *paths, "--model", f"script:{folder}/talk", "--rounds", "1", *words)


def fences(first, second, app=NEW_APP, store=NEW_STORE_KEPT):
    return "=== reply\n" + first.replace("CODE", app) + "\n" + second.replace("CODE", store) + "\n"


FORMS = {
    "info": ("```python app.py\nCODE```", "```python store.py\nCODE```"),
    "title": ('```python title="app.py"\nCODE```', '```python title="store.py"\nCODE```'),
    "filename": ("```py {filename=app.py}\nCODE```", "```py {filename=store.py}\nCODE```"),
    "colon": ("```python:app.py\nCODE```", "```python:./store.py\nCODE```"),
    "name only": ("```app.py\nCODE```", "```store.py\nCODE```"),
    "comment": ("```python\n# file: app.py\nCODE```", "```python\n# file: store.py\nCODE```"),
    "bare comment": ("```python\n# app.py\nCODE```", "```python\n# store.py\nCODE```"),
    "heading": ("### app.py\n\n```python\nCODE```", "### `store.py`\n\n```python\nCODE```"),
    "bold": ("**app.py**\n```python\nCODE```", "**`store.py`**:\n```python\nCODE```"),
    "label": ("File: app.py\n```python\nCODE```", "In `store.py`:\n```python\nCODE```"),
    "own unlabelled": ("```python app.py\nCODE```", "Then change the other file.\n\n```python\nCODE```"),
    "other first": ("```python store.py\n" + NEW_STORE_KEPT + "```", "```python app.py\n" + NEW_APP + "```"),
}


@pytest.mark.parametrize("form", FORMS)
def test_forms(tmp_path, form):
    at, done = fix(tmp_path, fences(*FORMS[form]), "--write")
    assert done.returncode == 0, done.stderr
    assert 'find(name)' in (at / "app.py").read_text() and "# file" not in (at / "app.py").read_text()
    store = (at / "store.py").read_text()
    assert store == STORE.replace('"SELECT * FROM users WHERE " + condition)', '"SELECT * FROM users WHERE name = ?", (condition,))')
    assert "together with other files" in done.stderr


def test_replayed(tmp_path):
    at, done = fix(tmp_path, fences(*FORMS["info"]), "--format", "json")
    (tmp_path / "j.jsonl").write_text(run(tmp_path, at, "runs", "export").stdout)
    again = run(tmp_path, at, "fix", ".", "--model", f"replay:{tmp_path}/j.jsonl", "--rounds", "1", "--format", "json")
    values = [json.loads(d.stdout) for d in (done, again)]
    for v in values:
        v["model"].pop("volatile")
    assert values[0] == values[1] and [f["path"] for f in values[0]["files"] if f["changed"]] == ["app.py", "store.py"] or \
        sorted(f["path"] for f in values[0]["files"] if f["changed"]) == ["app.py", "store.py"]


REFUSED = {
    "one does not parse": (FORMS["info"][0], "```python store.py\ndef find(condition:\n    return 1\n```", "does not parse"),
    "one is hollowed out": (FORMS["info"][0], "```python store.py\ndef find(condition):\n    return []\n```", "store.py"),
    "one changes a signature": (FORMS["info"][0], "```python store.py\n" + NEW_STORE.replace("find(name)", "find(name, table)") + "```", "store.py"),
    "one brings a weakness": (FORMS["info"][0], "```python store.py\nimport os\n" + NEW_STORE_KEPT.replace(
        "    con =", "    os.system('log ' + condition)\n    con =") + "```", "store.py"),
    "an unknown module": (FORMS["info"][0], "```python store.py\nimport sqlsafe_helper\n" + NEW_STORE_KEPT + "```", "sqlsafe_helper"),
    "outside": (FORMS["info"][0], "```python ../store.py\nCODE```", "outside the project"),
    "absolute": (FORMS["info"][0], "```python /etc/store.py\nCODE```", "outside the project"),
    "home": (FORMS["info"][0], "```python ~/store.py\nCODE```", "outside the project"),
    "back": (FORMS["info"][0], "```python sub/../../p2/store.py\nCODE```", "outside the project"),
    "not part of the request": (FORMS["info"][0], "```python other.py\nCODE```", "not part of this request"),
    "no such file": (FORMS["info"][0], "```python new/guard.py\nCODE```", "not part of this request"),
    "a masked secret": (FORMS["info"][0], "```python store.py\n" + NEW_STORE_KEPT.replace("    con =", "    k = 'SUTURE_SECRET_1'\n    con =") + "```",
                        "masked secret"),
    "loose statements": (FORMS["info"][0], "```python store.py\nprint(find('1'))\n```", "has no place"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_none_is_written(tmp_path, case):
    first, second, said = REFUSED[case]
    (tmp_path / "store.py").write_text("untouched\n")
    at, done = fix(tmp_path, fences(first, second), "--write", paths=("app.py", "store.py"), **{"other.py": "X = 1\n", "requirements.txt": "flask\n"})
    assert done.returncode == 1 and said in done.stderr, done.stderr
    assert (at / "app.py").read_text() == APP and (at / "store.py").read_text() == STORE
    assert (at / "other.py").read_text() == "X = 1\n" and (tmp_path / "store.py").read_text() == "untouched\n"
    assert sorted(p.name for p in at.iterdir()) == ["app.py", "other.py", "requirements.txt", "store.py"]


def test_a_file_changed_meanwhile_stops_both(tmp_path):
    """The program that is asked changes store.py while it answers."""
    at = project(tmp_path, "")
    (tmp_path / "model").write_text("#!/bin/sh\ncat > /dev/null\necho '# mine' >> store.py\ncat " + str(tmp_path / "answer") + "\n")
    (tmp_path / "model").chmod(0o755)
    (tmp_path / "answer").write_text(fences(*FORMS["info"])[10:])
    done = run(tmp_path, at, "fix", ".", "--model", f"command:{tmp_path}/model", "--rounds", "1", "--write")
    assert done.returncode == 1 and "changed by someone else" in done.stderr and "belongs to store.py" in done.stderr, done.stderr
    assert (at / "app.py").read_text() == APP and (at / "store.py").read_text() == STORE + "# mine\n"


@pytest.mark.skipif(os.geteuid() == 0 and not pathlib.Path("/usr/bin/chattr").exists(), reason="root may write anywhere")
def test_a_file_that_can_not_be_written_stops_both(tmp_path):
    at = project(tmp_path, fences("```python app.py\nCODE```", "```python sub/store.py\nCODE```", app=NEW_APP), sub__store="")
    (at / "store.py").unlink()
    (at / "sub" / "store").unlink()
    (at / "sub" / "store.py").write_text(STORE)
    (at / "app.py").write_text(APP.replace("from store", "from sub.store"))
    if subprocess.run(["chattr", "+i", str(at / "sub")], capture_output=True).returncode:
        pytest.skip("no immutable folders here")
    try:
        done = run(tmp_path, at, "fix", ".", "--model", f"script:{tmp_path}/talk", "--rounds", "1", "--write")
    finally:
        subprocess.run(["chattr", "-i", str(at / "sub")])
    assert done.returncode == 1 and "belongs to" in done.stderr, done.stderr
    assert (at / "app.py").read_text() == APP.replace("from store", "from sub.store")


def test_parts_of_a_class_and_new_things(tmp_path):
    """Constants replaced and added, a method replaced and one added, a new function, an import: each in its place."""
    code = '''import re

LIMIT = 20
NAME = re.compile("[a-z]{1,20}")


def find(condition):
    """Rows that meet a condition."""
    con = connect()
    return con.execute("SELECT * FROM users WHERE name = ?", (checked(condition),)).fetchall()


def checked(name):
    if not NAME.fullmatch(name):
        raise ValueError(name)
    return name


class Cache:
    def put(self, key, value):
        return value

    def clear(self):
        self.size = 0
'''
    at, done = fix(tmp_path, fences(*FORMS["info"], store=code), "--write")
    assert done.returncode == 0, done.stderr
    assert (at / "store.py").read_text() == '''import re
import sqlite3

NAME = re.compile("[a-z]{1,20}")

LIMIT = 20


def connect():
    return sqlite3.connect("app.db")


def find(condition):
    """Rows that meet a condition."""
    con = connect()
    return con.execute("SELECT * FROM users WHERE name = ?", (checked(condition),)).fetchall()


class Cache:
    size = 3

    def get(self, key):
        return None

    def put(self, key, value):
        return value

    def clear(self):
        self.size = 0


def checked(name):
    if not NAME.fullmatch(name):
        raise ValueError(name)
    return name
'''


def test_tests_see_both(tmp_path):
    """--verify-cmd runs on the two texts together: each alone would fail it."""
    check = '''import sqlite3
import app, store

store.connect = lambda: sqlite3.connect(":memory:")


def rows():
    con = sqlite3.connect(":memory:")
    con.execute("CREATE TABLE users(name)")
    con.execute("INSERT INTO users VALUES ('anna')")
    store.connect = lambda: con
    with app.app.test_request_context("/user?name=anna"):
        return app.user()


assert rows() == {"rows": [("anna",)]}
'''
    fake = '''import contextlib


class Request:
    args = {}


request = Request()


class Flask:
    def __init__(self, name):
        pass

    def route(self, path):
        return lambda f: f

    @contextlib.contextmanager
    def test_request_context(self, url):
        request.args = dict(p.split("=") for p in url.split("?")[1].split("&"))
        yield
'''
    at, done = fix(tmp_path, fences(*FORMS["info"]), "--verify-cmd", "python3 check.py", paths=("app.py", "store.py"),
                   **{"check.py": check, "flask.py": fake})
    if "needs a sandbox" in done.stderr:
        pytest.skip("no sandbox works here")
    assert done.returncode == 0 and "tests pass" in done.stderr, done.stderr


def test_an_answer_that_is_quoted_has_no_fences_of_its_own(tmp_path):
    (tmp_path / "app.py").write_text("from flask import request\n\n\ndef calc():\n    return {'v': eval(request.args['e'])}\n")
    (tmp_path / "talk").write_text("=== reply\nI would:\n\n````md\n```python\ndef other():\n    return 1\n```\n````\n=== reply\nx\n")
    env = {**os.environ, "XDG_STATE_HOME": str(tmp_path / "state")}
    subprocess.run([SUTURE, "fix", "app.py", "--profile", "audit", "--model", "script:talk", "--rounds", "2"], cwd=tmp_path,
                   env=env, capture_output=True, timeout=60)
    done = subprocess.run([SUTURE, "runs", "export", "1"], cwd=tmp_path, env=env, capture_output=True, text=True, timeout=60)
    again = [json.loads(line)["prompt"] for line in done.stdout.splitlines() if "It was:" in line][0]
    quoted = again[again.index("It was:"):]
    assert "def other" in quoted and quoted.count("```") == 2
