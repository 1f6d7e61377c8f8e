# What anyone may call: its data is followed through other files, however far.
from roughly.steps import first
from roughly.way_1 import pass_1


def convert(name):
    return first(name)


def convert_far(name):
    return pass_1("convert " + name)
