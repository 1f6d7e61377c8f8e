"""What is made safe in one of the usual ways is not reported, wherever it goes."""
import pytest
from test_flow import scan

BEGIN = """
import datetime, decimal, enum, hmac, html, json, os, pathlib, re, shlex, sqlite3, subprocess
import urllib.parse, uuid
import bleach, requests
from flask import Flask, abort, g, redirect, request, send_from_directory, url_for, render_template, jsonify, Response
from markupsafe import Markup, escape
from werkzeug.utils import secure_filename
app = Flask(__name__)
con = sqlite3.connect("a")
ROOT = pathlib.Path("/srv/files").resolve()
BASE = "/srv/files"
COLS = {"name": "name", "date": "created"}
ALLOWED = {"name", "date"}
HOSTS = {"api.example.com", "cdn.example.com"}
class Sort(enum.Enum):
    NAME = "name"
    DATE = "date"
class Color(str, enum.Enum):
    RED = "red"
def clean(x):
    if not re.fullmatch(r"[A-Za-z0-9_]+", x):
        raise ValueError("bad")
    return x
def is_ok(x):
    return bool(re.fullmatch(r"[a-z]{1,20}", x))
def pick(x):
    return {"a": "name", "b": "date"}.get(x, "name")
def only_int(x):
    try:
        return int(x)
    except ValueError:
        abort(400)
"""

# x, of the request, made harmless
SAFE = [
    'x = int(request.args["x"])',
    'x = float(request.args["x"])',
    'x = str(int(request.args["x"]))',
    'x = request.args["x"]\nif x not in ("name", "date"):\n    abort(400)',
    'x = request.args["x"]\nif x not in ALLOWED:\n    return "no", 400',
    'x = COLS[request.args["x"]]',
    'x = COLS.get(request.args["x"], "name")',
    'x = request.args["x"]\nx = x if x in ALLOWED else "name"',
    'x = request.args["x"]\nif not re.fullmatch(r"[a-z0-9_]+", x):\n    abort(400)',
    'x = request.args["x"]\nif not re.match(r"^[a-z0-9_]+\\Z", x):\n    abort(400)',
    'x = request.args["x"]\nif not x.isalnum():\n    abort(400)',
    'x = request.args["x"]\nif not x.isdigit():\n    raise ValueError("x")',
    'x = request.args["x"]\nif not x.isidentifier():\n    raise ValueError("x")',
    'x = str(uuid.UUID(request.args["x"]))',
    'x = Sort(request.args["x"]).value',
    'x = Sort[request.args["x"]].value',
    'x = Color(request.args["x"]).value',
    'x = clean(request.args["x"])',
    'x = request.args["x"]\nclean(x)',
    'x = request.args["x"]\nif not is_ok(x):\n    abort(400)',
    'x = pick(request.args["x"])',
    'x = only_int(request.args["x"])',
    'x = request.args.get("x", 1, type=int)',
    'x = request.args.get("x", type=float)',
    'x = datetime.date.fromisoformat(request.args["x"]).isoformat()',
    'x = datetime.datetime.strptime(request.args["x"], "%Y-%m-%d").strftime("%Y%m%d")',
    'x = decimal.Decimal(request.args["x"])',
    'x = bool(request.args.get("x"))',
    'x = len(request.args["x"])',
    'x = "asc" if request.args.get("x") == "up" else "desc"',
    'x = request.args["x"]\nassert_ok = [c for c in ALLOWED if c == x]\nif not assert_ok:\n    abort(400)\nx = assert_ok[0]',
    'x = next((c for c in ALLOWED if c == request.args["x"]), "name")',
    'x = request.args["x"]\nif x == "name":\n    x = "name"\nelif x == "date":\n    x = "date"\nelse:\n    abort(400)',
    'match request.args["x"]:\n    case "name":\n        x = "name"\n    case "date":\n        x = "date"\n    case _:\n        abort(400)',
    'x = request.args["x"]\ntry:\n    x = int(x)\nexcept ValueError:\n    return "no", 400',
    'x = request.args["x"]\nif any(c not in "abcdefghij" for c in x):\n    abort(400)',
    'x = request.args["x"]\nif not set(x) <= set("abcdef0123456789"):\n    abort(400)',
    'x = re.sub(r"[^a-z0-9]", "", request.args["x"])',
    'x = "".join(c for c in request.args["x"] if c.isalnum())',
    'x = hmac.new(b"k", request.args["x"].encode(), "sha256").hexdigest()',
    'x = ["name", "date"][int(request.args["x"])]',
    'x = request.args["x"]\nx = {"name": "n", "date": "d"}[x]',
    'x = max(1, min(100, int(request.args["x"])))',
    'x = request.args["x"]\nif x and x in COLS:\n    x = COLS[x]\nelse:\n    x = "name"',
    'x = request.args["x"]\nif x not in [s.value for s in Sort]:\n    abort(400)',
    'x = request.args["x"]\nif x not in COLS.keys():\n    abort(400)',
    'x = int(request.args["x"], 16)',
    'x = round(float(request.args["x"]), 2)',
    'x = request.args["x"].count("a")',
    'x = json.loads(request.args["x"]) == 1',
]
SINKS = {
    "sql-injection": 'con.execute(f"select * from t order by {x}")',
    "command-injection": 'os.system(f"ls {x}")',
    "path-traversal": 'open(f"/srv/files/{x}.txt").read()',
    "xss": 'return f"<p>{x}</p>"',
    "ssrf": 'requests.get(f"https://{x}.example.com/", timeout=3)',
    "code-injection": 'eval(f"{x} + 1")',
    "log-injection": 'app.logger.info("x %s", x)',
    "open-redirect": 'return redirect(f"/{x}")',
}
# pairs of a rule and statements that give outside data to a sink in a way that is meant for it
MEANT = [
    ("sql-injection", 'con.execute("select * from t where a = ?", (request.args["x"],))'),
    ("sql-injection", 'con.execute("select * from t where a = :a", {"a": request.args["x"]})'),
    ("sql-injection", 'ids = request.args.getlist("x")\nmarks = ",".join("?" * len(ids))\ncon.execute(f"select * from t where a in ({marks})", ids)'),
    ("sql-injection", 'ids = request.args.getlist("x")\nq = "select * from t where a in (%s)" % ", ".join(["?"] * len(ids))\ncon.execute(q, ids)'),
    ("sql-injection", 'c, p = [], []\nif "a" in request.args:\n    c.append("a = ?")\n    p.append(request.args["a"])\ncon.execute("select * from t where " + " and ".join(c), p)'),
    ("sql-injection", 'f = {k: v for k, v in request.args.items() if k in ALLOWED}\nw = " and ".join(f"{k} = ?" for k in f)\ncon.execute("select * from t where " + w, list(f.values()))'),
    ("sql-injection", 'con.execute("select * from t where a like ?", ("%" + request.args["x"] + "%",))'),
    ("command-injection", 'subprocess.run(["ls", "--", request.args["x"]], check=True)'),
    ("command-injection", 'subprocess.run("ls -- " + shlex.quote(request.args["x"]), shell=True)'),
    ("command-injection", 'os.system("ls -- %s" % shlex.quote(request.args["x"]))'),
    ("path-traversal", 'send_from_directory("/srv", request.args["x"])'),
    ("path-traversal", 'open(os.path.join(BASE, secure_filename(request.args["x"]))).read()'),
    ("path-traversal", 'p = (ROOT / request.args["x"]).resolve()\nif not p.is_relative_to(ROOT):\n    abort(404)\np.read_text()'),
    ("path-traversal", 'p = os.path.realpath(os.path.join(BASE, request.args["x"]))\nif not p.startswith(BASE + os.sep):\n    abort(404)\nopen(p).read()'),
    ("path-traversal", 'p = os.path.abspath(os.path.join(BASE, request.args["x"]))\nif os.path.commonpath([p, BASE]) != BASE:\n    abort(404)\nopen(p).read()'),
    ("path-traversal", 'n = os.path.basename(request.args["x"])\nopen(os.path.join(BASE, n)).read()'),
    ("path-traversal", 'n = request.args["x"]\nif n not in os.listdir(BASE):\n    abort(404)\nopen(os.path.join(BASE, n)).read()'),
    ("path-traversal", 'n = request.args["x"]\nif "/" in n or ".." in n:\n    abort(404)\nopen(os.path.join(BASE, n)).read()'),
    ("path-traversal", 'p = (ROOT / request.args["x"]).resolve()\nif ROOT not in p.parents:\n    abort(404)\np.read_text()'),
    ("path-traversal", 'p = (ROOT / request.args["x"]).resolve()\ntry:\n    p.relative_to(ROOT)\nexcept ValueError:\n    abort(404)\np.read_text()'),
    ("xss", 'return str(escape(request.args["x"]))'),
    ("xss", 'return "<p>" + html.escape(request.args["x"]) + "</p>"'),
    ("xss", 'return render_template("a.html", x=request.args["x"])'),
    ("xss", 'return jsonify(x=request.args["x"])'),
    ("xss", 'return {"x": request.args["x"]}'),
    ("xss", 'return Response(request.args["x"], mimetype="text/plain")'),
    ("xss", 'return Markup("<p>%s</p>") % request.args["x"]'),
    ("xss", 'return Markup("<p>{}</p>").format(request.args["x"])'),
    ("xss", 'return bleach.clean(request.args["x"])'),
    ("xss", 'r = Response(json.dumps({"x": request.args["x"]}))\nr.content_type = "application/json"\nreturn r'),
    ("ssrf", 'u = request.args["x"]\nif urllib.parse.urlparse(u).hostname not in HOSTS:\n    abort(400)\nrequests.get(u, timeout=3, allow_redirects=False)'),
    ("ssrf", 'requests.get("https://api.example.com/x", params={"q": request.args["x"]}, timeout=3)'),
    ("ssrf", 'requests.get("https://api.example.com/x/" + urllib.parse.quote(request.args["x"], safe=""), timeout=3)'),
    ("ssrf", 'u = {"a": "https://a.example.com", "b": "https://b.example.com"}.get(request.args["x"])\nif u:\n    requests.get(u, timeout=3)'),
    ("open-redirect", 'return redirect(url_for("f0", x=request.args["x"]))'),
    ("open-redirect", 'n = request.args["n"]\nif n not in ("/a", "/b"):\n    n = "/"\nreturn redirect(n)'),
]


def found(cases, tmp_path):
    """Of the pairs of a rule and a handler's body, those in which the rule reports anything."""
    lines, ends = BEGIN.strip().split("\n"), []
    for n, (_, body) in enumerate(cases):
        lines += ["", "", f'@app.route("/{n}")', f"def f{n}():", *("    " + line for line in body.split("\n"))]
        lines.append('    return ""')
        ends.append(len(lines))
    (tmp_path / "app.py").write_text("\n".join(lines) + "\n")
    reported = {(f["rule"], next(n for n, end in enumerate(ends) if f["line"] <= end)) for f in scan(tmp_path)}
    return [body for n, (rule, body) in enumerate(cases) if (rule, n) in reported]


@pytest.mark.parametrize("rule", SINKS)
def test_safe(rule, tmp_path):
    assert not found([(rule, f"{safe}\n{SINKS[rule]}") for safe in SAFE], tmp_path)
    assert found([(rule, f'x = request.args["x"]\n{SINKS[rule]}')], tmp_path)


def test_meant(tmp_path):
    assert not found(MEANT, tmp_path)
