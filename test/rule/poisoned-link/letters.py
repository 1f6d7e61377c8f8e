from flask import request, url_for

from .letters import send


def forgot():
    send("Choose a new password: http://" + request.host + url_for("reset"))  # want: poisoned-link


def forgot_own():
    send("Choose a new password: https://example.org" + url_for("reset"))  # fine: poisoned-link


def share():
    return "http://" + request.host + url_for("page")  # fine: poisoned-link


def told(inventory, name):
    host = inventory.get_host(name)  # fine: poisoned-link
    send("Choose a new password for " + host.title)


def told_by_request(request):
    site = request.get_host()  # want: poisoned-link
    send("Choose a new password: https://" + site + "/reset")


def sends_requests(session, made, verify):
    host = made.headers.get("Host")  # fine: poisoned-link
    return session.send(made, **{"proxies": host, "verify": verify})
