from django.conf import settings
from django.http import HttpResponseForbidden
from flask import abort, request

ADMINS = ["10.0.0.5", "10.0.0.6"]


def plain():
    if request.headers.get("X-Forwarded-For", "").split(",")[0].strip() != "10.0.0.5":  # want: forged-address
        abort(403)


def returned():
    return request.headers.get("X-Real-IP", request.remote_addr) == "127.0.0.1"  # want: forged-address


def client_ip(req):
    forwarded = req.META.get("HTTP_X_FORWARDED_FOR")
    if forwarded:  # fine: forged-address
        ip = forwarded.split(",")[0]
    else:
        ip = req.META["REMOTE_ADDR"]
    return ip


def panel(req):
    ip = client_ip(req)
    if ip not in ADMINS:  # want: forged-address
        return HttpResponseForbidden()


def inside(req):
    return client_ip(req).startswith("10.")  # want: forged-address


def of_settings(req):
    ip = req.META.get("HTTP_X_FORWARDED_FOR") or req.META["REMOTE_ADDR"]
    return ip in settings.INTERNAL_IPS  # want: forged-address


def nearest():
    return request.headers["X-Forwarded-For"].split(",")[-1] == "10.0.0.5"  # fine: forged-address


def peer(req):
    return req.META["REMOTE_ADDR"] in ADMINS  # fine: forged-address


def unknown(seen):
    ip = request.headers.get("X-Forwarded-For")
    if ip == "":  # fine: forged-address
        return None
    return ip in seen  # fine: forged-address


def again(req):
    ip = ip_of(req)
    return ip == "127.0.0.1"  # fine: forged-address


def ip_of(req):
    return ip_of(req)
