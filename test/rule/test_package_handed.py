"""What a handler hands to another function in a package: medium for addresses, code and names that are called, where both
are in view and nothing was asked; low for whatever else leaves its function."""
import json
import os
import pathlib
import subprocess

import pytest

HERE = pathlib.Path(__file__).parent
SUTURE = os.environ.get("SUTURE") or str(HERE.parent.parent / "build" / "suture")
DOZENS = 55
FLASK = "from flask import Flask, request\nfrom shop.people import admin_required, is_safe_address\nfrom shop.tools import fetch, run, call\n" \
        "app = Flask(__name__)\n"
FETCH = "import requests\ndef fetch(url):\n    return requests.get(url, timeout=3).text\n"
RUN = "def run(text):\n    return eval(text)\n"
CALL = "import shop.api\ndef call(name):\n    return getattr(shop.api.Api(), name)()\n"
ASKS = FLASK + "@app.get('/x')\ndef x():\n    return {'x': fetch(request.args['u'])}\n"
ALONE = "import requests\nfrom fastapi import Depends, FastAPI\napp = FastAPI()\n"

# name: (rule, the handler's file, the file of the function that it is handed to, confidence among dozens of modules)
CASES = {
    "address": ("ssrf", ASKS, FETCH, "medium"),
    "address_in_text": ("ssrf", ASKS.replace("request.args['u']", "request.args['u'] + '/feed'"), FETCH, "medium"),
    "address_of_service": ("ssrf", ASKS, FETCH.replace("get(url", "get('https://api.example/' + url"), None),
    "address_asked_there": ("ssrf", ASKS, FETCH.replace("    return", "    if is_private(url):\n        raise ValueError(url)\n    return"),
                            "low"),
    "address_asked_before": ("ssrf", FLASK + "@app.get('/x')\ndef x():\n    u = request.args['u']\n    if is_safe_address(u):\n"
                             "        pass\n    return {'x': fetch(u)}\n", FETCH, "low"),
    "address_of_admins": ("ssrf", ASKS.replace("def x", "@admin_required\ndef x"), FETCH, "low"),
    "function_named_so": ("ssrf", ASKS.replace("fetch", "valid_url"), FETCH.replace("fetch", "valid_url"), "medium"),
    "address_after_two": ("ssrf", ASKS, FETCH.replace("fetch", "really") + "def fetch(url):\n    return really(url)\n", "low"),
    "address_looked_up": ("ssrf", ASKS.replace("fetch(request.args['u'])", "fetch(rows.get(request.args['u']).url)")
                          .replace("app =", "from shop.people import rows\napp ="), FETCH, "low"),
    "address_given_back": ("ssrf", FLASK + "import requests\nfrom shop.tools import taken\n@app.get('/x')\ndef x():\n"
                           "    return {'x': requests.get(taken(), timeout=3).text}\n",
                           "from flask import request\ndef taken():\n    return request.args['u']\n", "low"),
    "address_from_base": ("ssrf", "import tornado.web\nfrom shop.tools import fetch\nclass Base(tornado.web.RequestHandler):\n"
                          "    def given(self):\n        self.all = {'u': self.get_argument('u')}\n"
                          "class Page(Base):\n    def get(self):\n        self.given()\n        fetch(self.all['u'])\n", FETCH, "low"),
    "address_by_inner": ("ssrf", ALONE + "def fetch(u):\n    return requests.get(u, timeout=3).text\n"
                         "@app.get('/x')\nasync def x(u: str):\n    return {'x': fetch(u)}\n", "", "medium"),
    "address_by_admins_dependency": ("ssrf", ALONE + "from shop.people import admin_user\ndef fetch(u):\n"
                                     "    return requests.get(u, timeout=3).text\n"
                                     "@app.get('/x')\nasync def x(u: str, who=Depends(admin_user)):\n    return {'x': fetch(u)}\n",
                                     "", "low"),
    "code": ("code-injection", ASKS.replace("fetch", "run"), RUN, "medium"),
    "code_restricted": ("code-injection", ASKS.replace("fetch", "run"), RUN.replace("eval(text)", "eval(text, restricted_names())"), "low"),
    "code_of_admins": ("code-injection", ASKS.replace("fetch", "run").replace("def x", "@admin_required\ndef x"), RUN, "low"),
    "called_by_name": ("unsafe-reflection", ASKS.replace("fetch", "call"), CALL, "medium"),
    "read_by_name": ("unsafe-reflection", ASKS.replace("fetch", "call"), CALL.replace("name)()", "name)"), "low"),
    "called_later": ("unsafe-reflection", FLASK + "from shop.people import api\n@app.get('/x')\ndef x():\n"
                     "    f = getattr(api, request.args['f'])\n    return {'x': f(3)}\n", "", "medium"),
    "called_when_marked": ("unsafe-reflection", FLASK + "from shop.people import api\n@app.get('/x')\ndef x():\n"
                           "    f = getattr(api, request.args['f'])\n    if not f.exposed:\n        return {}\n"
                           "    return {'x': f(3)}\n", "", None),
    "called_when_found": ("unsafe-reflection", FLASK + "from shop.people import api\n@app.get('/x')\ndef x():\n"
                          "    f = getattr(api, request.args['f'])\n    if f is None:\n        return {}\n"
                          "    return {'x': f(3)}\n", "", "low"),
    "called_when_allowed": ("unsafe-reflection", FLASK + "from shop.people import api, ALLOWED\n@app.get('/x')\ndef x():\n"
                            "    name = request.args['f']\n    hidden = name[0] == '_' or ALLOWED\n    print(hidden)\n"
                            "    return {'x': getattr(api, name)(3)}\n", "", "low"),
    "path": ("path-traversal", ASKS, "def fetch(name):\n    return open('/srv/' + name).read()\n", "low"),
}


def scan(at):
    done = subprocess.run([SUTURE, "scan", "--no-config", "--no-cache", "--profile", "audit", "--format", "json", "shop"],
                          cwd=at, capture_output=True, text=True, timeout=120)
    return json.loads(done.stdout)["findings"]


def shown(at):
    done = subprocess.run([SUTURE, "scan", "--no-config", "--no-cache", "--format", "json", "shop"],
                          cwd=at, capture_output=True, text=True, timeout=120)
    return {f["rule"] for f in json.loads(done.stdout)["findings"]}


@pytest.mark.parametrize("name", CASES)
def test_handed(tmp_path, name):
    rule, handler, tools, wanted = CASES[name]
    shop = tmp_path / "shop"
    shop.mkdir()
    for i in range(DOZENS):
        (shop / f"m{i}.py").write_text("from shop import page\nNAME = page\n")
    (shop / "__init__.py").write_text("")
    (shop / "page.py").write_text(handler)
    (shop / "tools.py").write_text(tools)
    got = {f["confidence"] for f in scan(tmp_path) if f["rule"] == rule}
    assert got == ({wanted} if wanted else set())
    assert (rule in shown(tmp_path)) == (wanted == "medium"), "walked as far as it is judged"
