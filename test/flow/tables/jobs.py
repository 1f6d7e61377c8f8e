import os
from functools import partial


def run(command, /, *, label=""):
    os.system(command)


def told(*, command, label=""):
    os.system(command)  # want: command-injection


def evaluate(text):
    return eval(text)


PUBLIC = {"len": len}
ALL = {**PUBLIC, "any": evaluate}
JOBS = {"disk": partial(run, "df -h")}
SAID = {"disk": partial(told, command="df -h")}


def nightly():
    return [ALL["any"](text) for text in ("1 + 1", "2")]
