from flask import request, url_for

from .letters import send


def forgot():
    send("Choose a new password: http://" + request.host + url_for("reset"))  # want: poisoned-link


def forgot_own():
    send("Choose a new password: https://example.org" + url_for("reset"))  # fine: poisoned-link


def share():
    return "http://" + request.host + url_for("page")  # fine: poisoned-link
