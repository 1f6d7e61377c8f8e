# Still None where the line stands; or bound by a loop, in a tuple, by another function.
import logging

log = logging.getLogger(__name__)


def plain(given):
    password = None
    if given:
        log.debug("password %s", password)
    return password


def looped(pairs):
    password = None
    for user, password in pairs:
        log.debug("password %s", password)  # want: secret-in-log
    return password


def pair(source):
    password = None
    user, password = source.get()
    log.debug("password %s", password)  # want: secret-in-log
    return user
