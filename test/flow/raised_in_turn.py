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


class Absent(Exception):
    pass


def parsed(text):
    try:
        parse(text)
        return 1
    except (ValueError, Absent):
        return 0


def closed(text):
    try:
        parse(text)
        return 1
    finally:
        print("done")


def caught(text):
    try:
        parse(text)
        return 1
    except ValueError:
        return 2
    except LookupError:
        return 0


@app.get("/through")
def through():
    # a handler of something else, and a finally, let it pass
    try:
        parsed(request.args["given"])
    except KeyError as told:
        eval(str(told))  # want: code-injection
    try:
        closed(request.args["given"])
    except KeyError as told:
        eval(str(told))  # want: code-injection
    try:
        caught(request.args["given"])
    except KeyError as told:
        eval(str(told))  # fine: code-injection
    return ""


def told_and_raised(text):
    try:
        parse(text)
        return 1
    except KeyError:
        print("no such thing")
        raise


def other_raised(text):
    try:
        parse(text)
        return 1
    except TypeError:
        raise
    except KeyError:
        return 0


@app.get("/on")
def on():
    try:
        told_and_raised(request.args["given"])
    except KeyError as told:
        eval(str(told))  # want: code-injection
    try:
        other_raised(request.args["given"])
    except KeyError as told:
        eval(str(told))  # fine: code-injection
    return ""
