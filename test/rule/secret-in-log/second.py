import logging

log = logging.getLogger(__name__)
SHOWN = {"accept", "host"}


def plain(headers):
    return {k.title(): str(v) for k, v in headers.items()}


def shown(headers):
    return {k: v for k, v in headers.items() if k in SHOWN}


def before(request):
    log.debug("headers %s", plain(request.headers))  # want: secret-in-log
    log.debug("headers %s", shown(request.headers))  # fine: secret-in-log
