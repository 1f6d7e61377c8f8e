# A redirect to this site's own name with a slash behind it, whatever follows.
from urllib.parse import urljoin

from django.http import HttpResponseRedirect
from flask import Flask, redirect, request

app = Flask(__name__)


@app.post("/host")
def host():
    return redirect(request.host_url + request.form["next"].lstrip("/"))


@app.post("/root")
def root():
    return redirect(f"{request.url_root}account/{request.form['next']}")


@app.post("/more")
def more():
    beginning = request.host_url + "a"
    return redirect(beginning + request.form["next"])


@app.post("/scheme")
def scheme():
    return redirect("https://" + request.host + "/" + request.form["next"])


@app.get("/secure")
def secure():
    return redirect("https://" + request.host + request.path)


@app.post("/bare")
def bare():
    # "http://shop.example" + ".evil.example"
    return redirect(request.host_url.rstrip("/") + request.form["next"])  # want: open-redirect


@app.post("/glued")
def glued():
    return redirect("https://" + request.host + request.form["next"])  # want: open-redirect


@app.post("/joined")
def joined():
    return redirect(urljoin(request.host_url, request.form["next"]))  # want: open-redirect


@app.post("/after")
def after():
    return redirect(request.form["next"] + request.host_url)  # want: open-redirect


@app.post("/other")
def other():
    return redirect(request.headers["X-Site"] + "/" + request.form["next"])  # want: open-redirect


def moved(request):
    return HttpResponseRedirect(request.build_absolute_uri("/") + request.GET["next"])


def sent(request):
    return HttpResponseRedirect(request.build_absolute_uri(request.GET["next"]))  # want: open-redirect
