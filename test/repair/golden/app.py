"""A small shop."""
import sqlite3
from flask import Flask, request

from stock import known

app = Flask(__name__)
API_KEY = "sk-live-51H8xExample9999"


class Shop:
    table = "items"

    def find(self, con):
        """Look one item up."""
        name = known(request.args["name"])  # by its name
        sql = "SELECT * FROM " + self.table + " WHERE key = '" + API_KEY + "' AND listed = 1 AND " + name
        return con.execute(sql).fetchall()

    def count(self, con):
        return con.execute("SELECT count(*) FROM items").fetchone()
