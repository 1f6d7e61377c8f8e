# Numbers of a configuration, counts, whether a letter has parts; items that are deleted; keys made of what came.
import configparser
import email
import os
from collections import Counter
from email.parser import BytesParser
from email.policy import default

from flask import Flask, request

app = Flask(__name__)


@app.route("/settings", methods=["POST"])
def settings():
    told = configparser.ConfigParser()
    told.read_string(request.data.decode())
    os.system("go " + told.get("a", "b"))  # want: command-injection
    os.system("go " + told["a"]["b"])  # want: command-injection
    os.system("go %s" % told.getint("a", "n"))
    os.system("go " + str(told["a"].getboolean("n")))
    os.system("go " + str(told.has_option("a", "n")))
    return ""


@app.route("/words")
def words():
    counts = Counter(request.args["t"].split())
    os.system("say " + counts.most_common(1)[0][0])  # want: command-injection
    os.system("say " + str(counts.total()))
    keys = dict.fromkeys([request.args["k"]], 1)
    os.system("say " + next(iter(keys)))  # want: command-injection
    os.system("say " + str(keys.get("fixed")))
    return ""


@app.route("/letter", methods=["POST"])
def letter():
    read = email.message_from_bytes(request.data)
    os.system("file " + read.get_payload())  # want: command-injection
    os.system("file " + str(read.is_multipart()))
    return ""


@app.route("/deleted")
def deleted():
    first = [request.args["a"], "fixed"]
    del first[0]
    os.system("say " + first[0])
    second = ["fixed", request.args["a"]]
    del second[0]
    os.system("say " + second[0])  # want: command-injection
    last = ["fixed", request.args["a"]]
    del last[-1]
    os.system("say " + last[0])
    return ""


@app.route("/somewhere")
def somewhere():
    words = ["fixed", request.args["a"]]
    del words[int(request.args["at"])]
    os.system("say " + words[0])  # want: command-injection
    tail = ["fixed", request.args["a"]]
    del tail[1:]
    os.system("say " + str(len(tail)))
    return ""


@app.route("/parsed", methods=["POST"])
def parsed():
    read = BytesParser(policy=default).parsebytes(request.data)
    os.system("file " + read.get_body().get_content())  # want: command-injection
    for part in read.iter_attachments():
        os.system("file " + part.get_filename())  # want: command-injection
    for _, value in read.items():
        os.system("file " + value)  # want: command-injection
    counts = Counter(request.args["t"])
    os.system("file " + str(sum(counts.values())))
    return ""
