import sqlite3

import requests
from flask import Flask

app = Flask(__name__)


def hooks():
    return sqlite3.connect("shop.db").execute("SELECT owner, address FROM hooks").fetchall()


@app.post("/ship/<int:order>")
def ship(order):
    for _, address in hooks():
        requests.post(address, json={"order": order}, timeout=5)  # want: ssrf
    return "", 204


@app.post("/tell/<int:order>")
def tell(order):
    for _, name in hooks():
        requests.post("https://hooks.example.net/" + name, json={"order": order}, timeout=5)  # fine: ssrf
    return "", 204
