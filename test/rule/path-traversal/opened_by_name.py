# fopen(path) of whoever's making opens a file.
from .files import fopen, join
from . import files


def token(folder, name):
    with files.fopen(folder + "/" + name, "rb") as kept:  # want: path-traversal
        return kept.read()


def settings():
    with fopen("settings.yml") as kept:  # fine: path-traversal
        return kept.read()


def place(folder, name):
    return join(folder, name)  # fine: path-traversal
