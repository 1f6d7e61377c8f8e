# A flag that a loop sets says of what the loop leaves alone what was known where it was set.
import os

from flask import abort, request

KNOWN = ("a", "b")


def found_without_break():
    x = request.args["x"]
    ok = False
    for a in KNOWN:
        if a == x:
            ok = True
    if not ok:
        abort(400)
    os.system("tool " + x)


def found_in_what_was_sent():
    x = request.args["x"]
    ok = False
    for a in request.args.getlist("a"):
        if a == x:
            ok = True
    if not ok:
        abort(400)
    os.system("tool " + x)  # want: command-injection


def found_by_its_beginning():
    x = request.args["x"]
    ok = False
    for a in KNOWN:
        if x.startswith(a):
            ok = True
    if ok:
        os.system("tool " + x)  # want: command-injection


def set_elsewhere_too():
    x = request.args["x"]
    ok = False
    for a in KNOWN:
        if a == x:
            ok = True
        elif len(x) > 3:
            ok = True
    if ok:
        os.system("tool " + x)  # want: command-injection


def asked_for_the_other():
    x = request.args["x"]
    ok = False
    for a in KNOWN:
        if a == x:
            ok = True
    if not ok:
        os.system("tool " + x)  # want: command-injection


def the_one_that_is_found():
    x = request.args["x"]
    found = None
    for a in KNOWN:
        if a == x:
            found = a
    if found is None:
        abort(400)
    os.system("tool " + x)
    os.system("tool " + found)


def another_by_then():
    x = request.args["x"]
    ok = False
    for a in KNOWN:
        if a == x:
            ok = True
        x = request.args["y"]
    if ok:
        os.system("tool " + x)  # want: command-injection


def each_is_asked():
    x = request.args["x"]
    ok = True
    for c in x:
        if not c.isalnum():
            ok = False
    if ok:
        os.system("tool " + x)
    else:
        os.system("tool " + x)  # want: command-injection


def each_but_the_last_ones():
    x = request.args["x"]
    ok = True
    for i, c in enumerate(x):
        if i > 3:
            break
        if not c.isalnum():
            ok = False
    if ok:
        os.system("tool " + x)  # want: command-injection


def each_or_not():
    x = request.args["x"]
    ok = True
    for c in x:
        if c == ";":
            continue
        if not c.isalnum():
            ok = False
    if ok:
        os.system("tool " + x)  # want: command-injection


def set_back():
    x = request.args["x"]
    ok = True
    for c in x:
        if not c.isalnum():
            ok = False
        if c == ".":
            ok = True
    if ok:
        os.system("tool " + x)  # want: command-injection


def one_is_enough():
    x = request.args["x"]
    ok = False
    for c in x:
        if c.isalnum():
            ok = True
    if ok:
        os.system("tool " + x)  # want: command-injection


def characters_that_end_a_word():
    x = request.args["x"]
    for c in x:
        if c not in "ab;|":
            abort(400)
    os.system("tool " + x)  # want: command-injection


def characters_of_words():
    x = request.args["x"]
    for c in x:
        if c not in "ab-_":
            abort(400)
    os.system("tool " + x)


def one_more_character():
    x = request.args["x"]
    for c in x:
        if c != ";" and not c.isalnum():
            abort(400)
    os.system("tool " + x)  # want: command-injection
    y = request.args["y"]
    for c in y:
        if c != "-" and not c.isalnum():
            abort(400)
    os.system("tool " + y)


def all_of_them():
    x = request.args["x"]
    if all(c.isalnum() or c == ";" for c in x):
        os.system("tool " + x)  # want: command-injection
    if all(c.isalnum() or c == "_" for c in x):
        os.system("tool " + x)


def words_of_a_list():
    words = request.args.getlist("w")
    for word in words:
        if word not in ("a;b", "c|d"):
            abort(400)
    os.system("tool " + " ".join(words))
