import uuid

from flask import Flask, request

app = Flask(__name__)


@app.post("/voice")
def voice():
    user = request.form["user"]
    name = f"{user}-{uuid.uuid4()}.webm"
    with open(name, "wb") as out:  # fine: unguarded-file-access
        out.write(request.data)
    return "kept"


@app.get("/report")
def report():
    user = request.args["user"]
    return open(f"reports/{user}.txt").read()  # want: unguarded-file-access
