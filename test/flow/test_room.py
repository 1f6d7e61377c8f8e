"""What a name means does not hang on how many names stand before it: lists that grow move, and who holds a place in one must ask again."""
import pytest
from test_flow import scan

PROGRAM = """{names}import os

from flask import Flask, request

app = Flask(__name__)


def kept():
    v = "ls"

    def put(x):
        nonlocal v
        v = x

    def get():
        return v

    return put, get


LAST = "ls"


def note(x):
    global LAST
    LAST = x


@app.route("/")
def f():
    put, get = kept()
    put(request.args["a"])
    note(request.args["b"])
    os.system(get())
    os.system(LAST)
"""


@pytest.mark.parametrize("first", range(0, 280, 70))
def test_any_number_of_names(tmp_path, first):
    for n in range(first, first + 70):
        (tmp_path / f"p{n}.py").write_text(PROGRAM.format(names="".join(f"n{i} = {i}\n" for i in range(n))))
    found = scan(tmp_path)
    lost = [n for n in range(first, first + 70) if sum(x["path"].endswith(f"p{n}.py") for x in found) != 2]
    assert not lost
