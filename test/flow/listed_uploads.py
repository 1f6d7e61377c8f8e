# names of files in a folder of uploads are what people called them
import html
import os

from flask import Flask

app = Flask(__name__)
UPLOADS = "/srv/uploads"


@app.get("/names")
def names():
    out = []
    for name in os.listdir(UPLOADS):
        out.append("<li><a href='/f'>%s</a></li>" % name)
    return "<ul>" + "".join(out) + "</ul>"  # want: xss


@app.get("/names-escaped")
def names_escaped():
    return "<ul>" + "".join(f"<li>{html.escape(n)}</li>" for n in os.listdir(UPLOADS)) + "</ul>"


@app.get("/entries")
def entries():
    out = ""
    for entry in os.scandir(UPLOADS):
        out += "<li>" + entry.name + "</li>"
    return out  # want: xss


@app.get("/sizes")
def sizes():
    return "".join(f"<li>{entry.stat().st_size}</li>" for entry in os.scandir(UPLOADS))


@app.get("/json")
def as_json():
    return {"names": os.listdir(UPLOADS)}
