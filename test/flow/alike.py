# A helper that several hand data of their own to is walked once; what each gets back is what is left of its own.
import html
import os
import subprocess

from flask import Flask, abort, redirect, request

app = Flask(__name__)


def same(value):
    return value


def words(text):
    return text.split()


def first(*parts):
    return parts[0]


def named(**fields):
    return fields["name"]


def dressed(text):
    return "[" + html.escape(text) + "]"


def refused(text):
    if text.startswith("-"):
        raise ValueError("no option: " + text)
    return text.upper()


def known(text, folder):
    if not os.path.realpath(text).startswith(folder + os.sep):
        abort(404)
    return os.path.realpath(text)


def run(how, text):
    if how == "line":
        os.system(text)  # want: command-injection
    else:
        subprocess.run(["echo", "--", text])


class Box:
    def __init__(self, text):
        self.text = text

    def put(self, text):
        self.text = text

    def give(self):
        return self.text


@app.route("/one")
def one():
    os.system(same(request.args["a"]))  # want: command-injection
    os.system(same(request.args["b"]))  # want: command-injection
    os.system(same(int(request.args["c"])))
    os.system(words(request.args["d"])[0])  # want: command-injection
    os.system(words(request.args["e"])[1])  # want: command-injection
    os.system(str(int(request.args["f"])) + same(""))
    return ""


@app.route("/two")
def two():
    a, b = request.args["a"], request.args["b"]
    os.system(first(a, "ls"))  # want: command-injection
    os.system(first("ls", a))
    os.system(first(b, "ls"))  # want: command-injection
    os.system(first("ls", b))
    os.system(named(name=a, more="ls"))  # want: command-injection
    os.system(named(name="ls", more=a))
    os.system(named(name="ls", more=b))
    os.system(named(name=b, more=a))  # want: command-injection
    return ""


@app.route("/three")
def three():
    # escaped for a page, not for a shell; where it is cleared for a page already only that is given back
    a, b = html.escape(request.args["a"]), request.args["b"]
    page = "<p>" + dressed(a) + dressed(b) + same(a)
    os.system(dressed(b))  # want: command-injection
    return page + same(b)  # want: xss


@app.route("/four")
def four():
    box, other, third = Box(request.args["a"]), Box("ls"), Box(request.args["b"])
    os.system(box.give())  # want: command-injection
    os.system(other.give())
    os.system(third.give())  # want: command-injection
    other.put(request.args["c"])
    box.put("ls")
    os.system(other.give())  # want: command-injection
    os.system(box.give())
    third.put(request.args["d"])
    os.system(third.give())  # want: command-injection
    return ""


@app.route("/five")
def five():
    run("word", request.args["a"])
    run("line", request.args["b"])
    run("word", request.args["c"])
    return ""


@app.route("/six")
def six():
    a, b = request.args["a"], request.args["b"]
    for name in (a, b):
        open(known(name, "/srv/files"))
    open(known(request.args["c"], "/srv/files"))
    open(known(request.args["d"], "/srv/other"))
    return redirect(same(request.args["next"]))  # want: open-redirect


@app.route("/seven")
def seven():
    try:
        refused(request.args["a"])
    except ValueError as e:
        os.system(str(e))  # want: command-injection
    try:
        refused(request.args["b"])
    except ValueError as e:
        os.system(str(e))  # want: command-injection
    return ""


def both(texts):
    texts.append("ls")
    return texts


@app.route("/eight")
def eight():
    mine, theirs = both([request.args["a"]]), both(["id"])
    more = both([request.args["b"]])
    os.system(mine[0])  # want: command-injection
    os.system(mine[1])
    os.system(theirs[0])
    os.system(more[0])  # want: command-injection
    os.system(more[1])
    return ""


def shaped(base, rest):
    return base + rest


@app.route("/nine")
def nine():
    import requests
    a = request.args["a"]
    requests.get(shaped("https://api.example.org/", a))
    requests.get(shaped("https://", request.args["b"]))  # want: ssrf
    requests.get(shaped("https://api.example.org/", request.args["c"]))
    return ""
