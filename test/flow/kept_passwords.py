# A password on its way to a table: by another name, through a function, in a row of no columns, in a file.
import hashlib
import json
import sqlite3

from flask import Flask, request
from werkzeug.security import generate_password_hash

app = Flask(__name__)
con = sqlite3.connect("users.db")
SQL = "INSERT INTO users(name, password) VALUES (?, ?)"


@app.post("/1")
def r1():
    password = request.form["password"]
    value = password
    last = value
    con.execute(SQL, (request.form["name"], last))  # want: plaintext-password
    return "ok"


def add_user(name, password):
    con.execute(SQL, (name, password))  # want: plaintext-password


@app.post("/2")
def r2():
    add_user(request.form["name"], request.form["password"])
    return "ok"


def save_user(name, password):
    con.execute(SQL, (name, password))


@app.post("/3")
def r3():
    save_user(request.form["name"], generate_password_hash(request.form["password"]))
    return "ok"


def keep_user(name, password):
    con.execute(SQL, (name, password))


@app.post("/4")
def r4():
    password = request.form["password"]
    password = generate_password_hash(password)
    keep_user(request.form["name"], password)
    return "ok"


class People:
    def add(self, name, password):
        con.execute("insert into customers values (?, ?)", (name, password))  # want: plaintext-password

    def again(self, name, password):
        self.again(name, password)
        con.execute("INSERT INTO users VALUES (?, ?)", (name, password))

    def sealed(self, name, secret):
        password = hashlib.scrypt(secret.encode(), salt=name.encode(), n=2**14, r=8, p=1).hex()
        con.execute("INSERT INTO users VALUES (?, ?)", (name, password))


@app.post("/5")
def r5():
    typed = request.form["password"]
    People().add(request.form["name"], typed)
    return "ok"


@app.post("/6")
def r6():
    con.execute("INSERT INTO orders VALUES (?, ?)", (request.form["name"], request.form["password"]))
    return "ok"


@app.post("/7")
def r7():
    users = json.load(open("users.json"))
    users[request.form["name"]] = {"password": request.form["password"]}  # want: plaintext-password
    with open("users.json", "w") as out:
        json.dump(users, out)
    return "ok"


@app.post("/8")
def r8():
    users = {}
    users[request.form["name"]] = {"password": request.form["password"]}
    return str(len(users))
