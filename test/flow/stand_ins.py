# A stand-in for what could not be imported raises whatever it is asked for. What was imported does not, so that what
# follows is reached; of what can only be the stand-in it is not.
import os
from importlib import import_module

from flask import request


class Missing:
    def __getattr__(self, name):
        raise ImportError(name)


def optional(name):
    try:
        return import_module(name), True
    except ImportError:
        pass
    return Missing(), False


def perhaps(name):
    try:
        return import_module(name)
    except ImportError:
        return Missing()


yaml, has_yaml = optional("yaml")
toml = perhaps("toml")
gone = Missing()


def of_pair(name):
    yaml.dump(name)
    os.system(request.args["a"])  # want: command-injection


def of_flag(name):
    if has_yaml:
        yaml.dump(name)
        os.system(request.args["a"])  # want: command-injection


def of_one(name):
    toml.loads(name)
    os.system(request.args["a"])  # want: command-injection


def of_two(name):
    thing = Missing() if name else os
    thing.getpid()
    os.system(request.args["a"])  # want: command-injection


def of_none(name):
    gone.loads(name)
    os.system(request.args["a"])
