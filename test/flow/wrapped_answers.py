# What a wrapped handler answers is looked at where the handler says it; what its wrapper makes of it, in the wrapper.
import functools
import html

from flask import Flask, abort, make_response, request, session

app = Flask(__name__)


def login_required(fn):
    @functools.wraps(fn)
    def inner(*args, **kwargs):
        if "uid" not in session:
            abort(401)
        result = fn(*args, **kwargs)
        print("done")
        return result
    return inner


def timed(fn):
    @functools.wraps(fn)
    def inner(*args, **kwargs):
        try:
            return fn(*args, **kwargs)
        finally:
            print("done")
    return inner


def escaped(fn):
    def inner(*args, **kwargs):
        return html.escape(fn(*args, **kwargs))
    return inner


def framed(fn):
    def inner(*args, **kwargs):
        return "<html>" + fn(*args, **kwargs) + "</html>"      # want: xss
    return inner


def awaiting(fn):
    async def inner(*args, **kwargs):
        return await fn(*args, **kwargs)
    return inner


@app.get("/a")
@login_required
def first():
    return "<p>" + html.escape(request.args["name"])


@app.get("/b")
@login_required
def second():
    return "<p>" + request.args["name"]                        # want: xss


@app.get("/c/<name>")
@login_required
@timed
def third(name):
    return "<p>" + name                                        # want: xss


@app.get("/d/<name>")
@login_required
@timed
def fourth(name):
    return "<p>" + html.escape(name)


@app.get("/e/<name>")
@escaped
def fifth(name):
    return "<p>" + name


@app.get("/f/<name>")
@framed
def sixth(name):
    return "<p>" + name


@app.get("/g/<name>")
@framed
def seventh(name):
    return "<p>" + html.escape(name)


@app.get("/h/<name>")
@awaiting
async def eighth(name):
    return "<p>" + name                                        # want: xss


@app.get("/i/<name>")
@timed
def ninth(name):
    try:
        return open("/srv/known").read()
    except OSError as e:
        return "failed: " + str(e)                             # want: error-exposure


@app.get("/j")
@timed
def tenth():
    return fifth_text("<b>")


def fifth_text(name):
    return "<p>" + name
