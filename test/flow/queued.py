# Each field of what goes through a queue or is unpacked keeps what it is.
import asyncio
import os
import queue
import shlex
import sqlite3
from typing import NamedTuple

from flask import Flask, request

app = Flask(__name__)
jobs = queue.Queue()
pairs = queue.Queue()
later = asyncio.Queue()
OK = ("a", "b")


class Call(NamedTuple):
    tool: str
    arg: str


@app.post("/x")
def put():
    jobs.put({"name": request.form["n"], "size": int(request.form["s"])})
    pairs.put((request.form["n"], int(request.form["s"])))
    later.put_nowait({"name": request.form["n"], "mode": "fast"})
    return "ok"


def worker():
    while True:
        job = jobs.get()
        os.system(f"c -s {job['size']}")
        os.system(f"c -s {job['size']} {shlex.quote(job['name'])}")
        os.system(f"c -s {job['size']} {job['name']}")      # want: command-injection


def pair_worker():
    name, size = pairs.get()
    os.system("c -s %s" % size)
    os.system("c -s %s" % name)             # want: command-injection


async def later_worker():
    job = await later.get()
    os.system("c " + job["mode"])
    os.system("c " + job["name"])           # want: command-injection


@app.post("/y")
def unpacked():
    tool, arg = Call("ls", request.form["a"])
    os.system(tool + " " + shlex.quote(arg))
    os.system(tool + " " + arg)             # want: command-injection
    return "ok"


def find(**columns):
    condition = " AND ".join(f"{k} = :{k}" for k in columns)
    return sqlite3.connect("x").execute("SELECT 1 FROM t WHERE " + condition, columns).fetchall()


@app.get("/find")
def found():
    return str(len(find(**{k: v for k, v in request.args.items() if k in OK})))


def find_any(**columns):
    condition = " AND ".join(f"{k} = :{k}" for k in columns)
    return sqlite3.connect("x").execute("SELECT 1 FROM t WHERE " + condition, columns).fetchall()  # want: sql-injection


@app.get("/any")
def found_any():
    return str(len(find_any(**request.args)))
