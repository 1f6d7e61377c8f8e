"""How far a file's walk goes into others in a large package, in the default profile: as far as anything is shown."""
import json
import os
import pathlib
import subprocess

import pytest

HERE = pathlib.Path(__file__).parent
SUTURE = os.environ.get("SUTURE") or str(HERE.parent.parent / "build" / "suture")
DOZENS = 55
FLASK = "from flask import Flask, request, session, abort\nimport os\nimport subprocess\napp = Flask(__name__)\n"
SHEET = FLASK + "import csv\nfrom django.db import models\nclass Survey(models.Model):\n    remark = models.TextField()\n"
LONG = "".join(f"    seen = seen + {i} * len(str(seen))\n" for i in range(60))

ASKS = FLASK + "from shop import b\n@app.get('/x')\ndef x():\n"
RUN = "import os\ndef run(q):\n    os.system('ls ' + q)\n"
WORDS = "".join(f"word{i} = os.path.join('a', '{i}')\n" for i in range(300))

# A function that has cost a thousand instructions before it does anything.
SLOW = "import os\nfrom flask import request\nfrom shop.b import run, deny\ndef fill(seen):\n" + LONG + \
    "    return seen\ndef x():\n    fill(1)\n    fill(2)\n    fill(3)\n    fill(4)\n    q = request.args['q']\n"

# The files of a case, and the rules that the default profile names: once as dozens of modules, once as a few.
CASES = {
    # a source, a sink, or both, one file away
    "sink_in_next": ({"a.py": FLASK + "from shop.b import run\n@app.get('/x')\ndef x():\n    run(request.args['q'])\n    return ''\n",
                      "b.py": "import os\ndef run(q):\n    os.system('ls ' + q)\n"},
                     ["command-injection"], ["command-injection"]),
    "source_in_next": ({"a.py": FLASK + "from shop.b import asked\n@app.get('/x')\ndef x():\n    os.system('ls ' + asked())\n    return ''\n",
                        "b.py": "from flask import request\ndef asked():\n    return request.args['q']\n"},
                       ["command-injection"], ["command-injection"]),
    # two steps are low in a package, and its files are not walked for it
    "sink_after_two": ({"a.py": FLASK + "from shop.b import run\n@app.get('/x')\ndef x():\n    run(request.args['q'])\n    return ''\n",
                        "b.py": "from shop.c import really\ndef run(q):\n    really(q)\n",
                        "c.py": "import os\ndef really(q):\n    os.system('ls ' + q)\n"},
                       [], ["command-injection"]),
    # what is two steps away and short still ends a function, tells of an argument, and makes a token
    "refused_two_away": ({"a.py": FLASK + "from shop.b import deny\n@app.get('/x')\ndef x():\n    q = request.args['q']\n"
                          "    if not q.isalnum():\n        deny()\n    os.system('ls ' + q)\n    return ''\n",
                          "b.py": "from shop.c import stop\ndef deny():\n    stop(400)\n",
                          "c.py": "from flask import abort\ndef stop(code):\n    abort(code)\n"}, [], []),
    "checked_two_away": ({"a.py": FLASK + "from shop.b import need_name\n@app.get('/x')\ndef x():\n    q = request.args['q']\n"
                          "    need_name(q)\n    os.system('ls ' + q)\n    return ''\n",
                          "b.py": "from shop.c import is_name\ndef need_name(q):\n    if not is_name(q):\n        raise ValueError(q)\n",
                          "c.py": "def is_name(q):\n    seen = 1\n" + LONG + "    return q.isalnum()\n"}, [], []),
    # farther away nothing is shown, and yet what was handed over may be refused there, by a fault or by an answer
    "checked_three_away": ({"a.py": FLASK + "from shop.b import need_name\n@app.get('/x')\ndef x():\n    q = request.args['q']\n"
                            "    need_name(q)\n    os.system('ls ' + q)\n    return ''\n",
                            "b.py": "from shop.c import need\ndef need_name(q):\n    need(q)\n",
                            "c.py": "from shop.d import ask\ndef need(q):\n    ask(q)\n",
                            "d.py": "def ask(q):\n    seen = 1\n" + LONG + "    if not q.isalnum():\n        raise ValueError(q)\n"},
                           [], []),
    "answered_three_away": ({"a.py": FLASK + "from shop.b import fine\n@app.get('/x')\ndef x():\n    q = request.args['q']\n"
                             "    if not fine(q):\n        abort(400)\n    os.system('ls ' + q)\n    return ''\n",
                             "b.py": "from shop.c import good\ndef fine(q):\n    return good(q)\n",
                             "c.py": "from shop.d import ask\ndef good(q):\n    return ask(q)\n",
                             "d.py": "def ask(q):\n    seen = 1\n" + LONG + "    return q.isalnum()\n"}, [], []),
    "counted_three_away": ({"a.py": FLASK + "from shop.b import fine\n@app.get('/x')\ndef x():\n    q = request.args['q']\n"
                            "    if not fine(q):\n        abort(400)\n    os.system('ls ' + q)\n    return ''\n",
                            "b.py": "from shop.c import good\ndef fine(q):\n    return good(q)\n",
                            "c.py": "from shop.d import ask\ndef good(q):\n    return ask(q)\n",
                            "d.py": "def ask(q):\n    seen = 1\n" + LONG + "    return len(q) < 400\n"},
                           ["command-injection"], ["command-injection"]),
    "token_two_away": ({"a.py": FLASK + "from shop.b import new_token\n@app.get('/x')\ndef x():\n    session['reset_token'] = new_token()\n"
                        "    return ''\n",
                        "b.py": "from shop.c import digits\ndef new_token():\n    return digits()\n",
                        "c.py": "import random\ndef digits():\n    return str(random.randint(0, 999999))\n"},
                       ["weak-random"], ["weak-random"]),
    # in a package a parameter is its callers' affair, whatever it reaches; outside data on the way is not
    "parameter_beside_request": ({"a.py": FLASK + "from shop.b import run\ndef helper(name):\n    run(name)\n    run(request.args['q'])\n",
                                  "b.py": "import os\ndef run(q):\n    os.system('ls ' + q)\n"},
                                 ["command-injection"], ["command-injection"]),
    # a path is sure only where all of its way lies in one function: which of several functions has that is known
    "path_in_helper": ({"a.py": FLASK + "def put(q):\n    open('/srv/' + q)\ndef take():\n    put(request.args['q'])\n",
                        "b.py": "from shop.a import take\ndef go():\n    take()\n"}, [], ["path-traversal"]),
    "path_in_one_of_two": ({"a.py": FLASK + "def put():\n    open('/srv/' + request.args['q'])\ndef take(n):\n    put()\n    return n\n",
                            "b.py": "from shop.a import take\ndef go():\n    take(2)\n"}, ["path-traversal"], ["path-traversal"]),
    "path_in_inner": ({"a.py": FLASK + "def take(n):\n    def name():\n        return request.args['q']\n    open('/srv/' + name())\n",
                       "b.py": "from shop.a import take\ndef go():\n    take(2)\n"}, ["path-traversal"], ["path-traversal"]),
    # what people stored, in a table that a view hands out: sure where one function does both
    "stored_sheet": ({"a.py": SHEET + "@app.get('/x')\ndef sheet():\n    w = csv.writer(open('x.csv', 'w'))\n"
                      "    for row in Survey.objects.values_list('age', 'remark'):\n        w.writerow(row)\n    return 'done'\n"},
                     ["csv-injection"], ["csv-injection"]),
    "stored_sheet_of_helper": ({"a.py": SHEET + "def rows():\n    return [list(r) for r in Survey.objects.values_list('age', 'remark')]\n"
                                "@app.get('/x')\ndef sheet():\n    w = csv.writer(open('x.csv', 'w'))\n    for row in rows():\n"
                                "        w.writerow(row)\n    return 'done'\n"},
                               [], ["csv-injection"]),
    # a function that is handed on where it was made is walked after that
    "inner_handed_on": ({"a.py": "import boto3\nfrom unittest.mock import patch\ndef begin():\n    from boto3 import client as real\n"
                         "    def fake(*args, **kwargs):\n        kwargs['verify'] = False\n        return real(*args, **kwargs)\n"
                         "    patch('boto3.client', fake).start()\n",
                         "b.py": "from shop.a import begin\ndef go():\n    begin()\n"}, ["tls-no-verify"], ["tls-no-verify"]),
    # told by their words to need no walk, and yet others live by them
    "global_set_by_another": ({"a.py": "from fastapi import HTTPException\n_made = None\ndef register(func):\n    global _made\n"
                                       "    _made = func\n    return func\nclass Server:\n    def handle(self, data):\n"
                                       "        if _made is None:\n            return None\n        try:\n"
                                       "            return _made(data)\n        except Exception as e:\n"
                                       "            raise HTTPException(status_code=500, detail=str(e))\n"},
                              ["error-exposure"], ["error-exposure"]),
    "switch_set_by_another": ({"a.py": FLASK + "_on = False\ndef switch():\n    global _on\n    _on = True\n@app.get('/x')\ndef x():\n"
                                       "    if not _on:\n        return ''\n    os.system('ls ' + request.args['q'])\n    return ''\n"},
                              ["command-injection"], ["command-injection"]),
    "switch_of_a_handler": ({"a.py": "import os\nfrom tornado.web import RequestHandler\nfrom shop.b import act\nclass Page(RequestHandler):\n"
                                     "    on = None\n    def turn(self):\n        self.on = object()\n    def get(self):\n"
                                     "        if self.on is None:\n            return\n        act(self.get_argument('q'))\n",
                             "b.py": "import os\ndef act(q):\n    os.system('ls ' + q)\n"},
                            ["command-injection"], ["command-injection"]),
    "field_kept_by_another": ({"a.py": FLASK + "class Work:\n    def ask(self):\n        self.kept = request.args['q']\n"
                                       "    def do(self):\n        os.system('ls ' + self.kept)\n"},
                              ["command-injection"], ["command-injection"]),
    # what another file's body makes, asked for by name: bound in several places, by its functions too, and used further
    "global_set_elsewhere": ({"a.py": FLASK + "from shop import b\n@app.get('/x')\ndef x():\n    if b.client is None:\n        raise ValueError('not yet')\n"
                                      "    os.system('ls ' + request.args['q'])\n    return ''\n",
                              "b.py": "client = None\ndef begin():\n    global client\n    client = object()\n"},
                             ["command-injection"], ["command-injection"]),
    "name_of_either_import": ({"a.py": FLASK + "from shop.b import run\n@app.get('/x')\ndef x():\n    run(request.args['q'])\n    return ''\n",
                               "b.py": "try:\n    from fastshop import run\nexcept ImportError:\n    from shop.c import run\n",
                               "c.py": "import os\ndef run(q):\n    os.system('ls ' + q)\n"},
                              ["command-injection"], ["command-injection"]),
    "name_of_the_live_branch": ({"a.py": FLASK + "from shop.b import run\n@app.get('/x')\ndef x():\n    run(request.args['q'])\n    return ''\n",
                                 "b.py": "import os\nfrom typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    def run(q):\n        os.system('ls ' + q)\n"
                                         "else:\n    def run(q):\n        return None\n"}, [], []),
    "name_bound_anew": ({"a.py": FLASK + "from shop.b import run\n@app.get('/x')\ndef x():\n    run(request.args['q'])\n    return ''\n",
                         "b.py": "import os\ndef run(q):\n    os.system('ls ' + q)\nif len(os.sep) > 1:\n    seen = 1\ndef run(q):\n    return None\n"},
                        [], []),
    "made_by_a_call_and_used": ({"a.py": FLASK + "from shop.b import runner\n@app.get('/x')\ndef x():\n    runner.run(request.args['q'])\n    return ''\n",
                                 "b.py": "import os\nclass Runner:\n    def run(self, q):\n        os.system('ls ' + q)\ndef make():\n    return Runner()\n"
                                         "runner = make()\nprint(runner)\nrunner.seen = True\n"},
                                ["command-injection"], ["command-injection"]),
    "class_that_tells_its_base": ({"a.py": FLASK + "from shop.b import Base\nclass Task(Base):\n    pass\n@app.get('/x')\ndef x():\n"
                                           "    Task().run(request.args['q'])\n    return ''\n",
                                   "b.py": "import os\nclass Base:\n    known = {}\n    def __init_subclass__(cls):\n        Base.known[cls.__name__] = cls\n"
                                           "    def run(self, q):\n        os.system('ls ' + q)\nBase.label = 'x'\n"},
                                  ["command-injection"], ["command-injection"]),
    "object_of_a_class_body": ({"a.py": FLASK + "from shop.b import Box\n@app.get('/x')\ndef x():\n    Box.tool.run(request.args['q'])\n    return ''\n",
                                "b.py": "import os\nclass Tool:\n    def __set_name__(self, owner, name):\n        self.name = name\n"
                                        "    def run(self, q):\n        os.system('ls ' + q)\nclass Box:\n    tool = Tool()\n"},
                               ["command-injection"], ["command-injection"]),
    # what the body does with it after it was made: a short one is walked, of a long one nobody takes that as said
    "filled_by_the_body": ({"a.py": ASKS + "    b.tools['run'](request.args['q'])\n    return ''\n", "b.py": RUN + "tools = {}\ntools['run'] = run\n"},
                           ["command-injection"], ["command-injection"]),
    "filled_by_decorators": ({"a.py": ASKS + "    b.tools[request.args['t']](request.args['q'])\n    return ''\n",
                              "b.py": "import os\ntools = {}\ndef tool(name):\n    def keep(f):\n        tools[name] = f\n        return f\n    return keep\n"
                                      "@tool('run')\ndef run(q):\n    os.system('ls ' + q)\n"},
                             ["command-injection"], ["command-injection"]),
    "set_by_the_body": ({"a.py": ASKS + "    b.box.run(request.args['q'])\n    return ''\n",
                         "b.py": RUN + "class Box:\n    pass\nbox = Box()\nbox.run = run\n"}, ["command-injection"], ["command-injection"]),
    "filled_by_its_class": ({"a.py": ASKS + "    b.Box.tools['run'](request.args['q'])\n    return ''\n",
                             "b.py": RUN + "class Box:\n    tools = {}\n    tools['run'] = run\n"}, ["command-injection"], ["command-injection"]),
    "class_set_in_long": ({"a.py": ASKS + "    if b.Box.on:\n        os.system('ls ' + request.args['q'])\n    return ''\n",
                           "b.py": "import os\nclass Box:\n    on = False\nBox.on = True\n" + WORDS}, ["command-injection"], ["command-injection"]),
    "field_set_in_long": ({"a.py": ASKS + "    b.box.run(request.args['q'])\n    return ''\n",
                           "b.py": "import os\nclass Box:\n    def __init__(self):\n        self.on = False\n    def turn(self):\n        self.on = True\n"
                                   "    def run(self, q):\n        if self.on:\n            os.system('ls ' + q)\nbox = Box()\nbox.turn()\n" + WORDS},
                          ["command-injection"], ["command-injection"]),
    "named_in_a_loop": ({"a.py": ASKS + "    b.tool(request.args['q'])\n    return ''\n",
                         "b.py": RUN + "for f in (run,):\n    tool = f\n"}, ["command-injection"], ["command-injection"]),
    "switched_on": ({"a.py": ASKS + "    if b.mode['on']:\n        os.system('ls ' + request.args['q'])\n    return ''\n",
                     "b.py": "import os\nmode = {'on': False}\nmode.update(os.environ)\n"}, ["command-injection"], ["command-injection"]),
    "switched_on_in_long": ({"a.py": ASKS + "    if b.mode['on']:\n        os.system('ls ' + request.args['q'])\n    return ''\n",
                             "b.py": "import os\nmode = {'on': False}\nmode.update(os.environ)\n" + WORDS},
                            ["command-injection"], ["command-injection"]),
    "switch_in_long": ({"a.py": ASKS + "    import requests\n    requests.get('https://a.example/', verify=b.mode['on'])\n    return ''\n",
                        "b.py": "import os\nmode = {'on': False}\nif os.environ.get('ON'):\n    mode['on'] = True\n" + WORDS}, [], []),
    # an operator and a dictionary that say no word of a sink
    "repeated_text": ({"a.py": "from flask import request\ndef x():\n    return '-' * int(request.args['n'])\n",
                       "b.py": "from shop.a import x\ndef go():\n    x()\n"}, ["unbounded-size"], ["unbounded-size"]),
    "name_among_globals": ({"a.py": "from flask import request\ndef x():\n    return globals().get(request.args['q'])()\n",
                            "b.py": "from shop.a import x\ndef go():\n    x()\n"}, ["unsafe-reflection"], ["unsafe-reflection"]),
    "sink_by_another_name": ({"a.py": FLASK + "tools = {'run': os.system}\n@app.get('/x')\ndef x():\n"
                                      "    tools['run']('ls ' + request.args['q'])\n    return ''\n"
                                      "class Box:\n    def __init__(self):\n        self.go = os.system\n"
                                      "    def put(self):\n        self.go('ls ' + request.args['q'])\n"},
                             ["command-injection"], ["command-injection"]),
    "library_by_another_file": ({"a.py": "from shop.b import requests\ndef ask():\n    return requests.get('https://a.example/', verify=False)\n",
                                 "b.py": "import requests\n"}, ["tls-no-verify"], ["tls-no-verify"]),
    "route_of_an_app_elsewhere": ({"a.py": "import os\nfrom shop.b import app\nfrom flask import request\n@app.get('/x')\ndef x():\n"
                                           "    return helper(request.args['q'])\ndef helper(q):\n    os.system('ls ' + q)\n    return ''\n",
                                   "b.py": "from flask import Flask\napp = Flask(__name__)\n"},
                                  ["command-injection"], ["command-injection"]),
    "handler_by_a_base_elsewhere": ({"a.py": "import os\nfrom shop.b import Base\nclass Page(Base):\n    def get(self):\n"
                                             "        os.system('ls ' + self.get_argument('q'))\n",
                                     "b.py": "from tornado.web import RequestHandler\nclass Base(RequestHandler):\n    pass\n"},
                                    ["command-injection"], ["command-injection"]),
    "sink_by_its_text": ({"a.py": FLASK + "import importlib\n@app.get('/x')\ndef x():\n    return helper(request.args['q'])\n"
                                  "def helper(q):\n    getattr(os, 'system')('ls ' + q)\n    return ''\n",
                          "b.py": "from flask import request\ndef ask():\n    getattr(__import__('os'), 'system')('ls ' + request.args['q'])\n"},
                         ["command-injection"], ["command-injection"]),
    # past the instructions that a rough walk has for helpers: what is handed over, and what refuses, still counts
    "handed_over_late": ({"a.py": SLOW + "    run(q)\n", "b.py": "import os\ndef deny():\n    raise ValueError\ndef run(q):\n" +
                          LONG.replace("seen = seen", "seen = 1") + "    os.system('ls ' + q)\n"},
                         ["command-injection"], ["command-injection"]),
    "refused_late": ({"a.py": SLOW + "    if not q.isalnum():\n        deny()\n    os.system('ls ' + q)\n",
                      "b.py": "def run(q):\n    pass\ndef deny():\n    raise ValueError\n"}, [], []),
    # what a star import brings to a module whose body is walked for another name, found when it is asked for
    "handed_on_by_a_star": ({"a.py": FLASK + "from shop import b\n@app.get('/x')\ndef x():\n    if b.mode:\n        os.system('ls ' + b.asked())\n"
                             "    return ''\n",
                             "b.py": "import sys\nfrom shop.c import *\nif sys.argv:\n    mode = len(sys.argv)\nelse:\n    mode = 0\n",
                             "c.py": "from flask import request\ndef asked():\n    return request.args['q']\n"},
                            ["command-injection"], ["command-injection"]),
    # a name for a literal, in a function that nothing else needs
    "named_header": ({"a.py": "from logging import getLogger\nlog = getLogger(__name__)\ndef connect(user, port):\n"
                              "    key = 'Authorization'\n    headers = {}\n    headers[key] = 'NTLM %s' % token(user)\n"
                              "    log.debug('headers: %s', headers)\n    port.ask(headers)\n"},
                     ["secret-in-log"], ["secret-in-log"]),
}


def shown(at, folder):
    done = subprocess.run([SUTURE, "scan", "--no-config", "--no-cache", "--all-files", "--format", "json", folder], cwd=at,
                          capture_output=True, text=True, timeout=60)
    found = json.loads(done.stdout)
    assert not found["not_analysed"]
    return sorted({f["rule"] for f in found["findings"]})


def rules_of(tmp_path, files, modules):
    shop = tmp_path / "shop"
    shop.mkdir()
    (shop / "__init__.py").write_text("")
    for name, text in files.items():
        (shop / name).write_text(text)
    names = [n[:-3] for n in files]
    for i in range(modules):
        (shop / f"m{i}.py").write_text(f"import shop.{names[i % len(names)]}\n")
    return shown(tmp_path, "shop")


@pytest.mark.parametrize("name", CASES)
def test_how_far(tmp_path, name):
    files, dozens, few = CASES[name]
    (tmp_path / "few").mkdir()
    assert rules_of(tmp_path / "few", files, 0) == few
    (tmp_path / "dozens").mkdir()
    assert rules_of(tmp_path / "dozens", files, DOZENS) == dozens


def test_a_package_is_told_by_its_own_folders(tmp_path):
    """Where somebody keeps it says nothing of it; a folder of its own does."""
    files = CASES["sink_in_next"][0]
    kept = tmp_path / "work" / "bench"
    kept.mkdir(parents=True)
    assert rules_of(kept, files, DOZENS) == ["command-injection"]
    assert shown(tmp_path, "work/bench/shop") == ["command-injection"]
    (kept / "shop" / "demo").mkdir()
    for name in ("a.py", "b.py"):
        text = (kept / "shop" / name).read_text().replace("shop.", "shop.demo.")
        (kept / "shop" / name).unlink()
        (kept / "shop" / "demo" / name).write_text(text)
    (kept / "shop" / "demo" / "__init__.py").write_text("")
    assert shown(tmp_path, "work/bench/shop") == []
