# What a helper reads of another file's object, where the writer stands after the reader in the file.
import requests
from ctx import plain, t
from flask import Flask, request

app = Flask(__name__)


def do():
    requests.get(t["h"], timeout=3)  # want: ssrf


def do_plain():
    requests.get("https://a.example.com/" + str(plain.get("n")), timeout=3)
    requests.get(plain["base"], timeout=3)


@app.get("/x")
def x():
    do()
    do_plain()
    return ""


@app.before_request
def before():
    t["h"] = request.args["h"]
    plain["n"] = int(request.args["n"])
    plain["base"] = "https://b.example.com/"
