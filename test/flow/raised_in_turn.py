# What one `try` raised is caught by its own handler, and by no other's of the function.
from flask import Flask, request

app = Flask(__name__)


@app.get("/turns")
def turns():
    given = request.args["given"]
    try:
        raise ValueError(given)
    except ValueError as told:
        eval(str(told))  # want: code-injection
    try:
        raise ValueError("1 + 1")
    except ValueError as told:
        eval(str(told))  # fine: code-injection
    return ""


@app.get("/calls")
def calls():
    try:
        parse(request.args["given"])
    except KeyError:
        pass
    try:
        parse("1 + 1")
    except KeyError as told:
        eval(str(told))  # fine: code-injection
    return ""


def parse(text):
    raise KeyError(text)


@app.get("/around")
def around():
    try:
        try:
            parse(request.args["given"])
        except TypeError as told:
            eval(str(told))  # fine: code-injection
    except KeyError as told:
        eval(str(told))  # want: code-injection
    return ""
