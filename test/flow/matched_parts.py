# what a pattern's groups, a function given to re.sub and a class pattern take apart; what stands for a value
import asyncio
import os
import re
import weakref
from dataclasses import dataclass
from itertools import zip_longest
from typing import NamedTuple

from flask import Flask, request

app = Flask(__name__)
PAIR = re.compile(r"(?P<key>[a-z]+)=(?P<value>\S+)")
ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;", '"': "&quot;", "'": "&#39;"}


def run(key, value):
    os.system("ls " + key)
    os.system("ls " + value)  # want: command-injection


@app.post("/groups")
def groups():
    m = PAIR.match(request.form["a"])
    key, value = m.groups()
    os.system("ls " + key)
    os.system("ls " + value)  # want: command-injection
    found = m.groupdict()
    os.system("ls " + found["key"])
    os.system("ls " + found.get("value", ""))  # want: command-injection
    run(**m.groupdict())
    for one in re.finditer(r"([a-z]{1,9})-(\S)", request.form["b"]):
        os.system("ls " + one.group(1) + one[1])
        os.system("ls " + one.group(2))  # want: command-injection
    for key, value in re.findall(r"([a-z]{1,9})-(\S)", request.form["b"]):
        os.system("ls " + key)
        os.system("ls " + value)  # want: command-injection
    return {}


class Quoter:
    def __init__(self, text):
        self.text = text

    def quoted(self, match):
        return "%%%02x" % ord(match.group())

    def same(self, match):
        return match.group()


def asked(match):
    return os.popen("ls " + match.group(1)).read()  # want: command-injection


@app.post("/replaced")
def replaced():
    text = request.form["t"]
    os.system("ls " + re.sub(r"[^a-z]", lambda m: "_", text))
    os.system("ls " + re.sub(r"[^a-z]", lambda m: m.group(), text))  # want: command-injection
    os.system("ls " + re.compile("[^a-z]").sub(Quoter("").quoted, text))
    os.system("ls " + re.compile("[^a-z]").sub(Quoter("").same, text))  # want: command-injection
    os.system("ls " + re.sub(r"[^a-z]", lambda m: "_", text, count=1))  # want: command-injection
    os.system(re.sub(r"\{\w+\}", lambda m: request.form[m.group()], "ls {a}"))  # want: command-injection
    os.system(re.sub(r"\{\w+\}", lambda m: {"{a}": "x"}[m.group()], "ls {a}"))
    return {"x": re.sub(r"\{(.{1,9})\}", asked, text)}


@app.post("/page")
def page():
    return "<p>" + re.sub("[<>&\"']", lambda m: ENTITIES[m.group(0)], request.form["t"]) + "</p>"


@app.post("/odd-page")
def odd_page():
    return "<p>" + re.sub("[>&\"']", lambda m: ENTITIES[m.group(0)], request.form["t"]) + "</p>"  # want: xss


@dataclass
class Message:
    sender: str


@dataclass
class Run(Message):
    program: str


@dataclass
class Stop(Message):
    why: Run


class Loud:
    __match_args__ = ("program", "note")

    def __init__(self, note, program):
        self.note = note
        self.program = program


class Place(NamedTuple):
    host: str
    path: str


def message(kind, text):
    return Run("me", text) if kind else Stop(text, Run("you", "ls"))


@app.post("/matched")
async def matched():
    match message(request.form["k"], request.form["t"]):
        case Run(sender, program):
            os.system(program)  # want: command-injection
        case Stop(sender, Run(_, program)):
            os.system(program)
            os.system(sender)  # want: command-injection
    match Loud(request.form["n"], "ls"):
        case Loud(program, note):
            os.system(program)
            os.system(note)  # want: command-injection
    match Place("here", request.form["p"]):
        case Place(host, path) if path:
            os.system(host)
            os.system(path)  # want: command-injection
    return {}


async def read(text):
    return {"program": text, "note": "ls"}


@app.post("/tasks")
async def tasks():
    async with asyncio.TaskGroup() as group:
        one = group.create_task(read(request.form["t"]))
        other = group.create_task(read("ls"))
    os.system(one.result()["program"])  # want: command-injection
    os.system(one.result()["note"])
    os.system(other.result()["program"])
    loop = asyncio.new_event_loop()
    os.system(loop.run_until_complete(read(request.form["t"]))["program"])  # want: command-injection
    os.system(loop.create_task(read(request.form["t"])).result()["note"])
    return {}


class Echo(dict):
    def __missing__(self, key):
        return "{" + key + "}"


class Quiet(dict):
    def __missing__(self, key):
        return ""


@app.post("/stand-ins")
def stand_ins():
    name = request.form["n"]
    os.system("ls " + Echo()[name])  # want: command-injection
    os.system("ls " + Quiet()[name])
    box = Quoter(name)
    os.system(weakref.ref(box)().text)  # want: command-injection
    os.system(weakref.proxy(Quoter("ls")).text)
    for known, given in zip_longest(["ls", "ps"], name.split()):
        os.system(known)
        os.system(given)  # want: command-injection
    os.system("ls " + name.encode().hex())
    os.system("ls " + bytes.fromhex(name).decode())  # want: command-injection
    return {}
