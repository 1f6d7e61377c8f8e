# A public function that nobody calls is called by somebody: its parameters may be outside data.
import os
import sqlite3


def public(name):
    os.system("ls " + name)  # want: command-injection


def _private(name):
    os.system("ls " + name)


def called(name):
    os.system("ls " + name)


called("x")


def typed(count: int):
    os.system("ls %d" % count)


def find(db: sqlite3.Connection, name):
    db.execute("select * from t where a = '%s'" % name)  # want: sql-injection
    db.execute("select * from t where a = ?", (name,))


class Shell:
    def run(self, name):
        os.system("ls " + name)  # want: command-injection

    def _hidden(self, name):
        os.system("ls " + name)
