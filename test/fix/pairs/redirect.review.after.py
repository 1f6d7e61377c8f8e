from flask import redirect, abort
from flask import Flask, request

app = Flask(__name__)


@app.route("/x", methods=["GET", "POST"])
def x():
    target = request.args["next"]
    if not target.startswith(request.host_url) and (not target.startswith("/") or target[1:2] in ("/", "\\", "\t", "\r", "\n")):
        abort(400)
    return redirect(target)
