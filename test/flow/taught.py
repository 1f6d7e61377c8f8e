# Types that choose the function, exceptions that carry what they were made with, checks that are
# not awaited, objects that say what they contain.
import ast
import dataclasses
import functools
import os
import re
from typing import NamedTuple

from flask import Flask, abort, request

app = Flask(__name__)


@functools.singledispatch
def shown(value):
    raise TypeError(value)


@shown.register
def _(value: int):
    return f"{value}"


@shown.register
def _(value: str):
    return "'" + value + "'"


@app.get("/dispatched")
def dispatched():
    os.system("echo " + shown(request.args["a"]))  # want: command-injection
    os.system("echo " + shown(3))
    return ""


class Missing(LookupError):
    pass


class Counted(LookupError):
    pass


def find(name):
    if name == "x":
        raise Counted(len(name))
    raise Missing(name)


@app.get("/thrown")
def thrown():
    try:
        find(request.args["a"])
    except Counted as e:
        os.system("echo %s" % e.args[0])
    except Missing as e:
        os.system("echo %s" % e.args[0])  # want: command-injection
    return ""


async def known(name):
    return name in ("one", "two")


@app.get("/awaited")
async def awaited():
    name = request.args["a"]
    if not known(name):  # want: ignored-result
        abort(400)
    os.system("ls " + name)  # want: command-injection
    if not await known(name):
        abort(400)
    os.system("ls " + name)
    return ""


class Exact:
    def __init__(self, *names):
        self.names = set(names)

    def __contains__(self, name):
        return any(name == known for known in self.names)


class Part:
    def __init__(self, *names):
        self.names = set(names)

    def __contains__(self, name):
        return any(known in name for known in self.names)


@app.get("/contains")
def contains():
    name = request.args["a"]
    if name in Part("one"):
        os.system("ls " + name)  # want: command-injection
    if name in Exact("one"):
        os.system("ls " + name)
    return ""


is_word = re.compile(r"[a-z]+").fullmatch
starts_well = re.compile(r"[a-z]+").match


@app.get("/bound-match")
def bound_match():
    name = request.args["a"]
    if starts_well(name):
        os.system("ls " + name)  # want: command-injection
    if is_word(name):
        os.system("ls " + name)
    return ""


@app.get("/folded")
def folded():
    names = request.args.getlist("a")
    os.system(functools.reduce(lambda line, name: line + " x", names, "ls"))
    os.system(functools.reduce(lambda line, name: line + " " + name, names, "ls"))  # want: command-injection
    return ""


class Job(NamedTuple):
    tool: str
    note: str


@dataclasses.dataclass
class Task:
    tool: str
    note: str = ""

    def __post_init__(self):
        if self.tool not in ("ls", "wc"):
            raise ValueError(self.tool)


@app.get("/replaced")
def replaced():
    job = Job(tool="ls", note="")
    os.system(job._replace(note=request.args["a"]).tool)
    os.system(job._replace(tool=request.args["a"]).tool)  # want: command-injection
    task = dataclasses.replace(Task("ls"), tool=request.args["a"])
    os.system(task.tool)
    return ""


@app.get("/formula")
def formula():
    tree = ast.parse(request.args["a"], mode="eval")
    for node in ast.walk(tree):
        if not isinstance(node, (ast.Expression, ast.BinOp, ast.Constant, ast.Add)):
            abort(400)
    return str(eval(compile(tree, "", "eval")))


@app.get("/formula-with-calls")
def formula_with_calls():
    tree = ast.parse(request.args["b"], mode="eval")
    for node in ast.walk(tree):
        if not isinstance(node, (ast.Expression, ast.Call, ast.Name, ast.Constant)):
            abort(400)
    return str(eval(compile(tree, "", "eval")))  # want: code-injection


@app.get("/replaced-twice")
def replaced_twice():
    os.system("ls " + re.sub(r"[^a-z0-9]", "", request.args["a"]))
    os.system("ls " + re.sub(r"[^a-z0-9]", "", request.args["a"], re.IGNORECASE))  # want: command-injection
    return ""


ROOT = os.path.realpath("/srv/media")


def inside(path):
    return path.startswith(ROOT + os.sep)


def nearly_inside(path):
    return path.startswith(ROOT)


@app.get("/inside")
def in_folder():
    path = os.path.realpath(os.path.join(ROOT, request.args["a"]))
    if nearly_inside(path):
        open(path)  # want: path-traversal
    if inside(path):
        open(path)
    if request.args["b"] in os.listdir(ROOT):
        open(os.path.join(ROOT, request.args["b"]))
    return ""


def refuse_dots(form):
    if ".." in form["name"]:
        abort(400)


def refuse_roots(form):
    if form["name"].startswith("/"):
        abort(400)


@app.post("/told-in-two-calls")
def told_in_two_calls():
    refuse_dots(request.form)
    refuse_roots(request.form)
    return open(request.form["name"]).read()


@app.post("/told-and-asked")
def told_and_asked():
    if request.form["name"].startswith("/"):
        abort(400)
    refuse_dots(request.form)
    return open(request.form["name"]).read()


@app.post("/told-of-another")
def told_of_another():
    if request.form["title"].startswith("/"):
        abort(400)
    refuse_dots(request.form)
    return open(request.form["name"]).read()  # want: path-traversal
