import logging
import os

import requests
from flask import Flask, request

log = logging.getLogger("trace")
app = Flask(__name__)


@app.before_request
def trace():
    log.debug("headers %s", dict(request.headers))  # want: secret-in-log
    log.debug(f"cookies {request.cookies}")  # want: secret-in-log
    log.debug("agent %s", request.headers.get("User-Agent"))  # fine: secret-in-log
    log.debug("names %s", sorted(request.headers.keys()))  # fine: secret-in-log


def start():
    log.info("started in %s", dict(os.environ))  # want: secret-in-log
    reply = requests.get("https://shop.example", timeout=5)
    log.info("got %s", reply.headers)  # fine: secret-in-log
