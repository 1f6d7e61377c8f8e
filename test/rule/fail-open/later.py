import contextlib
import logging

import httpx
from nacl.exceptions import BadSignatureError

log = logging.getLogger(__name__)
client = httpx.Client(timeout=2)


def permitted(subject, what):
    verdict = True
    try:
        verdict = client.post("/decide", json={"s": subject, "w": what}).json()["allow"] is True
    except (httpx.HTTPError, KeyError):  # want: fail-open
        log.exception("no verdict")
    return verdict


def permitted_or_not(subject, what):
    verdict = False
    try:
        verdict = client.post("/decide", json={"s": subject, "w": what}).json()["allow"] is True
    except (httpx.HTTPError, KeyError):  # fine: fail-open
        log.exception("no verdict")
    return verdict


def is_allowed(subject):
    try:
        if not client.get(f"/may/{subject}").json():
            return False
    except httpx.HTTPError:  # want: fail-open
        log.exception("no verdict")
    return True


def install(key, package, signature, write):
    with contextlib.suppress(BadSignatureError):  # want: fail-open
        key.verify(package, signature)
    write(package)


def install_checked(key, package, signature, write):
    with contextlib.suppress(BadSignatureError):  # fine: fail-open
        key.verify(package, signature)
        write(package)
    return False


def is_revoked(serial):
    try:
        return client.get(f"/revoked/{serial}").json()["revoked"]
    except httpx.HTTPError:  # want: fail-open
        return False


def is_blocked(serial):
    try:
        return client.get(f"/blocked/{serial}").json()["blocked"]
    except httpx.HTTPError:  # fine: fail-open
        return True


def allowed(user, acl):
    try:
        acl.check(user)
    except PermissionError:  # want: fail-open
        pass
    return True
