# What was asked of one reading of a key is true of the next, however each is written.
import os

from flask import Flask, abort, request

app = Flask(__name__)


@app.get("/a")
def asked_by_get():
    if request.args.get("host") not in ("a", "b"):
        return "no"
    os.system("ping " + request.args["host"])  # fine: command-injection
    return "ok"


@app.get("/b")
def asked_by_index():
    if request.args["host"] not in ("a", "b"):
        abort(400)
    os.system("ping " + request.args.get("host", "a"))  # fine: command-injection
    return "ok"


@app.post("/c")
def asked_of_body():
    if request.get_json()["host"] not in ("a", "b"):
        return "no"
    os.system("ping " + request.get_json().get("host"))  # fine: command-injection
    return "ok"


@app.post("/d")
def asked_of_name():
    data = request.get_json()
    if data.get("host") not in ("a", "b"):
        return "no"
    os.system("ping " + data["host"])  # fine: command-injection
    return "ok"


@app.get("/e")
def another_key():
    if request.args.get("host") not in ("a", "b"):
        return "no"
    os.system("ping " + request.args["name"])  # want: command-injection
    return "ok"


@app.get("/f")
def another_place():
    if request.args.get("host") not in ("a", "b"):
        return "no"
    os.system("ping " + request.form["host"])  # want: command-injection
    return "ok"


@app.get("/g")
def all_of_them():
    if request.args.get("host") not in ("a", "b"):
        return "no"
    for host in request.args.getlist("host"):
        os.system("ping " + host)  # want: command-injection
    return "ok"


@app.post("/h")
def written_between():
    data = dict(request.get_json())
    if data.get("host") not in ("a", "b"):
        return "no"
    data["host"] = request.args["host"]
    os.system("ping " + data["host"])  # want: command-injection
    return "ok"


@app.post("/turns")
def each_in_its_turn():
    for key in ("host", "name"):
        if key == "host" and request.form[key] not in ("a", "b"):
            abort(400)
        os.system("ping " + request.form[key])  # want: command-injection
    return "ok"


@app.post("/all-turns")
def all_in_turn():
    for key in ("host", "name"):
        if request.form[key] not in ("a", "b"):
            abort(400)
    os.system("ping " + request.form["host"] + request.form["name"])
    return "ok"
