# Of several objects that a value may be, only those count that have the member that is asked for, and those that a
# class pattern or isinstance lets through.
import os
from dataclasses import dataclass

from flask import Flask, request

app = Flask(__name__)


@dataclass
class Move:
    folder: str
    note: str


@dataclass
class Wait:
    seconds: int
    unit: str = "s"


class Open:
    def __init__(self, text):
        self.text = text

    def __getattr__(self, name):
        return self.text


class Closed:
    def __init__(self):
        self.order = "none"


def read(line):
    head, _, tail = line.partition(":")
    if head == "move":
        return Move("/srv/inbox", tail)
    return Wait(len(tail))


def either(line):
    return Open(line) if line else Closed()


@app.post("/patterns")
def patterns():
    match read(request.form["line"]):
        case Move(folder, _):
            os.system("ls " + folder)  # fine: command-injection
        case Wait(seconds=n):
            os.system("sleep " + str(n))  # fine: command-injection
    return "ok"


@app.post("/places")
def places():
    match read(request.form["line"]):
        case Move(_, note):
            os.system("say " + note)  # want: command-injection
        case Wait(_, unit):
            os.system("say " + unit)  # fine: command-injection
    return "ok"


@app.post("/asked")
def asked():
    step = read(request.form["line"])
    if isinstance(step, Wait):
        os.system("sleep %s%s" % (step.seconds, step.unit))  # fine: command-injection
    else:
        os.system("say " + step.note)  # want: command-injection
        os.system("ls " + step.folder)  # fine: command-injection
    return "ok"


@app.post("/member")
def member():
    step = read(request.form["line"])
    os.system("sleep " + str(step.seconds))  # fine: command-injection
    return "ok"


@app.post("/hook")
def hook():
    step = either(request.form["line"])
    os.system("say " + step.order)  # want: command-injection
    return "ok"
