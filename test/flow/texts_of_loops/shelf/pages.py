# In a package that is published, eval of what a loop over the request's own fields gives is as sure as of one that
# is named: what the loop gives is text, as the client wrote it.
import ast

from flask import Flask, request

from shelf.rules import check_rule

app = Flask(__name__)


@app.put("/options")
def options():
    data = request.values if request.values else request.get_json(silent=True)
    done = False
    for key, value in data.items():
        if key == "done":
            done = eval(value) if isinstance(value, str) else value  # want: code-injection
    return str(bool(done))


@app.put("/list")
def every():
    count = 0
    for value in request.form.getlist("x"):
        count += len(eval(value))  # want: code-injection
    return str(count)


@app.put("/nested")
def nested():
    for name in ("a", "b"):
        for value in request.args.getlist(name):
            eval(value)  # want: code-injection
    return ""


@app.put("/compiled")
def compiled():
    return check_rule(request.form["rule"])


@app.put("/read")
def read():
    kept = []
    for value in request.form.getlist("x"):
        kept.append(ast.literal_eval(value))
    return str(len(kept))


@app.put("/few")
def few():
    for value in request.form.values():
        value = find_rule(value)
        eval(value)
    return ""


@app.put("/after")
def after():
    rules = 0
    for value in request.form.values():
        rules += len(value)
    return str(eval("rules + 1"))
