# The level is chosen first, the line is written by the name that was chosen.
import json
import logging

log = logging.getLogger(__name__)


def answered(handler, status):
    request = handler.request
    if status < 400:
        write = log.info
    else:
        write = log.error
    write(json.dumps(dict(request.headers)))  # want: secret-in-log
    write("%s %s", request.method, status)  # fine: secret-in-log


def stored(handler, store):
    write = store.put
    write(json.dumps(dict(handler.request.headers)))  # fine: secret-in-log
