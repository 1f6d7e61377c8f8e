# The hook asks everywhere but under one path.
from flask import Flask, abort, request, session

app = Flask(__name__)


@app.before_request
def guard():
    if request.path.startswith("/static"):
        return
    if "uid" not in session:
        abort(401)


@app.post("/pumps/<int:key>/stop")  # fine: missing-authentication
def stop(key):
    pumps.stop(key)
    return "ok"


@app.delete("/admin/pumps/<int:key>")  # fine: missing-authentication
def remove(key):
    pumps.delete(key)
    return "ok"
