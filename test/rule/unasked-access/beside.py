from flask import Flask, abort, jsonify, session

app = Flask(__name__)
NOTES = {}
TAGS = {}


def current_user():
    user = session.get("user")
    if user is None:
        abort(401)
    return user


@app.get("/notes/<int:key>")
def show(key):
    user = current_user()
    note = NOTES.get(key)
    if note is None:
        abort(404)
    if note["owner"] != user:
        abort(403)
    return jsonify(note)


@app.delete("/notes/<int:key>")
def drop(key): # want: unasked-access
    user = current_user()
    note = NOTES.get(key)
    if note is None:
        abort(404)
    del NOTES[key]
    return "", 204


@app.post("/notes/<int:key>")
def rename(key):
    user = current_user()
    note = NOTES.get(key)
    if note is None or note["owner"] != user:
        abort(404)
    note["name"] = "new"
    return jsonify(note)


@app.get("/tags/<int:key>")
def tag(key):
    user = current_user()
    note = TAGS.get(key)
    return jsonify(note)
