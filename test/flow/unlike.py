# A call stands for a later one only where all that it looked at decides the same: fields, names of the function
# around it, what is called, constants that a page or a browser reads, which source went where.
import functools
import html
import os
import shlex
import subprocess

from flask import Flask, Response, render_template_string, request

app = Flask(__name__)


class Page:
    def __init__(self, escape):
        self.escape = escape

    def render(self, text):
        return html.escape(text) if self.escape else "<p>" + text


@app.get("/escaped-first")
def escaped_first():
    print(Page(True).render(request.args["a"]))
    return Page(False).render(request.args["b"])  # want: xss


@app.get("/escaped-last")
def escaped_last():
    print(Page(False).render(request.args["a"]))
    return Page(True).render(request.args["b"])  # fine: xss


@app.get("/around")
def around():
    line = "ls"

    def helper(value):
        os.system(line)  # want: command-injection
        return value

    helper(request.args["a"])
    line = request.args["b"]
    helper(request.args["c"])
    return ""


MODE = {"shell": False}


def go(text):
    if MODE["shell"]:
        os.system(text)  # want: command-injection
    else:
        subprocess.run(["echo", "--", text])


@app.get("/global")
def by_global():
    go(request.args["a"])
    MODE["shell"] = True
    go(request.args["b"])
    return ""


def apply(function, text):
    function(text)  # want: command-injection


@app.get("/partial")
def partial():
    apply(functools.partial(print), request.args["a"])
    apply(functools.partial(os.system), request.args["b"])
    return ""


class Job:
    def __init__(self, function, text):
        self.function = function
        self.text = text

    def run(self):
        self.function(self.text)  # want: command-injection


@app.get("/job")
def job():
    Job(print, request.args["a"]).run()
    Job(os.system, request.args["b"]).run()
    return ""


class Careful:
    def start(self, text):
        subprocess.run(["echo", "--", text])


class Careless:
    def start(self, text):
        os.system(text)  # want: command-injection


class Starter:
    def __init__(self, way):
        self.way = way

    def start(self, text):
        self.way.start(text)


@app.get("/ways")
def ways():
    Starter(Careful()).start(request.args["a"])
    Starter(Careless()).start(request.args["b"])
    return ""


def reply(body, kind):
    return Response(body, content_type=kind)  # want: xss


@app.get("/plain")
def plain():
    return reply(request.args["a"], "text/plain; charset=utf-8")


@app.get("/page")
def page():
    return reply(request.args["b"], "text/html; charset=utf-8")


def shown(template, text):
    return render_template_string(template, text=text)  # want: xss


@app.get("/template")
def template():
    return shown("<p class='a'>{{ text }}</p>", request.args["a"])


@app.get("/template-safe")
def template_safe():
    return shown("<p class='a'>{{ text|safe }}</p>", request.args["a"])


def joined(one, other):
    return one + other


def second(one, other):
    return other


@app.get("/twice")
def twice():
    a = request.args["a"]
    print(joined(a, a))
    os.system(joined("echo ", shlex.quote(a)))  # fine: command-injection
    return joined(html.escape(request.args["b"]), request.args["c"])  # want: xss


@app.get("/second")
def of_second():
    a, b = request.args["a"], request.args["b"]
    print(second(html.escape(a), a))
    return second(html.escape(b), html.escape(b))  # fine: xss


class Inner:
    def __init__(self, one, other):
        self.one, self.other = one, other


class Outer:
    def __init__(self, inner):
        self.inner = inner

    def one(self):
        return self.inner.one

    def other(self):
        return self.inner.other


@app.get("/deep")
def deep():
    outer = Outer(Inner(request.args["a"], "ls"))
    os.system(outer.other())  # fine: command-injection
    outer = Outer(Inner("ls", request.args["b"]))
    os.system(outer.one())  # fine: command-injection
    os.system(outer.other())  # want: command-injection
    outer = Outer(Inner(request.args["c"], "ls"))
    os.system(outer.one())  # want: command-injection
    return ""
