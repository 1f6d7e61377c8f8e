import os
import pdb
import debugpy
import pydevd
from celery.contrib import rdb
from flask import Flask
from remote_pdb import RemotePdb

app = Flask(__name__)


@app.route("/order")
def order():
    pdb.set_trace()  # want: debugger-left
    return "x"


@app.route("/bill")
def bill():
    breakpoint()  # want: debugger-left
    return "x"


def start():
    debugpy.listen(("0.0.0.0", 5678))  # want: debugger-left
    debugpy.wait_for_client()  # fine: debugger-left
    RemotePdb("0.0.0.0", 4444).set_trace()  # want: debugger-left
    pydevd.settrace("10.1.2.3", port=5678)  # want: debugger-left


def task(n):
    rdb.set_trace()  # want: debugger-left
    return n


def steps():
    pdb.Pdb()  # fine: debugger-left
    debugpy.connect(("127.0.0.1", 5678))  # fine: debugger-left
    os.environ["PYTHONBREAKPOINT"] = "0"  # fine: debugger-left
