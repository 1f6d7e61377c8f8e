from flask import Blueprint, Flask, jsonify, redirect
from markupsafe import escape

from guards import login_required, token_required

app = Flask(__name__)
pages = Blueprint("pages", __name__)


@app.get("/me")
@token_required
def me(user):
    return jsonify(user)


@app.get("/file/<path:name>")
@token_required
def file(user, name):
    return jsonify(t=open("/srv/" + name).read())             # want: path-traversal


@app.get("/mine")
@token_required
def mine(user):
    return jsonify(t=open("/srv/%d" % int(user["sub"])).read())


@app.get("/go/<path:where>")
@login_required
def go(where):
    return redirect(where)                                    # want: open-redirect


@app.get("/own/<where>")
@login_required
def own(where):
    return redirect("/own/" + where)


@pages.get("/told/<name>")
@login_required
def told(name):
    return "<p>" + escape(name)
