import io
import pickle

from flask import request


class Plain(pickle.Unpickler):
    def persistent_load(self, pid):
        raise pickle.UnpicklingError(pid)


class Narrow(pickle.Unpickler):
    def find_class(self, module, name):
        raise pickle.UnpicklingError(name)


def a():
    return Plain(io.BytesIO(request.data)).load()  # want: loose-unpickler


def b():
    return Narrow(io.BytesIO(request.data)).load()  # fine: loose-unpickler
