# The hook asks under one path only.
from flask import Flask, abort, request, session

app = Flask(__name__)


@app.before_request
def guard():
    if request.path.startswith("/admin") and "uid" not in session:
        abort(401)


@app.post("/pumps/<int:key>/stop")  # want: missing-authentication
def stop(key):
    pumps.stop(key)
    return "ok"


@app.post("/admin/pumps/<int:key>/stop")  # fine: missing-authentication
def stop_all(key):
    pumps.stop(key)
    return "ok"


@app.post("/contact/<int:key>")  # fine: missing-authentication
def contact(key):
    return "ok"


@app.delete("/pumps/<int:key>")  # fine: missing-authentication
def remove(key):
    if "uid" not in session:
        abort(401)
    pumps.delete(key)
    return "ok"
