# What library calls take apart or put together: each part stays what it is.
import collections, itertools, json, queue, operator, string
from dataclasses import dataclass
from operator import itemgetter, attrgetter
from flask import request, Flask
from pydantic import BaseModel
app = Flask(__name__)

class Pair:
    def __init__(self, a, b):
        self.a = a
        self.b = b
    def __iter__(self):
        yield self.a
        yield self.b

def two(a, b):
    yield a
    yield b

Point = collections.namedtuple("Point", "c d")

class M(BaseModel):
    n: str
    m: str

@app.route("/1")
def f1():
    T = request.args["t"]
    d = {"c": "const", "d": T}
    open(itemgetter("c")(d))
    open(itemgetter("d")(d))  # want: path-traversal
    a, b = itemgetter("c", "d")(d)
    open(a)
    open(b)  # want: path-traversal
    return ""

@app.route("/2")
def f2():
    T = request.args["t"]
    p = Pair("const", T)
    open(attrgetter("a")(p))
    open(operator.attrgetter("b")(p))  # want: path-traversal
    u, n = p
    open(u)
    open(n)  # want: path-traversal
    u, n = two("const", T)
    open(u)
    open(n)  # want: path-traversal
    for x in p:
        open(x)  # want: path-traversal
    return ""

@app.route("/3")
def f3():
    T = request.args["t"]
    q = queue.Queue()
    q.put({"c": "const", "d": T})
    got = q.get()
    open(got["c"])
    open(got["d"])  # want: path-traversal
    q2 = queue.Queue()
    q2.put(("const", T))
    a, b = q2.get()
    open(a)
    open(b)  # want: path-traversal
    return ""

@app.route("/4")
def f4():
    T = request.args["t"]
    d = {"c": "const", "d": T}
    open(string.Template("$c").substitute(d))
    open(string.Template("$d").substitute(d))  # want: path-traversal
    open(string.Template("${c}").substitute(c="const", d=T))
    open(string.Template("${d}").safe_substitute(c="const", d=T))  # want: path-traversal
    return ""

@app.route("/5")
def f5():
    T = request.args["t"]
    d = {"c": "const", "d": T}
    e = json.loads(json.dumps(d))
    open(e["c"])
    open(e["d"])  # want: path-traversal
    nt = Point("const", T)
    open(nt._asdict()["c"])
    open(nt._asdict()["d"])  # want: path-traversal
    m = M(n="const", m=T)
    open(m.model_dump()["n"])
    open(m.model_dump()["m"])  # want: path-traversal
    open(m.dict()["n"])
    for x, y in itertools.product(["a", "b"], [T]):
        open(x)
        open(y)  # want: path-traversal
    return ""

@app.route("/6")
def f6():
    T = request.args["t"]
    q = queue.Queue()
    q.put({"c": "const", "d": T})
    for got in iter(q.get, None):
        open(got["c"])
        open(got["d"])  # want: path-traversal
    rows = [{"c": "const", "d": T}]
    for c in map(itemgetter("c"), rows):
        open(c)
    for d in map(itemgetter("d"), rows):
        open(d)  # want: path-traversal
    open(sorted(rows, key=itemgetter("c"))[0]["d"])  # want: path-traversal
    open(operator.methodcaller("strip")("x"))
    open(operator.methodcaller("strip")(T))  # want: path-traversal
    open(string.Template("$$c $").safe_substitute(c=T))  # want: path-traversal
    open(string.Template(T).substitute(c="x"))  # want: path-traversal
    a, *rest = Pair("const", T)
    open(rest[0])  # want: path-traversal
    return ""
