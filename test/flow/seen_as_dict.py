# an object's __dict__, vars(x) and setattr by names that nobody wrote down: fields by their names
import copy
import os
from dataclasses import dataclass, replace

from flask import Flask, request

app = Flask(__name__)


class Job:
    def __init__(self, program="ls", note="", **more):
        self.program = program
        self.note = note
        self.__dict__.update(more)

    def __getitem__(self, name):
        return self.__dict__[name]

    def __setitem__(self, name, value):
        self.__dict__[name] = value


class Loose:
    def __init__(self, given):
        self.__dict__ = given


class Late:
    def __init__(self, given):
        self.__dict__.update(given)
        self.program = "ls"


@dataclass
class Row:
    program: str
    note: str = ""


def run(program, note):
    os.system(program)  # want: command-injection
    print(note)


@app.post("/update")
def update():
    job = Job()
    job.__dict__.update({"note": request.form["n"]})
    os.system(job.program)  # fine: command-injection
    vars(job).update(program=request.form["n"])
    os.system(job.program)  # want: command-injection
    os.system(Job(cmd=request.form["n"]).cmd)  # want: command-injection
    os.system(Job(cmd=request.form["n"]).program)  # fine: command-injection
    return {}


@app.post("/read")
def read():
    job = Job("ls", request.form["n"])
    os.system(job.__dict__.get("program"))  # fine: command-injection
    os.system(vars(job)["note"])  # want: command-injection
    os.system("%(program)s -l" % vars(job))  # fine: command-injection
    os.system("{note} -l".format(**job.__dict__))  # want: command-injection
    kept = dict(vars(job))
    kept["more"] = 1
    os.system(kept["program"])  # fine: command-injection
    also = vars(job).copy()
    os.system(also["note"])  # want: command-injection
    os.system(job.program)  # fine: command-injection
    run(**vars(Job("pwd", request.form["n"])))
    run(**vars(Job(request.form["n"])))
    return {}


@app.post("/items")
def items():
    job = Job()
    job["note"] = request.form["n"]
    os.system(job["program"])  # fine: command-injection
    for name, value in vars(job).items():
        os.system("%s=%s" % (name, value))  # want: command-injection
    for name in job.__dict__:
        os.system("echo " + name)  # fine: command-injection
    return {}


@app.post("/whole")
def whole():
    os.system(Loose(request.get_json()).program)  # want: command-injection
    os.system(Loose({"program": "ls", "note": request.form["n"]}).program)  # fine: command-injection
    late = Late(request.get_json())
    os.system(late.program)  # fine: command-injection
    os.system(late.anything)  # want: command-injection
    return {}


@app.post("/names")
def names():
    job = Job()
    for name, value in request.form.items():
        setattr(job, name, value)  # want: mass-assignment
    os.system(job.program)  # want: command-injection
    job.program = "ls"
    os.system(job.program)  # fine: command-injection
    os.system(replace(Row("ls"), **request.get_json()).program)  # want: command-injection
    os.system(copy.copy(Row("ls", request.form["n"])).program)  # fine: command-injection
    options = {"program": "ls"}
    options.update(**request.get_json())
    os.system(options["program"])  # want: command-injection
    return {}


class Holds:
    def __init__(self):
        self.__dict__["me"] = self
        self.__dict__.update(self.__dict__)


holds = Holds()
holds.__dict__.update(vars(holds.me))
