# What is put into a list, a set, a buffer or a future comes out of it; what was asked of them alone is a number.
import asyncio
import collections
import contextlib
import difflib
import enum
import fnmatch
import io
import json
import operator
import os
import queue
import random
import sqlite3
import struct

from flask import request


class Word(enum.StrEnum):
    A = "a"


class Colour(enum.Enum):
    RED = "red"
    BLUE = "blue"


def parts():
    x = request.args["x"]
    items = ["a", "b"]
    items[0:1] = [x]
    os.system("tool " + items[0])  # want: command-injection
    others = ["a", "b"]
    others[0:1] = ["c", "d"]
    os.system("tool " + others[0])
    os.system("tool " + list({"a"} | {x})[0])  # want: command-injection
    os.system("tool " + list({"a"} | {"b"})[0])
    buffer = bytearray()
    buffer.extend(x.encode())
    os.system("tool " + buffer.decode())  # want: command-injection
    os.system("tool " + fnmatch.filter([x], "*")[0])  # want: command-injection
    os.system(f"tool {fnmatch.fnmatch(x, '*')}")
    os.system("tool " + random.choice([x, "a"]))  # want: command-injection
    os.system("tool " + random.choice(["b", "a"]))
    os.system("tool " + difflib.get_close_matches("a", [x])[0])  # want: command-injection
    os.system("tool " + difflib.get_close_matches(x, ["a", "b"])[0])
    os.system(f"tool {operator.eq(x, 'a')} {operator.contains(x, 'a')}")
    os.system(f"tool {struct.unpack('<IH', x.encode())[0]}")
    os.system(f"tool {struct.unpack('4s', x.encode())[0]}")  # want: command-injection
    front = collections.deque(["a"])
    front.extendleft([x])
    os.system("tool " + front.popleft())  # want: command-injection
    written = io.StringIO()
    json.dump({"a": x}, written)
    os.system("tool " + written.getvalue())  # want: command-injection
    os.system(f"tool {written.tell()}")
    waiting = queue.Queue()
    waiting.put(x)
    os.system(f"tool {waiting.qsize()} {waiting.empty()}")
    os.system("tool " + waiting.get())  # want: command-injection
    os.system(f"tool {Colour(x).name} {Colour(x).value} {Colour[x].name} {Word(x)} {Word[x].value}")


def opened():
    x = request.args["x"]
    with contextlib.closing(io.StringIO(x)) as stream:
        os.system("tool " + stream.read())  # want: command-injection
    with contextlib.closing(sqlite3.connect("a")) as con, contextlib.closing(con.cursor()) as cur:
        cur.execute("select '" + x + "'")  # want: sql-injection
        cur.execute("select ?", (x,))
    with contextlib.ExitStack() as stack:
        con = stack.enter_context(sqlite3.connect("a"))
        os.system("tool " + stack.enter_context(io.StringIO(x)).read())  # want: command-injection
        con.execute("select '" + x + "'")  # want: sql-injection


async def later():
    future = asyncio.get_running_loop().create_future()
    future.set_result(request.args["x"])
    os.system("tool " + await future)  # want: command-injection
    other = asyncio.get_running_loop().create_future()
    other.set_result("a")
    os.system("tool " + await other)
