# Replies whose type the route says, storages that keep to their folder, headers that refuse line ends.
import os

from django.core.files.storage import default_storage
from django.http import HttpResponse
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from flask import Flask, request
from pathlib import Path

api = FastAPI()
app = Flask(__name__)


@api.get("/page", response_class=HTMLResponse)
def page(q: str):
    return f"<p>{q}</p>"  # want: xss


@api.get("/data")
def data(q: str):
    return f"<p>{q}</p>"


@app.get("/own")
def own():
    return app.send_static_file(request.args["f"])


@app.get("/there")
def there():
    return {"there": os.path.exists("docs/" + request.args["f"])}  # want: path-traversal


@app.get("/under")
def under():
    root = Path(os.environ["ROOT"]).resolve()
    found = root.joinpath(request.args["f"]).resolve()
    if root not in found.parents:
        return {}, 404
    return {"text": found.read_text(), "other": root.joinpath(request.args["g"]).read_text()}  # want: path-traversal


def stored(request):
    default_storage.save(request.POST["name"], request.FILES["f"])  # want: path-traversal
    reply = HttpResponse("")
    reply["X-Name"] = request.GET["name"]
    return reply
