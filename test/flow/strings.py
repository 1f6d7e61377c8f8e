# Text: what keeps outside data and what does not, in every way Python builds a string.
import base64
import json
import os
import shlex
import uuid
from string import Template
from urllib.parse import quote, unquote, urlparse
from flask import Flask, request

app = Flask(__name__)


@app.route("/methods")
def methods():
    a = request.args["a"]
    os.system("ls " + a.strip().lower())  # want: command-injection
    os.system("ls " + a.replace("x", "y"))  # want: command-injection
    os.system(f"ls {a}".replace(request.args["from"], "y"))  # want: command-injection
    os.system(f"ls {a}".replace(request.args["from"], request.args["to"]))  # want: command-injection
    os.system("ls " + a.split(",")[0])  # want: command-injection
    os.system("ls " + a.encode().decode())  # want: command-injection
    os.system("ls " + a.partition(":")[2])  # want: command-injection
    os.system("ls " + "x".join([a, "b"]))  # want: command-injection
    os.system("ls " + str(a))  # want: command-injection
    os.system("ls " + a * 2)  # want: command-injection
    return ""


@app.route("/clears")
def clears():
    a = request.args["a"]
    os.system("ls " + str(int(a)))
    os.system("ls " + str(float(a)))
    os.system("ls " + str(len(a)))
    os.system("ls " + str(bool(a)))
    os.system("ls " + str(uuid.UUID(a)))
    os.system("ls -- " + shlex.quote(a))
    os.system("ls " + str(a.count("x")))
    os.system("ls " + str(a == "x"))
    if a.isdigit():
        os.system("ls " + a)
    return ""


@app.route("/quoted")
def quoted():
    a = request.args["a"]
    os.system("ls -- " + shlex.quote(a) + " " + a)  # want: command-injection
    b = shlex.quote(a)
    b = a
    os.system("ls " + b)  # want: command-injection
    return ""


@app.route("/formats")
def formats():
    a = request.args["a"]
    w = "10"
    os.system(f"ls {a}")  # want: command-injection
    os.system(f"ls {a!s:>{w}}")  # want: command-injection
    os.system(f"ls {'x':>{len(a)}}")
    os.system(f"ls {len(a)}")
    os.system("ls %s" % a)  # want: command-injection
    os.system("ls %s %s" % ("x", a))  # want: command-injection
    os.system("ls %(a)s" % {"a": a})  # want: command-injection
    os.system("ls %(b)s" % {"a": a, "b": "x"})
    os.system("ls %d" % len(a))
    os.system("ls {}".format(a))  # want: command-injection
    os.system("ls {1}".format(a, "x"))
    os.system("ls {b}".format(a="x", b=a))  # want: command-injection
    os.system("ls {a}".format_map({"a": a}))  # want: command-injection
    os.system(Template("ls $a").substitute(a=a))  # want: command-injection
    return ""


@app.route("/codecs")
def codecs():
    a = request.args["a"]
    os.system("ls " + base64.b64decode(a).decode())  # want: command-injection
    os.system("ls " + json.loads(a)["x"])  # want: command-injection
    os.system("ls " + unquote(a))  # want: command-injection
    os.system("ls " + urlparse(a).netloc)  # want: command-injection
    os.system("ls " + base64.urlsafe_b64encode(a.encode()).decode())
    return ""
