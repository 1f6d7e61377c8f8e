import re
from flask import request
TRAILING = re.compile(r"[ \t]+$", re.MULTILINE)
WORD = re.compile(r"\w+")


def trailing():
    return TRAILING.sub("", request.form["text"])  # want: redos


def pairs():
    return re.search(r"(\d+)\s*,\s*$", request.form["text"])  # want: redos


def limited():
    text = request.form["text"]
    if len(text) > 200:
        return None
    return TRAILING.sub("", text)  # fine: redos


def linear():
    return WORD.findall(request.form["text"])  # fine: redos


def own():
    with open("notes") as file:
        return TRAILING.sub("", file.read())  # fine: redos


def cut():
    return TRAILING.sub("", request.form["text"][:500])  # fine: redos


# what may not follow leaves one way; a match that may end needs no other way
COMMENT = re.compile(r"((?:--.*?\n\s*)|(?:/\*((?!\*/)[\s\S])*\*/)\s*)*select")  # fine: redos
BLOCK = re.compile(r"if x:\s*(from y\s*.*\s*)+")  # fine: redos
CLOSED = re.compile(r"^(\w+\s?)+$")  # want: redos


def parts():
    text = request.form["text"]
    # whatever begins a match holds the quote that ends the one before
    re.findall('filename="(.+?)"', text)  # fine: redos
    re.findall('name="(.*?)"', text)  # fine: redos
    re.findall("begin(.+?)end", text)  # want: redos
    re.findall('filename=(.+?)"', text)  # want: redos
    return ""
