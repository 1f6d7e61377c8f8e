# A file that outside data was written to gives it back to who reads it by its path; other files, and what the program
# wrote itself, do not.
import json
import os
import pickle
import shelve
import shutil
import tempfile
import zipfile
from pathlib import Path

import aiofiles
import joblib
import torch
from fastapi import FastAPI, UploadFile
from flask import Flask, request

app = Flask(__name__)
api = FastAPI()
MODELS = "/srv/models"


@app.post("/a")
def by_open():
    path = os.path.join(MODELS, "model.bin")
    request.files["f"].save(path)
    with open(path, "rb") as f:
        return str(pickle.load(f))  # want: unsafe-deserialization


@app.post("/b")
def by_name():
    path = MODELS + "/model.pt"
    other = MODELS + "/other.pt"
    request.files["f"].save(path)
    torch.load(other)
    return str(torch.load(path))  # want: unsafe-deserialization


@app.post("/c")
def temporary():
    with tempfile.NamedTemporaryFile() as t:
        request.files["f"].save(t.name)
        return str(joblib.load(t.name))  # want: unsafe-deserialization


@app.post("/d")
def temporary_written():
    with tempfile.NamedTemporaryFile() as t, tempfile.NamedTemporaryFile() as own:
        t.write(request.get_data())
        t.flush()
        own.write(b"x")
        joblib.load(own.name)
        return str(joblib.load(t.name))  # want: unsafe-deserialization


@app.post("/e")
def with_suffix():
    with tempfile.TemporaryDirectory() as tmp:
        base = Path(tmp) / "pages"
        request.files["dat"].save(base.with_suffix(".dat"))
        with shelve.open(str(base)) as pages:  # want: unsafe-deserialization
            return str(pages["x"])


@app.post("/f")
def descriptor():
    fd, path = tempfile.mkstemp()
    with os.fdopen(fd, "wb") as f:
        f.write(request.get_data())
    with open(path, "rb") as f:
        return str(pickle.load(f))  # want: unsafe-deserialization


def kept(upload):
    path = os.path.join(tempfile.mkdtemp(), "x")
    upload.save(path)
    return path


@app.post("/g")
def by_a_helper():
    return str(joblib.load(kept(request.files["f"])))  # want: unsafe-deserialization


def store(body, path):
    Path(path).write_bytes(body)


def store_in_pieces(upload, path):
    with open(path, "wb") as out:
        for piece in upload.stream:
            out.write(piece)


@app.post("/q")
def by_two_helpers():
    one, two, three = MODELS + "/1", MODELS + "/2", MODELS + "/3"
    store(request.get_data(), one)
    store(b"own", two)
    store_in_pieces(request.files["f"], three)
    joblib.load(two)
    return str(joblib.load(one)) + str(  # want: unsafe-deserialization
        joblib.load(three))  # want: unsafe-deserialization


@app.post("/h")
def path_bytes():
    path = Path(MODELS) / "x.pkl"
    path.write_bytes(request.get_data())
    return str(pickle.loads(path.read_bytes()))  # want: unsafe-deserialization


@api.post("/i")
async def in_pieces(file: UploadFile):
    path = os.path.join(tempfile.mkdtemp(), "x")
    async with aiofiles.open(path, "wb") as out:
        while piece := await file.read(1024):
            await out.write(piece)
    return str(joblib.load(path))  # want: unsafe-deserialization


@api.post("/j")
def copied(file: UploadFile):
    path = os.path.join(tempfile.mkdtemp(), "x")
    with open(path, "wb") as out:
        shutil.copyfileobj(file.file, out)
    shutil.move(path, MODELS + "/now.pkl")
    return str(joblib.load(path))  # want: unsafe-deserialization


@app.post("/k")
def unpacked():
    path = os.path.join(tempfile.mkdtemp(), "x")
    folder = tempfile.mkdtemp()
    request.files["f"].save(path)
    with zipfile.ZipFile(path) as z:
        z.extractall(folder)  # want: decompression-bomb
    return str(joblib.load(os.path.join(folder, "model.pkl")))  # want: unsafe-deserialization


@app.post("/l")
def as_text():
    path = os.path.join(tempfile.mkdtemp(), "x")
    request.files["f"].save(path)
    with open(path) as f:
        for line in f:
            os.system("ping " + line)  # want: command-injection
    os.system("wc -l " + path)
    return ""


@app.post("/m")
def own_pickle():
    path = os.path.join(tempfile.mkdtemp(), "x")
    with open(path, "wb") as f:
        pickle.dump(json.loads(request.get_data()), f)
    with open(path, "rb") as f:
        return str(pickle.load(f))


@app.post("/n")
def only_named():
    path = os.path.join(MODELS, "a.bin")
    request.files["f"].save(path)
    return {"size": os.path.getsize(path), "path": path}


@app.post("/o")
def a_number():
    path = os.path.join(tempfile.mkdtemp(), "x")
    with open(path, "w") as f:
        f.write(str(int(request.form["n"])))
    return str(joblib.load(path))


@app.get("/p")
def never_written():
    return str(joblib.load(MODELS + "/x"))


class Kept:
    def __init__(self, folder):
        self.path = os.path.join(folder, "m.pkl")
        self.own = os.path.join(folder, "own.pkl")

    def save(self, upload):
        with open(self.path, "wb") as out:
            out.write(upload.read())

    def load(self):
        joblib.load(self.own)
        return joblib.load(self.path)  # want: unsafe-deserialization


@app.post("/r")
def by_an_object():
    kept_there = Kept(MODELS)
    kept_there.save(request.files["f"])
    return str(kept_there.load())


LATEST = MODELS + "/latest.pkl"
SHIPPED = MODELS + "/shipped.pkl"


@app.post("/s")
def put():
    with open(LATEST, "wb") as out:
        out.write(request.get_data())
    return ""


@app.get("/t")
def use():
    joblib.load(SHIPPED)
    return str(joblib.load(LATEST))  # want: unsafe-deserialization
