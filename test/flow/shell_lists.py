# a list of words that a shell reads in the end, and statements that a data frame runs
import pty
import subprocess
import zipimport

import duckdb
import polars as pl
from flask import Flask, request

app = Flask(__name__)


@app.post("/shells")
def shells():
    name = request.form["n"]
    subprocess.run(["sudo", "bash", "-c", "ls " + name])  # want: command-injection
    subprocess.run(["docker", "exec", "web", "sh", "-c", f"ls {name}"])  # want: command-injection
    subprocess.run(["sh", "-c", 'ls -- "$1"', "sh", name])
    subprocess.run(["docker", "exec", "web", "ls", "--", name])
    subprocess.run(["ssh", "-i", "key", "backup", f"cat /srv/{name}"])  # want: command-injection
    subprocess.run(["ssh", "-i", "key", "backup", "cat /srv/list"])
    pty.spawn(["sh", "-c", "ls " + name])  # want: command-injection
    pty.spawn(["sh", "-c", "ls"])
    zipimport.zipimporter(name)  # want: path-traversal, code-injection
    return {}


@app.post("/frames")
def frames():
    name = request.form["n"]
    pl.read_csv("/srv/list.csv").sql(f"SELECT * FROM self WHERE n = '{name}'")  # want: sql-injection
    pl.read_csv("/srv/list.csv").filter(pl.col("n") == name)
    base = duckdb.connect("/srv/list.db")
    base.query("SELECT * FROM t WHERE n = '" + name + "'").fetchall()  # want: sql-injection
    base.execute("SELECT * FROM t WHERE n = '" + name + "'").fetchall()  # want: sql-injection
    base.execute("SELECT * FROM t WHERE n = ?", [name]).fetchall()
    return {}
