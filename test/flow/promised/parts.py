# Classes that another file asks for, member by member: their bodies are walked only where that is needed.
import sqlite3
import subprocess
from functools import cached_property

from promised.names import Registered, shell

TABLE = "parts"


class Store:
    table = TABLE
    path = "parts.db"
    if path:
        limit = 10
    else:
        limit = 20

    class Meta:
        ordering = "name"

    def __init__(self, path=None, timeout=5):
        self.path = path or self.path
        self.timeout = timeout

    @property
    def connection(self):
        return sqlite3.connect(self.path)

    @cached_property
    def cursor(self):
        return self.connection.cursor()

    @classmethod
    def find(cls, name):
        return cls().cursor.execute("SELECT * FROM parts WHERE name = '%s'" % name)  # want: sql-injection

    @staticmethod
    def count(name):
        cursor = sqlite3.connect(Store.path).cursor()
        return cursor.execute("SELECT count(*) FROM parts WHERE name = ?", (name,))

    def sorted(self, name):
        return self.cursor.execute(f"SELECT * FROM {self.table} WHERE n = ? ORDER BY {self.Meta.ordering}", (name,))

    def limited(self, name):
        return self.cursor.execute(f"SELECT * FROM parts WHERE n = '{name}' LIMIT {self.limit}")  # want: sql-injection

    def run(self, name, program="convert"):
        return subprocess.run(f"{program} {name}", shell=True)  # want: command-injection

    def run_quoted(self, name, program="convert"):
        return subprocess.run([program, "--", name])


class Kept(Store):
    def limited(self, name):
        return super().limited(name)


class Twice:
    def run(self, name):
        return subprocess.run(["true", "--", name])

    def run(self, name):  # noqa: F811
        return subprocess.run("true " + name, shell=True)  # want: command-injection


class Added(Registered):
    def handle(self, name):
        return shell("ls " + name)


class Late:
    pass


def late(self, name):
    return subprocess.run("late " + name, shell=True)  # want: command-injection


Late.go = late
