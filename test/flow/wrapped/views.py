import os

from flask import Flask

from guard import logged

app = Flask(__name__)


def one():
    return 1


def two():
    return 2


def three():
    return [one() for _ in range(two())]


@app.get("/size/<name>/<int:depth>")
@logged("size")
def size(name, depth):
    os.system("du " + name)  # want: command-injection
    os.system("du -d%s" % depth)
    return {"n": three()}
