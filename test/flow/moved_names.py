# The standard library under the names that six and future give it.
import os

import flask
from future.moves.urllib.request import urlopen as future_urlopen
from six.moves import cPickle, http_client, shlex_quote, urllib
from six.moves.urllib.parse import urlsplit

app = flask.Flask(__name__)


@app.route("/image")
def image():
    scheme, server, path, query, fragment = urlsplit(flask.request.args["url"])
    connection = http_client.HTTPConnection(server)  # want: ssrf
    connection.request("GET", "/status")
    return str(connection.getresponse().status)


@app.route("/fetch")
def fetch():
    urllib.request.urlopen(flask.request.args["url"])  # want: ssrf
    future_urlopen(flask.request.args["url"])  # want: ssrf
    return "done"


@app.route("/load")
def load():
    cPickle.loads(flask.request.data)  # want: unsafe-deserialization
    return "done"


@app.route("/list")
def show():
    os.system("ls " + shlex_quote(flask.request.args["name"]))
    return "done"


@app.route("/old")
def old():
    file("/srv/" + flask.request.args["name"], "w").write("x")  # want: path-traversal
    return "done"
