# A redirect to where the request itself went stays on the site; one to what it carries does not.
import django.http
from django.http import HttpResponseRedirect
from flask import Flask, redirect, request

app = Flask(__name__)


def page(request: django.http.HttpRequest):
    return HttpResponseRedirect(request.path + "?page=1")


def again(request: django.http.HttpRequest):
    return HttpResponseRedirect(request.get_full_path())


def elsewhere(request: django.http.HttpRequest):
    return HttpResponseRedirect(request.GET["to"])  # want: open-redirect


@app.post("/upload")
def upload():
    if "file" not in request.files:
        return redirect(request.url)
    return redirect(request.form["to"])  # want: open-redirect
