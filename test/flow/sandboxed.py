# What a sandbox's template makes is markup where the page goes; JSON and bytes hold no line breaks in a log; a tree
# is no code.
import ast
import json
import logging
from ast import PyCF_ONLY_AST

from flask import Flask, jsonify, request
from jinja2.sandbox import ImmutableSandboxedEnvironment, SandboxedEnvironment

app = Flask(__name__)
env = SandboxedEnvironment(autoescape=True)


@app.post("/1")
def r1():
    return env.from_string(request.form["t"]).render(n=1)  # want: xss


@app.post("/2")
def r2():
    return "<p>" + ImmutableSandboxedEnvironment().from_string(request.form["t"]).render(n=1)  # want: xss


@app.post("/3")
def r3():
    return jsonify(t=env.from_string(request.form["t"]).render(n=1))


@app.post("/4")
def r4():
    return env.from_string("hi {{ n }}").render(n=request.form["n"])


@app.post("/5")
def r5():
    t = env.from_string(source=request.form["t"])
    return t.render()  # want: xss


@app.post("/6")
def r6():
    return {"length": len(env.from_string(request.form["t"]).render())}


@app.post("/7")
def r7():
    logging.info("a %s", json.dumps(request.args["n"]))
    logging.info("a " + json.dumps({"n": request.args["n"]}, indent=2))
    logging.info("a " + json.loads(json.dumps({"n": request.args["n"]}))["n"])  # want: log-injection
    return "<p>" + json.dumps(request.args["n"])  # want: xss


@app.post("/8")
def r8():
    logging.info("a %s", request.get_data())
    logging.info(f"a {request.get_data()}")
    logging.info(f"a {request.get_data()!s:>20}")
    logging.info("a %s", request.get_data().decode())  # want: log-injection
    logging.info("a %s", request.get_data(as_text=True))  # want: log-injection
    logging.info("a %s of %s", request.get_data(), request.args["n"])  # want: log-injection
    return ""


@app.post("/9")
def r9():
    compile(request.form["c"], "<r>", "exec", flags=PyCF_ONLY_AST)
    compile(request.form["c"], "<r>", "exec", ast.PyCF_ONLY_AST)
    compile(request.form["c"], "<r>", "exec", 0x400)
    ast.parse(request.form["c"])
    return ""


@app.post("/10")
def r10():
    compile(request.form["c"], "<r>", "exec", 0)  # want: code-injection
    return ""
