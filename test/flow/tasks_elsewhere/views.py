from flask import Flask, request

from tasks import decode, encode

app = Flask(__name__)


@app.post("/")
def start():
    encode.delay("fast")
    decode.delay(request.form["preset"])
    return "ok"
