import re


def name_of(name):
    name = re.sub(r"/[^/]*___([^/]*)/", r"/\1/", name)  # want: redos
    parts = name.split("/")
    name = parts
    return name if len(name) > 1 else parts[0]


def name_of_short(name):
    if len(name) > 2048:
        raise ValueError("too long")
    return re.sub(r"/[^/]*___([^/]*)/", r"/\1/", name)  # fine: redos
