import os

from flask import Flask, request

app = Flask(__name__)


@app.post("/share")
def share():
    os.chmod("/srv/page", int(request.form["mode"], 8))  # want: loose-permissions
    os.chown("/srv/page", int(request.form["uid"]), -1)  # want: loose-permissions
    os.chmod("/srv/page", 0o640)  # fine: loose-permissions
    return ""
