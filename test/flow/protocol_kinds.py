# An object can be one of a Protocol, or of a class that a metaclass decides on, without a base of that name.
import os
from typing import Protocol, runtime_checkable

from flask import Flask, request

app = Flask(__name__)


@runtime_checkable
class Runs(Protocol):
    def run(self): ...


class Shell:
    def __init__(self, line):
        self.line = line

    def run(self):
        os.system(self.line)  # want: command-injection


class Quiet(Runs):
    def run(self):
        return 1


@app.get("/a")
def a():
    job = Shell(request.args["line"]) if request.args.get("loud") else Quiet()
    if isinstance(job, Runs):
        job.run()
    return ""


class Plain:
    pass


class Command:
    def __init__(self, line):
        self.line = line

    def run(self):
        os.system(self.line)  # fine: command-injection


class Harmless(Plain):
    def run(self):
        return 1


@app.get("/b")
def b():
    job = Command(request.args["line"]) if request.args.get("loud") else Harmless()
    if isinstance(job, Plain):
        job.run()
    return ""
