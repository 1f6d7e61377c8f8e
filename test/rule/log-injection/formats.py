# Conversions by which no line break gets into the line, and texts that hold none.
import json
import logging
import pprint
import warnings

from flask import Flask, request

app = Flask(__name__)
log = logging.getLogger(__name__)


@app.get("/formats")
def formats():
    x = request.args["x"]
    log.info("%r and %a", x, x)  # fine: log-injection
    log.info("0x%x, %d, %.2f", x, x, x)  # fine: log-injection
    log.info("0x%x, %s", x, x)  # want: log-injection
    log.info("{!r}".format(x))  # fine: log-injection
    log.info("{}".format(x))  # want: log-injection
    log.info("found:\n%s", pprint.pformat(x))  # fine: log-injection
    log.info("found:\n%s", json.dumps(x, indent=2))  # fine: log-injection
    warnings.warn(x, DeprecationWarning)  # fine: log-injection
    return "ok"


@app.get("/made")
def made():
    x = request.args["x"]
    if x > "m":
        message = "one is %r" % x
    else:
        message = "two is {!r} at {:d}".format(x, len(x))
    log.warning(message)  # fine: log-injection
    if x > "p":
        message = "three is %s" % x
    log.warning(message)  # want: log-injection
    return "ok"
