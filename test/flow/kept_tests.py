# Tests that stand elsewhere than the use: in a helper, in a name, in the keys of a dictionary, in
# the nodes of a tree; and tables that begin empty.
import ast
import json
import os
import re

from django.http import JsonResponse
from flask import Flask, abort, request
from quart.utils import run_sync

from shop.models import Account

app = Flask(__name__)
ROOT = "/srv/shop/files"
REAL = os.path.realpath(ROOT)
is_number = re.compile(r"\d+").fullmatch
starts_number = re.compile(r"\d+").match
PLAIN = (ast.Expression, ast.BoolOp, ast.And, ast.Or, ast.Compare, ast.Constant, ast.Name, ast.Load,
         ast.Eq, ast.Lt, ast.Gt)
FIELDS = {"city", "street"}
SESSIONS = {}


def under(path):
    return path.startswith(ROOT + "/")


def beside(path):
    return path.startswith(REAL)


@app.get("/file")
def file():
    path = os.path.abspath(os.path.join(ROOT, request.args["f"]))
    if not under(path):
        abort(404)
    return open(path).read()


@app.get("/file-beside")
def file_beside():
    path = os.path.abspath(os.path.join(ROOT, request.args["f"]))
    if not beside(path):
        abort(404)
    return open(path).read()  # want: path-traversal


@app.get("/file-unresolved")
def file_unresolved():
    path = ROOT + "/" + request.args["f"]
    if not under(path):
        abort(404)
    return open(path).read()  # want: path-traversal


@app.get("/count")
def count():
    text = request.args["n"]
    if is_number(text):
        os.system("seq " + text)
    if starts_number(text):
        os.system("seq " + text)  # want: command-injection
    return ""


def refuse(tree):
    for node in ast.walk(tree):
        if type(node) not in PLAIN:
            raise ValueError("not allowed")


@app.get("/rule")
def rule():
    tree = ast.parse(request.args["rule"], mode="eval")
    refuse(tree)
    return str(eval(compile(tree, "rule", "eval"), {"__builtins__": {}}, {"price": 1}))


@app.get("/rule-all")
def rule_all():
    text = request.args["rule"]
    if not all(isinstance(n, PLAIN) for n in ast.walk(ast.parse(text, mode="eval"))):
        abort(400)
    return str(eval(text, {"__builtins__": {}}, {}))


@app.get("/rule-calls")
def rule_calls():
    tree = ast.parse(request.args["rule"], mode="eval")
    for node in ast.walk(tree):
        if not isinstance(node, (ast.Expression, ast.Call, ast.Name, ast.Load, ast.Attribute)):
            abort(400)
    return str(eval(compile(tree, "rule", "eval"), {"__builtins__": {}}, {}))  # want: code-injection


def change(request):
    wanted = json.loads(request.body)
    kept = {k: v for k, v in wanted.items() if k in FIELDS}
    Account.objects.filter(pk=request.user.pk).update(**kept)
    rest = {k: v for k, v in wanted.items() if k != "id"}
    Account.objects.filter(pk=request.user.pk).update(**rest)  # want: mass-assignment
    return JsonResponse({})


@app.get("/page")
def page():
    data = json.dumps({"q": request.args["q"]}).replace("</", "<\\/")
    raw = json.dumps({"q": request.args["q"]}).replace("&", "\\u0026")
    if request.args.get("raw"):
        return "<script>start(%s)</script>" % raw  # want: xss
    return f"<script>start({data})</script>"


def known(name):
    session = SESSIONS.get(name)
    if session is None:
        return None
    return session


@app.get("/dir")
def listing():
    if known(request.args["sid"]) is None:
        abort(403)
    os.system("ls " + request.args["d"])  # want: command-injection
    return ""


def remove(name):
    os.system("rm " + name)  # want: command-injection


@app.post("/remove")
async def remove_one():
    await run_sync(remove)(request.args["name"])
    return ""
