# What a match, a type test, a mapped check, a descriptor or a table of characters teaches.
import enum
import functools
import os
import re
import sqlite3

import pymysql
from flask import Flask, abort, request
from pymysql.converters import escape_string

app = Flask(__name__)
CODE = re.compile(r"(?P<year>\d{4})/(?P<rest>.*)")


@app.get("/matched")
def matched():
    m = re.search(r"x-\d+", request.args["a"])
    os.system("ls " + m.group())
    os.system("ls " + m[0])
    n = CODE.match(request.args["b"])
    os.system("ls " + n["year"] + n.group(1))
    os.system("ls " + n["rest"])  # want: command-injection
    os.system("ls " + n.group(2))  # want: command-injection
    os.system("ls " + n.groups()[0])
    os.system("ls " + n.groups()[1])  # want: command-injection
    os.system("ls " + "".join(re.findall(r"\w+", request.args["c"])))
    os.system("ls " + "".join(re.findall(r"\S+", request.args["c"])))  # want: command-injection
    return ""


def plain(word):
    if not word.isalnum():
        raise ValueError(word)
    return word


@app.get("/mapped")
def mapped():
    words = request.args.getlist("w")
    map(plain, words)
    os.system("ls " + " ".join(words))  # want: command-injection
    tuple(map(plain, words))
    os.system("ls " + " ".join(words))
    return ""


def told(value):
    return int(value) if isinstance(value, str) else value


@app.get("/types")
def types():
    conn = sqlite3.connect("a.db")
    value = request.json["x"]
    conn.execute("SELECT 1 WHERE a = %s" % told(str(request.args.get("x", ""))))
    conn.execute("SELECT 1 WHERE a = %s" % told(value))  # want: sql-injection
    return ""


class Word:
    def __get__(self, owner, cls=None):
        return owner.__dict__.get("kept", "one")

    def __set__(self, owner, value):
        owner.kept = value


class Checked(Word):
    def __set__(self, owner, value):
        if not value.isalnum():
            raise ValueError(value)
        owner.kept = value


class Loose:
    name = Word()

    def show(self):
        os.system("ls " + self.kept)  # want: command-injection


class Strict:
    name = Checked()

    def show(self):
        os.system("ls " + self.kept)


@app.get("/described")
def described():
    loose, strict = Loose(), Strict()
    loose.name = request.args["a"]
    strict.name = request.args["a"]
    loose.show()
    strict.show()
    return ""


@app.get("/merged")
def merged():
    asked = request.args.to_dict()
    fixed = {"tool": "ls"}
    os.system("{tool} -l".format(**(asked | fixed)))
    os.system("{tool} -l".format(**(fixed | asked)))  # want: command-injection
    return ""


def run(tool, path="."):
    os.system(f"{tool} /srv")  # want: command-injection


def list_only(tool, path="."):
    os.system(f"{tool} /srv")


by_name = functools.partial(run, tool="ls")
by_place = functools.partial(list_only, "ls")


@app.get("/bound")
def bound():
    asked = request.args.to_dict()
    by_name(**asked)
    by_place(**asked)
    return ""


class Any(enum.Enum):
    A = "a"

    @classmethod
    def _missing_(cls, value):
        made = object.__new__(cls)
        made._value_ = value
        return made


class Known(enum.Enum):
    A = "a"

    @classmethod
    def _missing_(cls, value):
        return cls.A


@app.get("/enums")
def enums():
    os.system("ls " + Known(request.args["a"]).value)
    os.system("ls " + Any(request.args["a"]).value)  # want: command-injection
    return ""


LINES = str.maketrans("\r\n", "  ")
NO_QUOTE = str.maketrans({"'": None})


@app.get("/tables")
def tables():
    app.logger.info("asked for %s", request.args["a"].translate(LINES))
    app.logger.info("asked for %s", request.args["a"].translate(NO_QUOTE))  # want: log-injection
    return ""


@app.get("/quotes")
def quotes():
    cur = pymysql.connect(host="db").cursor()
    name = escape_string(request.args["name"])
    cur.execute("SELECT 1 FROM t WHERE name = '%s'" % name)
    cur.execute("SELECT 1 FROM t WHERE id = %s" % name)  # want: sql-injection
    cur.execute("SELECT 1 FROM t WHERE id = " + request.args["n"].replace("'", "''"))  # want: sql-injection
    text = "SELECT 1 FROM t WHERE name = '" + name + "'"
    text += " LIMIT 1"
    cur.execute(text)
    return ""


@app.get("/start")
def start():
    to = request.args["next"]
    if not to.startswith("/") or to.startswith(("//", "/\\")):
        abort(400)
    return app.redirect(to)
