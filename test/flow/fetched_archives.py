# What urlretrieve() fetches lies under a name of its own choice; what is in it is the address's.
import shutil
import tarfile
import urllib.request

from flask import Flask, request

app = Flask(__name__)


@app.post("/theme")
def theme():
    local, _ = urllib.request.urlretrieve("https://themes.example.org/" + request.form["theme"])
    shutil.unpack_archive(local, "/srv/themes", "tar")  # want: archive-traversal
    return "ok"


@app.post("/plugin")
def plugin():
    local, _ = urllib.request.urlretrieve("https://themes.example.org/" + request.form["plugin"])
    with tarfile.open(local) as archive:
        archive.extractall("/srv/plugins")  # want: archive-traversal
    with open(local) as f:
        return str(len(f.read()))


@app.post("/fixed")
def fixed():
    local, _ = urllib.request.urlretrieve("https://themes.example.org/all.tar")
    with tarfile.open(local) as archive:
        archive.extractall("/srv/themes")
    return "ok " + str(len(request.form["theme"]))
