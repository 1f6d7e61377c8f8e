# What the visitor sends is written as repr writes it; what stands beside it is any caller's.
import logging

from flask import request

log = logging.getLogger(__name__)


def make_hook():
    def answered(answer):
        log.info("asked for %r, answered by %s", request.path, answer)
        log.info("asked for %s, answered by %r", request.path, answer)  # want: log-injection
        return answer
    return answered


def install(app, name):
    hook = make_hook()
    app.after_request(hook)
    hook(name)
