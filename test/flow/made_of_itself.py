# Names that are given themselves, each other, or nothing: what a fix or a walk follows ends all the same.
import logging
import os

from discord import app_commands
from flask import Flask, request

app = Flask(__name__)
log = logging.getLogger(__name__)


def check(token, secret=secret):
    return token == secret  # want: timing-compare


def both(secret=token, token=secret):
    return secret == request.headers["Authorization"] or token == "x"  # want: timing-compare


def show(path):
    path = path.strip("/")
    log.info("shown: %s" % path)  # want: log-injection


@app_commands.command()
async def roll(interaction, sides: app_commands.Range[()]):
    os.system("ls " + sides)  # want: command-injection


@app.get("/a")
def a():
    x = request.args["x"]
    os.system(f"grep '^{x}$' words")  # want: command-injection
    show(x)
    return str(check(request.headers["X-Token"]))
