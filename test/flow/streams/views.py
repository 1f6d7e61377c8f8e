import io

import storage
from fastapi import FastAPI, UploadFile
from flask import Flask, jsonify, request

app = Flask(__name__)
api = FastAPI()


@app.post("/a")
def image():
    storage.image(io.BytesIO(request.get_data()))
    return "ok"


@api.post("/b")
async def sent(file: UploadFile):
    return {"n": len(storage.names(file.file)), "s": storage.image(io.BytesIO(await file.read())).size}


@app.post("/c")
def table():
    storage.table(io.StringIO(request.get_data(as_text=True)))
    storage.named(request.args["name"])
    return "ok"


@app.post("/d")
def either():
    data = request.get_data()
    storage.either(io.BytesIO(data) if data else request.args["name"])
    return jsonify(1)
