# What a module makes by calling on: exact, also where it is first asked for by a function that is only
# walked roughly.
import sqlite3


def driver():
    return sqlite3


def connect():
    return driver().connect("x.db")
