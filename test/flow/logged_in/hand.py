import sqlite3

from flask import Flask, abort, g, redirect, session

from store import Note

app = Flask(__name__)


@app.get("/1/<int:nid>")
def by_hand(nid):
    if "user_id" not in session:
        return redirect("/login")
    row = sqlite3.connect("a.db").execute("SELECT text FROM notes WHERE id = ?", (nid,)).fetchone()  # want: insecure-direct-object
    return row[0]


@app.get("/2/<int:nid>")
def by_hand2(nid):
    if not session.get("user_id"):
        return redirect("/login")
    return Note.query.get_or_404(nid).text  # want: insecure-direct-object


@app.get("/3/<int:nid>")
def by_hand3(nid):
    if g.user is None:
        abort(401)
    return Note.query.get_or_404(nid).text  # want: insecure-direct-object


@app.get("/4/<int:nid>")
def by_hand4(nid):
    if "user_id" not in session:
        return redirect("/login")
    row = sqlite3.connect("a.db").execute("SELECT text FROM notes WHERE id = ? AND user_id = ?",
                                          (nid, session["user_id"])).fetchone()
    return row[0]


@app.get("/5/<int:nid>")
def by_hand5(nid):
    if "user_id" not in session:
        return redirect("/login")
    note = Note.query.get_or_404(nid)
    if note.user_id != session["user_id"]:
        abort(403)
    return note.text


@app.get("/6/<int:nid>")
def nobody(nid):
    return Note.query.get_or_404(nid).text


@app.get("/7/<int:nid>")
def by_hand7(nid):
    uid = session.get("user_id")
    if uid is None:
        return redirect("/login")
    note = Note.query.get_or_404(nid)
    if note.writer != uid:
        abort(403)
    return note.text


@app.get("/8/<int:nid>")
def admins(nid):
    if not session.get("is_admin"):
        return redirect("/login")
    return Note.query.get_or_404(nid).text
