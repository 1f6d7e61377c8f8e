# What everybody may do to their own account, who signs in, what administrators set for all.
import jwt
from flask import Flask, g, request
from flask_login import current_user, login_required
from pydantic_settings import BaseSettings
from werkzeug.security import check_password_hash

app = Flask(__name__)
USER_LABEL = "Members"
USER_NOTE = ""


class Settings(BaseSettings):
    jwt_key: str = ""
    other: str = "s3cr3t-k3y-0f-the-h0use"


settings = Settings()


def issue(user):
    return jwt.encode({"sub": user, "exp": soon()}, settings.jwt_key, algorithm="HS256")


def issue_other(user):
    return jwt.encode({"sub": user, "exp": soon()}, settings.other, algorithm="HS256")  # want: hard-coded-key


@app.patch("/me")
@login_required
def patch_me():
    current_user.name = clean(request.json["name"])
    commit()
    return "ok"


@app.patch("/mine")  # miss: missing-authorization (one of three writes with a login alone: the two with a role are no majority)
@login_required
def patch_team():  # of others, too
    g.user.name = "x"
    find(7).name = "y"
    return "ok"


@app.patch("/users/<int:uid>")  # want: missing-authorization
@login_required
def rename(uid):
    current_user.seen = 1
    put(uid)
    return "ok"


@app.delete("/users/<int:uid>")
@roles_required("admin")
def drop(uid):
    remove(uid)
    return "ok"


@app.post("/enter")
def enter():
    user = find(request.form["name"])
    if user and check_password_hash(user.pw, request.form["password"]):
        return start()
    return "no", 401


@app.post("/wipe")  # want: missing-authentication
def wipe():
    return remove(int(request.form["n"]))


@app.post("/label")
@admin_only
def label():
    global USER_LABEL
    USER_LABEL = request.form["label"]
    return "ok"


@app.post("/note")  # want: missing-authorization
@login_required
def note():
    global USER_NOTE
    USER_NOTE = request.form["note"]  # want: external-trust
    return "ok"
