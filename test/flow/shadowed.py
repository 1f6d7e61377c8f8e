# A function that takes the name of what it wants to call.
from flask import Flask, redirect, request

app = Flask(__name__)


@app.get("/go")
def redirect():
    return redirect(request.args["to"])  # want: open-redirect


def abort(code):
    return code


@app.get("/end")
def end():
    return abort(request.args["code"]) and {}
