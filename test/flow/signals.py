# Who is connected to a signal is called with what is sent, and nobody else.
import requests
from blinker import signal
from django.dispatch import Signal, receiver
from flask import Flask, request

app = Flask(__name__)
asked, counted, saved, kept = signal("asked"), signal("counted"), Signal(), Signal()


@asked.connect
def on_asked(sender, url, **extra):
    requests.get(url, timeout=3)  # want: ssrf


@counted.connect
def on_counted(sender, url, **extra):
    requests.get(url, timeout=3)


@receiver(saved)
def on_saved(sender, url, **extra):
    requests.get(url, timeout=3)  # want: ssrf


def on_kept(sender, size, **extra):
    requests.get("https://a.example.com/%d" % size, timeout=3)


def also(sender, **extra):
    requests.get(extra["url"], timeout=3)  # want: ssrf


kept.connect(on_kept)
saved.connect(also)


@app.get("/x")
def x():
    asked.send("web", url=request.args["u"])
    counted.send("web", url="https://b.example.com/")
    saved.send(sender=None, url=request.args["u"])
    kept.send_robust(sender=None, size=len(request.args["u"]))
    return ""
