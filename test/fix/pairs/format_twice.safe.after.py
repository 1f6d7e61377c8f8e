import os
import shlex

import markupsafe
from flask import Flask, request

app = Flask(__name__)


@app.get("/a")
def link():
    n = request.args["n"]
    return '<a href="/{n}">{n}</a>'.format(n=markupsafe.escape(n))


@app.get("/b")
def copy():
    name = request.args["name"]
    os.system("cp {0} {0}.bak {extra}".format(shlex.quote(str(name)), extra=shlex.quote(str(request.args["extra"]))))
    return "done"
