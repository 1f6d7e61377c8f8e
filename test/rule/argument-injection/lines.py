import pexpect
from flask import request


def shell():
    return pexpect.spawn("ssh admin@" + request.args["h"])  # want: argument-injection


def ping():
    return pexpect.run(f"ping -c 1 {request.args['h']}")  # want: argument-injection


def closed():
    return pexpect.run(f"ls -- {request.args['h']}")  # fine: argument-injection


def words():
    return pexpect.spawn("ssh", ["admin@" + request.args["h"]])  # fine: argument-injection


def number():
    return pexpect.spawn("ssh -p %d host" % int(request.args["h"]))  # fine: argument-injection
