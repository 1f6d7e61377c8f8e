# Rows of a table that somebody sent: what reads a stream gives what is in it.
import codecs
import csv
import io
import json
import sqlite3

import pandas as pd
from fastapi import FastAPI, UploadFile
from flask import Flask, request

app = Flask(__name__)
api = FastAPI()
cur = sqlite3.connect("x").cursor()


@app.post("/a")
def wrapped():
    for row in csv.DictReader(io.TextIOWrapper(request.files["f"], encoding="utf-8")):
        cur.execute("INSERT INTO t VALUES ('%s')" % row["a"])  # want: sql-injection
        cur.execute("INSERT INTO t VALUES (?)", (row["a"],))
        cur.execute("INSERT INTO t VALUES (%d)" % int(row["b"]))
    return "ok"


@app.post("/b")
def of_stream():
    text = io.TextIOWrapper(request.files["f"].stream, "utf-8")
    for row in csv.reader(text):
        cur.execute("INSERT INTO t VALUES ('%s')" % row[0])    # want: sql-injection
    return "ok"


def load(stream):
    for row in csv.reader(stream):
        cur.execute("INSERT INTO t VALUES ('%s')" % row[0])    # want: sql-injection


@app.post("/c")
def handed():
    load(io.TextIOWrapper(request.files["f"]))
    return "ok"


@app.post("/d")
def as_json():
    d = json.load(request.files["f"])
    cur.execute("INSERT INTO t VALUES ('%s')" % d["a"])        # want: sql-injection
    return "ok"


@app.post("/e")
def as_table():
    for _, row in pd.read_excel(request.files["f"]).iterrows():
        cur.execute("INSERT INTO t VALUES ('%s')" % row["a"])  # want: sql-injection
    for row in pd.read_csv(request.files["f"]).itertuples():
        cur.execute("INSERT INTO t VALUES ('%s')" % row.a)     # want: sql-injection
        cur.execute("INSERT INTO t VALUES (?)", (row.a,))
    return "ok"


@api.post("/f")
def sent(file: UploadFile):
    for row in csv.reader(codecs.iterdecode(file.file, "utf-8")):
        cur.execute("INSERT INTO t VALUES ('%s')" % row[0])    # want: sql-injection
    return "ok"


# a file of the program's own
def own():
    with open("/srv/known.csv") as f:
        for row in csv.reader(f):
            cur.execute("INSERT INTO t VALUES ('%s')" % row[0])
        cur.execute("INSERT INTO t VALUES ('%s')" % json.load(f)["a"])
