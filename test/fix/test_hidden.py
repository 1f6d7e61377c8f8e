"""What a worse finding hid comes to light when that is repaired: the repair is kept, and what appeared is next. A
repair that brings a weakness of its own is refused, whoever wrote it."""
import json
import os
import pathlib
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
SUTURE = os.environ.get("SUTURE", str(ROOT / "build" / "suture"))
pytestmark = pytest.mark.skipif(not os.path.exists(SUTURE), reason=f"{SUTURE} is not built")
HEAD = "import os, pickle, sqlite3\nfrom flask import Flask, request, jsonify\n\napp = Flask(__name__)\ndb = sqlite3.connect('x.db')\npaths = []\n\n\n"


def fix(tmp_path, code, *more, answers=()):
    (tmp_path / "app.py").write_text(code)
    words = ["fix", "app.py", "--format", "json", "--write", *more]
    if answers:
        (tmp_path / "talk").write_text("".join(f"=== reply\n```python\n{a}```\n" for a in answers))
        words += ["--model", "script:talk", "--rounds", str(len(answers)), "--patience", "9"]
    done = subprocess.run([SUTURE, *words], cwd=tmp_path, capture_output=True, text=True, timeout=100,
                          env={**os.environ, "XDG_STATE_HOME": str(tmp_path / "state"), "XDG_CACHE_HOME": str(tmp_path / "cache")})
    assert done.returncode in (0, 1), done.stderr
    rows = [r for f in json.loads(done.stdout)["files"] for r in f["findings"]]
    return {r["rule"]: r for r in rows}, (tmp_path / "app.py").read_text(), done.stderr, done.returncode


# ---- built-in fixes

def test_a_limit_beside_a_query(tmp_path):
    rows, text, said, code = fix(tmp_path, HEAD + '''@app.get("/items")
def items():
    name = request.args["name"]
    limit = request.args["limit"]
    return {"rows": db.execute("SELECT * FROM items WHERE name = '" + name + "' LIMIT " + limit).fetchall()}
''')
    assert rows["sql-injection"]["how"] == "built-in" and "hidden_by" not in rows["sql-injection"]
    assert rows["unbounded-page"]["how"] == "left" and rows["unbounded-page"]["hidden_by"] == "sql-injection"
    assert "LIMIT ?" in text and "sql-injection had hidden it" in said and code == 1


def test_what_appears_is_next(tmp_path):
    rows, text, said, code = fix(tmp_path, HEAD + '''@app.post("/load")
def load():
    data = pickle.loads(request.data)
    return str(data)
''', "--review")
    assert rows["unsafe-deserialization"]["how"] == "built-in"
    assert rows["xss"]["how"] == "built-in" and rows["xss"]["hidden_by"] == "unsafe-deserialization"
    assert "json.loads(request.data)" in text and "escape(str(data))" in text and code == 0


# ---- models' answers

LOAD = '''@app.post("/load")
def load():
    raw = request.data
    data = pickle.loads(raw)
    text = "<p>" + str(data) + "</p>"
    return text
'''
GOOD = LOAD.replace("pickle.loads", "json.loads")


def ask(tmp_path, *answers, code=LOAD):
    return fix(tmp_path, HEAD + code, answers=["import json\n\n\n" + a for a in answers])


def test_a_model_is_asked_for_what_appears(tmp_path):
    mended = GOOD.replace("str(data)", "escape(str(data))")
    rows, text, said, code = ask(tmp_path, GOOD, "from markupsafe import escape\n\n\n" + mended)
    assert rows["unsafe-deserialization"]["how"] == "model" and rows["xss"]["how"] in ("model", "built-in"), said
    assert rows["xss"]["hidden_by"] == "unsafe-deserialization" and code == 0


@pytest.mark.parametrize("answer", [
    GOOD.replace("json.loads(raw)", "open(raw).read()"),                           # another weakness in its place
    GOOD.replace('    text = "', '    open(raw.decode()).close()\n    text = "'),   # beside it
    GOOD.replace("str(data)", "str(raw)"),
    GOOD.replace("return text", "return text + open(raw.decode()).read()"),
    GOOD.replace("data = json.loads(raw)", "data = json.loads(paths := raw)"),
])
def test_what_a_model_brings_is_refused(tmp_path, answer):
    rows, text, said, code = ask(tmp_path, answer)
    assert rows["unsafe-deserialization"]["how"] == "left" and text == HEAD + LOAD, said
    assert code == 1


def test_data_put_elsewhere_on_the_way_is_new(tmp_path):
    code = LOAD.replace("return text", "os.remove(paths[0])\n    return text")
    rows, text, said, rc = ask(tmp_path, code.replace("pickle.loads(raw)", "paths.append(raw.decode())"), code=code)
    assert text == HEAD + code and "path-traversal" in said


def test_a_page_made_of_json_is_new(tmp_path):
    code = '@app.get("/c")\ndef c():\n    return jsonify(pickle.loads(request.data))\n'
    rows, text, said, rc = ask(tmp_path, '@app.get("/c")\ndef c():\n    return "<p>" + str(json.loads(request.data))\n', code=code)
    assert text == HEAD + code and "nothing new" in said


def test_a_check_that_went_is_no_discovery(tmp_path):
    code = '''def allowed(name):
    if "/" in name or ".." in name or "\\\\" in name:
        raise ValueError(name)
    return name


@app.get("/d")
def d():
    name = request.args["n"]
    value = eval(allowed(name))
    return {"v": value, "t": open("/srv/" + name).read()}
'''
    rows, text, said, rc = ask(tmp_path, code[code.index("@app"):].replace("eval(allowed(name))", "json.loads(name)"), code=code)
    assert text == HEAD + code and "path-traversal" in said


def test_as_bad_as_what_went_is_refused(tmp_path):
    code = '@app.get("/e")\ndef e():\n    return {"v": eval(request.args["x"])}\n'
    rows, text, said, rc = ask(tmp_path, code.replace("eval(request.args[\"x\"])", "os.popen(request.args[\"x\"]).read()"), code=code)
    assert text == HEAD + code
