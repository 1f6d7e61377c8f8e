# What a hook puts on the request and asks about there, before handlers read it.
import os
import re
import sqlite3

from flask import Flask, abort, g, request

app = Flask(__name__)
TENANTS = {"a", "b"}


@app.before_request
def load():
    g.site = request.headers.get("X-Site", "main")
    if not re.fullmatch(r"[a-z]{1,40}", g.site):
        abort(400)
    g.tenant = request.headers.get("X-Tenant")
    if g.tenant not in TENANTS:
        return "no such tenant", 404
    g.half = request.headers.get("X-Half")
    if g.half in TENANTS:
        print("known")
    g.other = request.headers.get("X-Other")
    if g.site not in TENANTS:
        abort(400)


@app.post("/r")
def build():
    os.system(f"make -C /sites/{g.site} html")
    sqlite3.connect("x").execute(f"select * from {g.tenant}_items")
    os.system(f"make -C /sites/{g.half} html")      # want: command-injection
    os.system(f"make -C /sites/{g.other} html")     # want: command-injection
    return "ok"
