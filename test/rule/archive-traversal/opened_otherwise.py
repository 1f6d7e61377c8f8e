from tarfile import TarFile

from flask import Flask, request

app = Flask(__name__)


@app.post("/a")
def opened():
    with TarFile.open(fileobj=request.files["f"]) as archive:
        archive.extractall("/srv/in", filter="fully_trusted")  # want: archive-traversal
    return ""


@app.post("/b")
def made():
    with TarFile(fileobj=request.files["f"]) as archive:
        archive.extractall("/srv/in", filter="fully_trusted")  # want: archive-traversal
    with TarFile(fileobj=request.files["f"]) as archive:
        archive.extractall("/srv/in", filter="data")  # fine: archive-traversal
    return ""
