# Filled by the top level of other files, which nobody here imports.
by_name, by_decorator, in_turn, counted = {}, {}, [], {}


def register(name):
    def keep(fn):
        by_decorator[name] = fn
        return fn

    return keep


class Registry:
    def __init__(self):
        self.all = {}

    def add(self, name, fn):
        self.all[name] = fn

    def run(self, name, what):
        return self.all[name](what)


registry = Registry()
