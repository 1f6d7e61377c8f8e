import uuid
from pathlib import Path

from flask import Flask, abort, request

app = Flask(__name__)
FOLDER = Path("/srv/www/pictures")
ENDINGS = {"image/png": ".png", "image/gif": ".gif"}


def place(upload):
    return FOLDER / (uuid.uuid4().hex + Path(upload.filename).suffix)


def chosen_place(upload):
    return FOLDER / (uuid.uuid4().hex + ENDINGS[upload.mimetype])


@app.post("/one")
def one():
    upload = request.files["picture"]
    upload.save(place(upload))  # want: unrestricted-upload
    return ""


@app.post("/two")
def two():
    upload = request.files["picture"]
    if upload.mimetype not in ENDINGS:
        abort(415)
    upload.save(chosen_place(upload))
    return ""
