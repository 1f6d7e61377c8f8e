# what a log line holds of a list, a mapping or JSON is written as repr writes it: on one line, a secret all the same
import json
import logging
from dataclasses import dataclass

import orjson
from flask import Flask, request

app = Flask(__name__)
log = logging.getLogger(__name__)


@app.post("/containers")
def containers():
    name = request.form["n"]
    log.info("asked %s", {"name": name})
    log.info("asked %s", [name])
    log.info("asked %s %d", (name, 1), 2)
    log.info("asked %s", request.form)
    log.info("asked %s", request.form.getlist("n"))
    log.info("asked " + str([name]))
    log.info(f"asked {[name]} {(name, 1)}")
    log.info("asked {}".format({"name": name}))
    log.info("asked %s" % {"name": name})
    log.info({"name": name})
    log.info("asked %r", name)
    log.info(f"asked {name!r}")
    log.info("asked " + json.dumps({"name": name}))
    log.info("asked %s", json.dumps(request.get_json(), indent=1))
    log.info("asked %s", orjson.dumps({"name": name}))
    return {}


@app.post("/texts")
def texts():
    name = request.form["n"]
    log.info("asked %s", name)  # want: log-injection
    log.info("asked %s", {"name": name}["name"])  # want: log-injection
    log.info("asked %s", ", ".join([name]))  # want: log-injection
    log.info(f"asked {[name]} {name}")  # want: log-injection
    log.info("asked %(name)s" % {"name": name})  # want: log-injection
    log.info("asked " + json.loads(json.dumps({"name": name}))["name"])  # want: log-injection
    for one in request.form.getlist("n"):
        log.info("asked %s", one)  # want: log-injection
    return {}


@dataclass
class Login:
    name: str
    password: str


@app.post("/secrets")
def secrets():
    log.info("login %s", {"password": request.form["password"]})  # want: secret-in-log
    log.info(json.dumps({"password": request.form["password"]}))  # want: secret-in-log
    log.info("login %r", request.form["password"])  # want: secret-in-log
    log.info("login %s", Login(request.form["n"], "").name)  # want: log-injection
    return {}
