import sqlite3

TOKEN = "ghp_0123456789abcdefghijABCDEFGHIJ012345"


def ask(sql, *more):
    """Run a query."""
    con = sqlite3.connect("app.db")
    return con.execute(sql, *more).fetchall()


def by_name(name):
    con = sqlite3.connect("app.db")
    return con.execute("SELECT * FROM people WHERE name = '" + name + "'").fetchall()
