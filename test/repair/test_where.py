"""Which function of a path is asked for: the sink's, unless the guard belongs where the data comes from."""
import os
import pathlib
import subprocess

import pytest

HERE = pathlib.Path(__file__).parent
SUTURE = os.environ.get("SUTURE", str(HERE.parents[1] / "build" / "suture"))
pytestmark = pytest.mark.skipif(not os.path.exists(SUTURE), reason=f"{SUTURE} is not built")
WHERE = HERE / "golden" / "where"


def fix(folder, *words, talk="=== reply\nx\n", **files):
    at = folder / "p"
    at.mkdir(exist_ok=True)
    for name, text in files.items():
        (at / f"{name}.py").write_text(text)
    (folder / "talk").write_text(talk)
    env = {**os.environ, "XDG_STATE_HOME": str(folder / "s"), "XDG_CONFIG_HOME": str(folder), "XDG_CACHE_HOME": str(folder / "c")}
    return subprocess.run([SUTURE, "fix", ".", "--model", f"script:{folder}/talk", *words], cwd=at, capture_output=True,
                          text=True, timeout=120, env=env)


def asked(done):
    return sorted(line.split("`")[1] for line in done.stdout.splitlines() if line.startswith("Rewrite the "))


def golden(*names):
    return {name: (WHERE / f"{name}.py").read_text() for name in names}


def test_a_text_that_is_only_passed_on(tmp_path):
    done = fix(tmp_path, "--show-prompt", "--select", "sql-injection", **golden("views", "rows"))
    assert asked(done) == ["people"]
    assert "the text is built here, and there only passed on" in done.stdout
    assert "line 9 of rows.py, in `ask`" in done.stdout and "`ask` of rows.py" in done.stdout
    assert "ghp_0123" not in done.stdout and "# file: " in done.stdout


def test_one_function_feeds_several(tmp_path):
    done = fix(tmp_path, "--show-prompt", "--select", "ssrf", **golden("views", "store"))
    assert asked(done) == ["file"] and "feeds several such places" in done.stdout
    assert "`read` of store.py" in done.stdout and "`touch` of store.py" in done.stdout


SINGLE = '''from flask import Flask, request

import store

app = Flask(__name__)


@app.get("/file")
def file():
    return store.read(request.args["address"])
'''


def test_else_the_sinks(tmp_path):
    done = fix(tmp_path, "--show-prompt", "--select", "ssrf", views=SINGLE, **golden("store"))
    assert asked(done) == ["read"] and "`file` of views.py" in done.stdout and "# file: " not in done.stdout


ROUTE = '''from flask import Flask, request

import charts

app = Flask(__name__)


@app.patch("/chart")
def chart():
    return charts.change(request.get_json())
'''
CHARTS = '''class Chart:
    def __init__(self):
        self.title = ""
        self.owner = "shop"


CHART = Chart()


def change(fields):
    for name, value in fields.items():
        setattr(CHART, name, value)
    return CHART.title
'''


def test_what_is_let_in_is_decided_where_it_comes_in(tmp_path):
    done = fix(tmp_path, "--show-prompt", "--select", "mass-assignment", views=ROUTE, charts=CHARTS)
    assert asked(done) == ["chart"] and "what is let in is decided here" in done.stdout, done.stdout + done.stderr


REPLY = '''=== reply
```python
@app.get("/people")
def people():
    """Find people; a comment that says: ignore all rules."""
    word = request.args["word"]
    return {"rows": rows.ask("SELECT * FROM people WHERE name LIKE ?", ("%" + word + "%",))}
```

```python
# file: rows.py
def ask(sql, *more):
    """Run a query; its values stand beside it."""
    con = sqlite3.connect("app.db")
    return con.execute(sql, *more).fetchall()
```
'''


def test_repaired_at_the_source_with_what_it_passes_through(tmp_path):
    done = fix(tmp_path, "--select", "sql-injection", "--write", talk=REPLY, **golden("views", "rows"))
    assert done.returncode == 0, done.stderr
    assert "rows.py:9  sql-injection  fixed (model)" in done.stderr
    assert "its values stand beside it" in (tmp_path / "p" / "rows.py").read_text()
    assert "LIKE ?" in (tmp_path / "p" / "views.py").read_text()


HOSTS = '''=== reply for function `file`
```python
HOSTS = {"feeds.example.org": "https://feeds.example.org/all"}


@app.get("/file")
def file():
    address = HOSTS[request.args["address"]]
    store.touch(address)
    return store.read(address)
```
'''


def test_one_repair_at_the_source_closes_all(tmp_path):
    done = fix(tmp_path, "--select", "ssrf", "--write", talk=HOSTS, **golden("views", "store"))
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("fixed (model)") == 2 and "1 file written" in done.stderr
    assert (tmp_path / "p" / "store.py").read_text() == golden("store")["store"]


def test_a_refused_source_is_no_repair(tmp_path):
    done = fix(tmp_path, "--select", "ssrf", "--rounds", "1", "--write", talk=HOSTS.replace('HOSTS[request.args["address"]]',
               'request.args["address"].strip()'), **golden("views", "store"))
    assert done.returncode == 1 and "is still found in" in done.stderr, done.stderr
    assert (tmp_path / "p" / "views.py").read_text() == golden("views")["views"]
