# What anyone may call: its data is followed through other files, however far.
from roughly.steps import first


def convert(name):
    return first(name)
