# Fields of an exception of the program's own: one of them holds what the client sent, another does not.
import sqlite3

from flask import Flask, request

app = Flask(__name__)
db = sqlite3.connect("words.db")


class Rejected(Exception):
    def __init__(self, word, code):
        super().__init__(word)
        self.word = word
        self.code = code


class TooLong(Rejected):
    def __init__(self, word):
        super().__init__(word, 7)


class Sent(Exception):
    def __init__(self, word, code):
        self.word = word
        self.code = code


def check(word):
    if len(word) > 10:
        raise Rejected(word, 7)
    if len(word) > 20:
        raise TooLong(word)
    if len(word) == 2:
        raise Sent(word, 1)
    if len(word) == 3:
        raise Sent("y", word)


@app.get("/own")
def own():
    try:
        check(request.args["word"])
    except Rejected as e:
        db.execute("INSERT INTO bad VALUES ('%s')" % e.code)
    return {}


@app.get("/word")
def word():
    try:
        check(request.args["word"])
    except Rejected as e:
        db.execute("INSERT INTO bad VALUES ('%s')" % e.word)  # want: sql-injection
    return {}


@app.get("/text")
def text():
    try:
        check(request.args["word"])
    except Rejected as e:
        db.execute("INSERT INTO bad VALUES ('%s')" % e)  # want: sql-injection
    return {}


@app.get("/below")
def below():
    try:
        check(request.args["word"])
    except TooLong as e:
        db.execute("INSERT INTO bad VALUES ('%s')" % e.code)
        db.execute("INSERT INTO bad VALUES ('%s')" % e.word)  # want: sql-injection
    return {}


@app.get("/either")
def either():
    try:
        check(request.args["word"])
    except Sent as e:
        db.execute("INSERT INTO bad VALUES ('%s')" % e.code)  # want: sql-injection
    return {}
