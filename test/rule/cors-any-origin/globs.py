import fnmatch

from flask import Flask, request

app = Flask(__name__)


@app.after_request
def by_settings(response):
    origin = request.headers.get("Origin", "")
    if any(fnmatch.fnmatch(origin, pattern) for pattern in app.config["ORIGINS"]):
        response.headers["Access-Control-Allow-Origin"] = origin  # fine: cors-any-origin
        response.headers["Access-Control-Allow-Credentials"] = "true"
    return response


@app.after_request
def of_anybody(response):
    origin = request.headers.get("Origin", "")
    if origin:
        response.headers["Access-Control-Allow-Origin"] = origin  # want: cors-any-origin
        response.headers["Access-Control-Allow-Credentials"] = "true"
    return response


@app.after_request
def by_star(response):
    origin = request.headers.get("Origin", "")
    if fnmatch.fnmatch(origin, "*"):
        response.headers["Access-Control-Allow-Origin"] = origin  # want: cors-any-origin
        response.headers["Access-Control-Allow-Credentials"] = "true"
    return response
