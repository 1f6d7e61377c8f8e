import builtins
import importlib
import io
import pickle

MODULES = {"builtins", "app.models"}
PLAIN = {"datetime", "decimal"}
KNOWN = {("builtins", "set"), ("datetime", "date")}
CLASSES = {"app.Point": object}
BLOCKED = {"eval", "exec"}


class ByModule(pickle.Unpickler):
    def find_class(self, module, name):
        if module in MODULES:
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name}")


def by_module(data):
    return ByModule(io.BytesIO(data)).load()  # want: loose-unpickler


class ByPrefix(pickle.Unpickler):
    def find_class(self, module, name):
        if not module.startswith("app."):
            raise pickle.UnpicklingError(name)
        return getattr(importlib.import_module(module), name)


def by_prefix(file):
    reader = ByPrefix(file)
    return reader.load()  # want: loose-unpickler


class Blocking(pickle.Unpickler):
    def find_class(self, module, name):
        if module == "os" or name in BLOCKED:
            raise pickle.UnpicklingError(name)
        return super().find_class(module, name)


def blocking(data):
    return Blocking(io.BytesIO(data)).load()  # want: loose-unpickler


class ByPair(pickle.Unpickler):
    def find_class(self, module, name):
        if (module, name) not in KNOWN:
            raise pickle.UnpicklingError(name)
        return super().find_class(module, name)


def by_pair(data):
    return ByPair(io.BytesIO(data)).load()  # fine: loose-unpickler


class ByTable(pickle.Unpickler):
    def find_class(self, module, name):
        return CLASSES[f"{module}.{name}"]


def by_table(data):
    return ByTable(io.BytesIO(data)).load()  # fine: loose-unpickler


class One(pickle.Unpickler):
    def find_class(self, module, name):
        if not (module == "app.kinds" and name == "Kind"):
            raise pickle.UnpicklingError(name)
        return super().find_class(module, name)


def one(data):
    return One(io.BytesIO(data)).load()  # fine: loose-unpickler


class Plain(pickle.Unpickler):
    def find_class(self, module, name):
        if module in PLAIN:
            return super().find_class(module, name)
        raise pickle.UnpicklingError(name)


def plain(data):
    return Plain(io.BytesIO(data)).load()  # fine: loose-unpickler
