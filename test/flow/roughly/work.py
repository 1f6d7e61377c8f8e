# Functions that others use and that no route names: they are walked roughly first, and again where what
# they read from outside could do harm.
from flask import request

from roughly.read import given, given_by_way
from roughly.shared import db


def remove():
    name = request.form["name"]
    db.execute("DELETE FROM t WHERE name = '%s'" % name)  # want: sql-injection


def remove_given():
    db.execute("DELETE FROM t WHERE name = '%s'" % given())  # want: sql-injection


def remove_by_way():
    db.execute("DELETE FROM t WHERE name = '%s'" % given_by_way())  # want: sql-injection


def remove_bound():
    db.execute("DELETE FROM t WHERE name = ?", (given_by_way(),))


def remove_numbers():
    for n in request.form.getlist("n"):
        db.execute("DELETE FROM t WHERE n = %d" % int(n))
