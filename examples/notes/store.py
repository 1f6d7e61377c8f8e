"""Notes in SQLite: a small program with large holes, for the tour in the README."""
import sqlite3


def connect():
    return sqlite3.connect("notes.db")


def find(owner, word):
    cur = connect().cursor()
    cur.execute(f"SELECT title, body FROM notes WHERE owner = '{owner}' AND body LIKE '%{word}%'")
    return cur.fetchall()
