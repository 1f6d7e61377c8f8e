import os
from pathlib import Path


class Shelf:
    def __init__(self, root):
        self.root = os.path.realpath(root)
        self.ended = os.path.realpath(root) + os.sep
        self.home = Path(root).resolve()

    def find(self, name):
        full = os.path.normpath(os.path.join(self.root, name))
        if not full.startswith(self.root):  # want: path-traversal
            raise PermissionError(name)
        if os.path.isdir(full):
            full = os.path.join(full, "index.html")
        return full

    def find_below(self, name):
        full = os.path.normpath(os.path.join(self.root, name))
        if not full.startswith(self.root + os.sep):  # fine: path-traversal
            raise PermissionError(name)
        return full

    def find_ended(self, name):
        full = os.path.normpath(os.path.join(self.root, name))
        if not full.startswith(self.ended):  # fine: path-traversal
            raise PermissionError(name)
        return full

    def find_relative(self, name):
        full = (self.home / name).resolve()
        if not full.is_relative_to(self.home):  # fine: path-traversal
            raise PermissionError(name)
        return full


def safe(folder, name):
    full = os.path.abspath(os.path.join(folder, name))
    if not full.startswith(folder):  # want: path-traversal
        raise ValueError(name)
    return full


def safe_of_text(name, base="/srv/pages"):
    where = os.path.abspath(base)
    full = os.path.abspath(os.path.join(where, name))
    return full if full.startswith(where) else None  # want: path-traversal


def is_hidden(path):
    full = os.path.abspath(path)
    return full.startswith("/home/")  # fine: path-traversal


def joined_before(root, *parts):
    path = os.path.join(root, *parts)
    path = os.path.normpath(path)
    if not path.startswith(root):  # want: path-traversal
        raise ValueError(path)
    return path


def joined_before_ended(root, *parts):
    path = os.path.join(root, *parts)
    path = os.path.normpath(path)
    if not path.startswith(os.path.join(root, "")):  # fine: path-traversal
        raise ValueError(path)
    return path


def of_this_file(*parts):
    here = os.path.dirname(os.path.abspath(__file__))
    path = os.path.normpath(os.path.join(here, *parts))
    if not path.startswith(here):  # want: path-traversal
        raise ValueError(path)
    return path
