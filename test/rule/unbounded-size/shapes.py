import numpy
from flask import Flask, request
from PIL import Image

app = Flask(__name__)


@app.post("/image")
def image():
    size = (int(request.args["w"]), int(request.args["h"]))
    return str(Image.new("RGB", size).size)  # want: unbounded-size


@app.post("/small")
def small():
    size = (min(int(request.args["w"]), 500), 100)
    return str(Image.new("RGB", size).size)  # fine: unbounded-size


@app.post("/zeros")
def zeros():
    return str(numpy.zeros(int(request.args["n"])))  # want: unbounded-size
