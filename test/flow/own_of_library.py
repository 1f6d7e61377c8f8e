# A class of the program's own whose base is a library's: what it is made with goes to that one's constructor.
import io
import pickle
import subprocess
from flask import Flask, request

app = Flask(__name__)


class Quiet(subprocess.Popen):
    pass


class Shell(subprocess.Popen):
    def __init__(self, command):
        super().__init__(command, shell=True)  # want: command-injection


class Words(subprocess.Popen):
    def __init__(self, words):
        super().__init__(["ls", "--", *words])


class Numbers(pickle.Unpickler):
    def find_class(self, module, name):
        if (module, name) == ("builtins", "set"):
            return set
        raise pickle.UnpicklingError(name)


@app.route("/a")
def a():
    Quiet("ls " + request.args["d"], shell=True)  # want: command-injection
    Quiet(["ls", "--", request.args["d"]])
    Quiet("ls", shell=True)
    return "x"


@app.route("/b")
def b():
    Shell("ls " + request.args["d"])
    Words([request.args["d"]])
    Numbers(io.BytesIO(request.data)).load()
    return "x"
