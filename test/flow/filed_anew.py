# A file holds what was written to it last, as harmless as that was; a name made of a path by other words is another
# file's; numbers that a table of data is measured by are no text of it.
import html
import os
import pickle
import shlex
import tempfile
from pathlib import Path

import bleach
import joblib
import pandas as pd
from flask import Flask, request

app = Flask(__name__)
FOLDER = "/srv/files"


@app.post("/a")
def escaped():
    path = os.path.join(FOLDER, "a.html")
    with open(path, "w") as f:
        f.write("<p>" + html.escape(request.form["comment"]) + "</p>")
    with open(path) as f:
        return f.read()


@app.post("/b")
def not_escaped():
    path = os.path.join(FOLDER, "b.html")
    with open(path, "w") as f:
        f.write("<p>" + request.form["comment"] + "</p>")
    with open(path) as f:
        return f.read()  # want: xss


@app.post("/c")
def cleaned_by_path():
    page = Path(FOLDER) / "c.html"
    page.write_text(bleach.clean(request.form["text"]))
    return page.read_text()


@app.post("/d")
def cleaned_for_another():
    page = Path(FOLDER) / "d.html"
    page.write_text(shlex.quote(request.form["text"]))
    return page.read_text()  # want: xss


@app.post("/e")
def line_by_line():
    path, out = FOLDER + "/e.txt", FOLDER + "/e.html"
    request.files["f"].save(path)
    with open(path) as lines, open(out, "w") as page:
        for line in lines:
            page.write("<li>" + html.escape(line) + "</li>")
    with open(out) as page:
        return page.read()


@app.post("/f")
def written_anew():
    path = FOLDER + "/f.pkl"
    request.files["f"].save(path)
    with open(path, "wb") as f:
        f.write(b"own")
    return str(joblib.load(path))


@app.post("/g")
def written_anew_at_times():
    path = FOLDER + "/g.pkl"
    request.files["f"].save(path)
    if request.args.get("reset"):
        with open(path, "wb") as f:
            f.write(b"own")
    return str(joblib.load(path))  # want: unsafe-deserialization


@app.post("/h")
def anew_and_from_outside():
    path = FOLDER + "/h.pkl"
    request.files["f"].save(path)
    with open(path, "wb") as f:
        f.write(b"head")
        f.write(request.get_data())
        f.write(b"tail")
    return str(joblib.load(path))  # want: unsafe-deserialization


@app.post("/i")
def added_to():
    path = FOLDER + "/i.pkl"
    request.files["f"].save(path)
    with open(path, "ab") as f:
        f.write(b"own")
    return str(joblib.load(path))  # want: unsafe-deserialization


@app.post("/j")
def in_turns():
    path = FOLDER + "/j.pkl"
    for upload in request.files.getlist("f"):
        with open(path, "wb") as f:
            f.write(b"own")
        upload.save(path)
        joblib.load(path)  # want: unsafe-deserialization
    return ""


@app.post("/k")
def replaced():
    path, new = FOLDER + "/k.txt", FOLDER + "/k.new"
    request.files["f"].save(path)
    with open(path) as lines, open(new, "w") as out:
        for line in lines:
            out.write(str(int(line)))
    os.replace(new, path)
    with open(path) as f:
        return f.read()


@app.post("/l")
def beside():
    path = FOLDER + "/l.csv"
    request.files["f"].save(path)
    joblib.load(path + ".pkl")
    joblib.load(os.path.splitext(path)[0] + ".pkl")
    joblib.load(os.path.join(os.path.dirname(path), "l.pkl"))
    joblib.load(Path(path).with_suffix(".pkl"))
    with open(Path(path).with_name("own.pkl"), "rb") as f:
        pickle.load(f)
    return str(joblib.load(Path(path)))  # want: unsafe-deserialization


@app.post("/m")
def measured():
    path = FOLDER + "/m.csv"
    request.files["f"].save(path)
    table = pd.read_csv(path)
    return f"<p>{table.shape[0]} rows, {len(table)}, {table['a'].mean()}</p>"


@app.post("/n")
def shown():
    path = FOLDER + "/n.csv"
    request.files["f"].save(path)
    table = pd.read_csv(path)
    return f"<p>{table.iloc[0]['name']}</p>"  # want: xss


@app.post("/o")
def of_both():
    with open(FOLDER + "/o.txt") as f:
        return f.read() + html.escape(request.form["name"])


@app.post("/p")
def named_twice():
    with open("/srv/files/p.pkl", "wb") as f:
        f.write(request.get_data())
    with open("/srv/files/other.pkl", "rb") as f:
        pickle.load(f)
    with open("/srv/files/p.pkl", "rb") as f:
        return str(pickle.load(f))  # want: unsafe-deserialization


@app.post("/q")
def without_a_name():
    with tempfile.TemporaryFile() as f, tempfile.TemporaryFile() as own:
        f.write(request.get_data())
        f.seek(0)
        own.write(b"own")
        pickle.load(own)
        return str(pickle.load(f))  # want: unsafe-deserialization


def write(path, text):
    with open(path, "w") as f:
        f.write(text)


def write_once(path, text):
    if not os.path.exists(path):
        with open(path, "w") as f:
            f.write(text)


def read(path):
    with open(path) as f:
        return f.read()


@app.post("/r")
def by_helpers():
    write("/srv/files/r", request.form["text"])
    return read("/srv/files/r")  # want: xss


@app.post("/s")
def escaped_by_helpers():
    write("/srv/files/s", html.escape(request.form["text"]))
    return read("/srv/files/s")


@app.post("/t")
def anew_by_helpers():
    write("/srv/files/t", request.form["text"])
    write("/srv/files/t", "own")
    return read("/srv/files/t")


@app.post("/u")
def kept_by_helpers():
    write("/srv/files/u", request.form["text"])
    write_once("/srv/files/u", "own")
    return read("/srv/files/u")  # want: xss
