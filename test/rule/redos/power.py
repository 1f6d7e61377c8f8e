"""Powers of a text's length: what a function of a library was given."""
import os
import re

WHEEL = re.compile(r"^(?P<name>.+?)-(?P<version>.+?)-(?P<python>.+?)-(?P<abi>.+?)\.zip$")  # want: redos
INDENT: re.Pattern = re.compile(r"\s*\t+\s*(\S)")  # want: redos
HEADER = re.compile(r"^\s*([a-z]+)\s*=\s*([a-z]+)\s*$")  # fine: redos
OWN = re.compile(r"\s*\t+\s*(\S)")  # fine: redos
BOUNDED = re.compile(r"^([^-]+)-([^-]+)-([^-]+)-([^-]+)\.zip$")  # fine: redos


def parts_of(path):
    name = os.path.basename(path)
    return WHEEL.match(name) or BOUNDED.match(name)


def indented(text):
    return [INDENT.match(line) for line in text.splitlines()]


def option(line):
    return HEADER.match(line)


def columns():
    with open(__file__) as f:
        return [OWN.match(line) for line in f]


def attribute(page):
    return re.search(r"<([^>]*\srel\s*=\s*([^'\">]+)[^>]*)>", page)  # want: redos


SHORT = re.compile(r"\s*\t+\s*(\S)")  # fine: redos


def short(text):
    if len(text) > 80:
        return None
    return SHORT.match(text)
