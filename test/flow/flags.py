# Validation by a flag or a list of errors: where it says that all is well, what its tests said holds.
import flask
from flask import abort, request

app = flask.Flask(__name__)
KINDS = ("a", "b")


@app.route("/set")
def set_where_good():
    t = request.args["t"]
    ok = False
    if t in KINDS:
        ok = True
    if ok:
        open(t)
    if not ok:
        open(t)  # want: path-traversal
    return ""


@app.route("/unset")
def unset_where_bad():
    t = request.args["t"]
    u = request.args["u"]
    ok = True
    if t not in KINDS:
        ok = False
    if u not in KINDS:
        ok = False
    if not ok:
        abort(400)
    open(t)
    open(u)
    open(request.args["v"])  # want: path-traversal
    return ""


@app.route("/unset/one")
def one_of_two():
    t = request.args["t"]
    u = request.args["u"]
    ok = True
    if t not in KINDS:
        ok = False
    if u in KINDS:
        ok = True
    if not ok:
        abort(400)
    open(t)  # want: path-traversal
    open(u)  # want: path-traversal
    return ""


@app.route("/error")
def error_text():
    t = request.args["t"]
    err = None
    if not t:
        err = "t is missing"
    elif t not in KINDS:
        err = "t is of another kind"
    if err:
        abort(400)
    open(t)
    return ""


@app.route("/error/none")
def error_is_none():
    t = request.args["t"]
    err = None
    if t not in KINDS:
        err = "t is of another kind"
    if err is not None:
        return err
    open(t)
    return ""


@app.route("/error/other")
def error_other():
    t = request.args["t"]
    err = None
    if len(t) > 10:
        err = "t is too long"
    if err is not None:
        return err
    open(t)  # want: path-traversal
    return ""


@app.route("/errors")
def error_list():
    t = request.args["t"]
    u = request.args["u"]
    errors = []
    if t not in KINDS:
        errors.append("t is of another kind")
    if u not in KINDS:
        errors += ["u is of another kind"]
    if errors:
        return ", ".join(errors), 400
    open(t)
    open(u)
    open(request.args["v"])  # want: path-traversal
    return ""


@app.route("/errors/len")
def error_count():
    t = request.args["t"]
    errors = []
    if t not in KINDS:
        errors.append("t is of another kind")
    if len(errors) > 0:
        abort(400)
    open(t)
    return ""


@app.route("/errors/none")
def error_no_count():
    t = request.args["t"]
    errors = []
    if t not in KINDS:
        errors.append("t is of another kind")
    if len(errors) == 0:
        open(t)
    else:
        open(t)  # want: path-traversal
    return ""


@app.route("/errors/by/name")
def error_dict():
    t = request.args["t"]
    errors = {}
    if t not in KINDS:
        errors["t"] = "of another kind"
    if not errors:
        open(t)
    return ""


@app.route("/errors/cleared")
def error_cleared():
    t = request.args["t"]
    errors = []
    if t not in KINDS:
        errors.append("t is of another kind")
    print(errors)
    errors.clear()
    if not errors:
        open(t)  # want: path-traversal
    return ""


def is_kind(t):
    ok = False
    if t in KINDS:
        ok = True
    return ok


def faults_of(t, u):
    errors = []
    if t not in KINDS:
        errors.append("t is of another kind")
    if len(u) > 10:
        errors.append("u is too long")
    return errors


def fault_of(t):
    err = None
    if t not in KINDS:
        err = "t is of another kind"
    return err


class Checker:
    def __init__(self):
        self.errors = []

    def look(self, t):
        if t not in KINDS:
            self.errors.append("of another kind")


@app.route("/helper")
def helper():
    t = request.args["t"]
    if not is_kind(t):
        abort(400)
    open(t)
    return ""


@app.route("/helper/list")
def helper_list():
    t = request.args["t"]
    u = request.args["u"]
    errors = faults_of(t, u)
    if errors:
        abort(400)
    open(t)
    open(u)  # want: path-traversal
    return ""


@app.route("/helper/text")
def helper_text():
    t = request.args["t"]
    err = fault_of(t)
    if err:
        abort(400)
    open(t)
    return ""


@app.route("/helper/none")
def helper_none():
    t = request.args["t"]
    err = fault_of(t)
    if err is not None:
        abort(400)
    open(t)
    return ""


@app.route("/many")
def many():
    a, b, c, d = (request.args[k] for k in "abcd")
    e = request.args["e"]
    f = request.args["f"]
    g = request.args["g"]
    valid = True
    if e not in KINDS:
        valid = False
    if f not in KINDS:
        valid = False
    if g not in KINDS:
        valid = False
    if len(a) > 5:
        valid = False
    if len(b) > 5:
        valid = False
    if len(c) > 5:
        valid = False
    if len(d) > 5:
        valid = False
    if valid is False:
        abort(400)
    open(e)
    open(f)
    open(g)
    open(a)  # want: path-traversal
    return ""


@app.route("/each")
def each():
    for t in request.args.getlist("t"):
        ok = False
        if t in KINDS:
            ok = True
        if ok:
            open(t)
        else:
            open(t)  # want: path-traversal
    return ""


@app.route("/earlier")
def earlier_turn():
    ok = False
    for t in request.args.getlist("t"):
        if t in KINDS:
            ok = True
        if ok:
            open(t)  # want: path-traversal
    return ""


@app.route("/tried")
def tried():
    t = request.args["t"]
    ok = True
    try:
        int(t)
    except ValueError:
        ok = False
    if not ok:
        abort(400)
    open(t)
    return ""


@app.route("/filled/perhaps")
def filled_perhaps():
    t = request.args["t"]
    errors = {}
    if len(t) > 10:
        errors["t"] = "too long"
    if errors:
        return errors
    open(t)  # want: path-traversal
    return ""


@app.route("/filled/twice")
def filled_twice():
    t = request.args["t"]
    u = request.args["u"]
    errors = {}
    if t not in KINDS:
        errors["t"] = "of another kind"
    if u not in KINDS:
        errors["u"] = "of another kind"
    if errors:
        return errors
    open(t)
    open(u)
    return ""


@app.route("/filled/key")
def filled_key():
    t = request.args["t"]
    options = {}
    if len(t) > 10:
        options["path"] = "long"
    if "path" in options:
        open("x")
    else:
        open(t)  # want: path-traversal
    open(options.get("path", t))  # want: path-traversal
    return ""
