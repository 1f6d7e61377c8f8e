# What tests hand to the program is no outsider's doing; what the program itself is asked still is.
import subprocess

from flask import Flask, request

app = Flask(__name__)


def show(name):
    subprocess.run("ls " + name, shell=True)  # want: command-injection


@app.route("/show")
def shown():
    show(request.args["name"])
    return ""


def hide(name):
    subprocess.run(["ls", name])


# Only a test calls it: for the program it is anyone's to call.
def tell(name):
    subprocess.run("echo " + name, shell=True)  # want: command-injection


def count(name):
    subprocess.run("wc " + name, shell=True)


def counted():
    count("all")
