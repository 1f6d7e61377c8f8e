# An address in which urlparse finds no host may lead to another site all the same: "///evil.example", "/\evil.example",
# "https:evil.example".
import urllib.parse
from urllib.parse import urljoin, urlparse, urlsplit

from flask import Flask, abort, redirect, request

app = Flask(__name__)


@app.get("/truth")
def truth():
    url = request.args["next"]
    if urlparse(url).netloc:
        return "no"
    return redirect(url)  # want: open-redirect


@app.get("/compared")
def compared():
    url = request.args.get("next")
    if not url or urllib.parse.urlsplit(url).netloc != "":
        url = "/home"
    return redirect(url)  # want: open-redirect


@app.get("/none")
async def none():
    url = request.args["next"]
    if (parts := urlsplit(url)).hostname is not None:
        abort(400)
    return redirect(url)  # want: open-redirect


@app.get("/scheme")
def scheme():
    url = request.args["next"]
    parts = urlparse(url)
    if parts.netloc or parts.scheme:
        abort(400)
    return redirect(url)  # want: open-redirect


@app.get("/listed")
def listed():
    url = request.args["next"]
    if urlparse(url).netloc.lower() in ("", "shop.example"):
        return redirect(url)  # want: open-redirect
    if urlparse(url).netloc in ("www.shop.example", "shop.example"):
        return redirect(url)
    return redirect("/")


def names_none(url):
    return not urlparse(url).netloc


class Shop:
    def is_here(self, url):
        return not urlparse(url).netloc and url.startswith("/")


@app.get("/helped")
def helped():
    url = request.args["next"]
    if Shop().is_here(url):
        return redirect(url)
    if names_none(url):
        return redirect(url)  # want: open-redirect
    return redirect("/")


@app.get("/slash")
def slash():
    url = request.args["next"]
    parts = urlparse(url)
    if parts.scheme or parts.netloc or not url.startswith("/"):
        return "no"
    return redirect(url)


@app.get("/after")
def after():
    url = request.args["next"]
    if urlparse(url).netloc and urlparse(url).netloc != "shop.example":
        return "no"
    if not url.startswith("/"):
        return "no"
    return redirect(url)


@app.get("/path")
def path():
    url = request.args["next"]
    parts = urlparse(url)
    if not parts.scheme and not parts.netloc and parts.path.startswith("/"):
        return redirect(url)
    if parts.path.startswith("/") and not url.startswith("//"):
        return redirect(url)  # want: open-redirect
    return "no"


@app.get("/turned")
def turned():
    url = request.args["next"].replace("\\", "")
    if not urlparse(url).netloc and not urlparse(url).scheme:
        return redirect(url)
    if not urlparse(url).netloc:
        return redirect(url)  # want: open-redirect
    return "no"


@app.get("/one")
def one():
    url = request.args["next"]
    if urlparse(url).netloc == "shop.example":
        return redirect(url)
    here = urlparse(urljoin(request.host_url, url))
    if here.scheme in ("http", "https") and here.netloc == urlparse(request.host_url).netloc:
        return redirect(url)
    return "no"
