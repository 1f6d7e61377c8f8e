# The standard library under the names that six and future give it.
import os

import flask
from ansible.module_utils.six.moves.urllib.request import urlopen as module_urlopen
from botocore.vendored import requests as vendored
from future.moves.urllib.request import urlopen as future_urlopen
from requests.packages import urllib3 as pool
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


@app.route("/brought")
def brought():
    vendored.get("https://api.example.org", verify=False, timeout=5)  # want: tls-no-verify
    vendored.get(flask.request.args["url"], timeout=5)  # want: ssrf
    module_urlopen(flask.request.args["url"])  # want: ssrf
    pool.PoolManager().request("GET", flask.request.args["url"])  # want: ssrf
    return "done"
