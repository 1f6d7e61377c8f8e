# What a future, a heap or a printed text holds.
import bisect
import heapq
import io
import sys
from concurrent.futures import Future, ThreadPoolExecutor, as_completed

import flask
from flask import request

app = flask.Flask(__name__)


def same(x):
    return x


def fixed(x):
    return "fixed"


def done(f):
    open(f.result())  # want: path-traversal


@app.route("/futures")
def futures():
    t = request.args["t"]
    with ThreadPoolExecutor() as pool:
        for f in as_completed([pool.submit(same, t)]):
            open(f.result())  # want: path-traversal
        by = {pool.submit(same, x): x for x in (t, "b")}
        for f in as_completed(by):
            open(f.result(timeout=3))  # want: path-traversal
        for f in as_completed([pool.submit(fixed, t)]):
            open(f.result())
        f = pool.submit(same, t)
        open(f.result())  # want: path-traversal
        open(pool.submit(same, "x").result())
        f.add_done_callback(done)
    g = Future()
    g.set_result(t)
    open(g.result())  # want: path-traversal
    h = Future()
    h.set_result("x")
    open(h.result())
    return ""


@app.route("/heaps")
def heaps():
    t = request.args["t"]
    heap = []
    heapq.heappush(heap, t)
    open(heapq.heappop(heap))  # want: path-traversal
    rows = []
    bisect.insort(rows, t)
    open(rows[0])  # want: path-traversal
    own = []
    heapq.heappush(own, "x")
    open(heapq.heappop(own))
    return ""


@app.route("/printed")
def printed():
    t = request.args["t"]
    out = io.StringIO()
    print("x", t, file=out)
    open(out.getvalue())  # want: path-traversal
    own = io.StringIO()
    print("x", file=own)
    print(t, file=sys.stderr)
    open(own.getvalue())
    return ""
