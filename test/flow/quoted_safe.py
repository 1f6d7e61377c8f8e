# What quote() leaves as it is: signs of addresses end nothing between tags, quotes do.
from urllib.parse import quote

from flask import Flask, request

app = Flask(__name__)
SIGNS = "/:?=&"


@app.route("/a")
def signs():
    return "<a href='/s?q=" + quote(request.args["q"], safe=SIGNS) + "'>x</a>"  # fine: xss


@app.route("/b")
def quotes():
    return "<a href='/s?q=" + quote(request.args["q"], safe="~()*!.'") + "'>x</a>"  # want: xss
