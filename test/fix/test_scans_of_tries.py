"""Each try is judged by a scan that rests on the one before it. What it says must be what a scan from nothing says of
the same texts, with a cache on the disk, without one, and twice in a row."""
import json
import os
import pathlib
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
SUTURE = os.environ.get("SUTURE", str(ROOT / "build" / "suture"))
pytestmark = pytest.mark.skipif(not os.path.exists(SUTURE), reason=f"{SUTURE} is not built")
FILES = {
    "app/__init__.py": "",
    "app/store.py": '''import sqlite3

db = sqlite3.connect("x.db")


def find(table, name):
    return db.execute("SELECT * FROM items WHERE name = '" + name + "'").fetchall()


def limit(n):
    return db.execute("SELECT * FROM items LIMIT " + n).fetchall()
''',
    "app/views.py": '''import os
import pickle
from flask import Flask, request
from app.store import find, limit

app = Flask(__name__)


@app.get("/items")
def items():
    return {"rows": find("items", request.args["name"])}


@app.get("/page")
def page():
    return {"rows": limit(request.args["n"])}


@app.post("/load")
def load():
    return str(pickle.loads(request.data))


@app.get("/ping")
def ping():
    host = request.args["host"]
    os.system("ping -c 1 " + host)
    if host.startswith("a"):
        return open("/srv/" + host).read()
    return "no"
''',
    "app/tool.py": '''import hashlib
import os
import subprocess
import sys


def digest(text):
    return hashlib.md5(text).hexdigest()


def run():
    return subprocess.check_output("ls " + sys.argv[1], shell=True)


def again():
    os.system("ls " + input())
''',
}
for number in range(30):                     # their findings are shown in the audit profile alone
    FILES[f"app/more{number}.py"] = f'from app.tool import digest\n\n\ndef f{number}(path):\n    open(path).read()\n    return digest(path)\n'


def run(folder, *words):
    env = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache"), "XDG_STATE_HOME": str(folder / "state")}
    done = subprocess.run([SUTURE, *words], cwd=folder / "p", env=env, capture_output=True, text=True, timeout=100)
    assert done.returncode in (0, 1, 3), done.stderr
    return json.loads(done.stdout)


def lay(folder):
    for name, text in FILES.items():
        path = folder / "p" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def shown(folder, *more):
    return sorted((f["path"], f["line"], f["rule"]) for f in run(folder, "scan", ".", "--format", "json", "--no-cache", *more)["findings"])


def left(result):
    return sorted((f["path"], r["rule"]) for f in result["files"] for r in f["findings"] if r["how"] == "left")


@pytest.mark.parametrize("profile", ["strict", "default", "audit"])
@pytest.mark.parametrize("review", [[], ["--review"]])
def test_what_is_left_is_what_a_scan_finds(tmp_path, profile, review):
    lay(tmp_path)
    first = shown(tmp_path, "--profile", profile)
    out = run(tmp_path, "fix", ".", "--write", "--format", "json", "--profile", profile, *review)
    assert out["found"] - sum("hidden_by" in r for f in out["files"] for r in f["findings"]) == len(first)
    assert out["fixed"]
    assert left(out) == sorted((p, r) for p, _, r in shown(tmp_path, "--profile", profile))


def test_with_and_without_a_cache_and_twice(tmp_path):
    seen = []
    for name, more in [("a", []), ("b", ["--no-cache"]), ("a", []), ("c", ["--threads", "1"])]:
        folder = tmp_path / name
        folder.mkdir(exist_ok=True)
        lay(folder)
        seen.append(run(folder, "fix", ".", "--review", "--format", "json", *more))
        assert (folder / "cache").exists() == (more != ["--no-cache"])
    assert all(one == seen[0] for one in seen)
