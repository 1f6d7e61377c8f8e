# A handler writes to a field of the program's own exception, which then holds what the client sent.
import os

from flask import Flask, request

app = Flask(__name__)


class Refused(Exception):
    def __init__(self, why, word):
        self.why = why
        self.word = word


def work(word):
    raise Refused("own", word)


@app.get("/again")
def again():
    try:
        try:
            raise Refused("own", request.args["x"])
        except Refused as e:
            e.why = request.args["z"]
            raise
    except Refused as e:
        os.system("echo " + e.why)  # want: command-injection
    return "x"


@app.get("/set")
def set_by_name():
    try:
        work(request.args["x"])
    except Refused as e:
        setattr(e, "why", request.args["z"])
        os.system("echo " + e.why)  # want: command-injection
    return "x"


@app.get("/all")
def all_of_it():
    try:
        work(request.args["x"])
    except Refused as e:
        e.__dict__.update(why=request.args["z"])
        os.system("echo " + e.why)  # want: command-injection
    return "x"


@app.get("/nothing")
def nothing():
    try:
        work("own")
    except Refused as e:
        os.system("echo " + str(len(e.word)))
    return "x"
