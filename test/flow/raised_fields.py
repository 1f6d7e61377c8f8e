# What each field of an exception of the program's own holds is kept apart.
import os

from flask import Flask, request

app = Flask(__name__)


class Elsewhere(Exception):
    def __init__(self, place, asked):
        super().__init__(asked)
        self.place = place
        self.asked = asked


def find(name):
    if name.startswith("old-"):
        raise Elsewhere("/srv/archive", name)
    return "/srv/now"


@app.post("/list")
def listing():
    try:
        folder = find(request.form["name"])
    except Elsewhere as e:
        os.system("ls " + e.place)  # fine: command-injection
        os.system("ls /srv/archive/" + e.asked)  # want: command-injection
        os.system("ls /srv/archive/" + str(e))  # want: command-injection
        folder = e.place
    os.system("ls " + folder)  # fine: command-injection
    return "ok"
