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


def ip_of_proxy():
    peer = request.remote_addr
    if peer == PROXY:
        return request.headers.get("X-Real-IP", peer)
    return peer


def panel_behind_proxy():
    return ip_of_proxy() in ADMINS  # fine: forged-address


def ip_of_any():
    if request.remote_addr:
        return request.headers["X-Real-IP"]
    return None


def panel_behind_any():
    return ip_of_any() in ADMINS  # want: forged-address


def chosen_by_peer(req):
    ip = req.META["HTTP_X_REAL_IP"] if req.META["REMOTE_ADDR"] in PROXIES else req.META["REMOTE_ADDR"]
    return ip in ADMINS  # fine: forged-address


def sent_on():
    if request.remote_addr not in PROXIES:
        return request.remote_addr in ADMINS
    return request.headers["X-Real-IP"] in ADMINS  # fine: forged-address


def listed():
    return request.headers.getlist("X-Forwarded-For")[0] in ADMINS  # want: forged-address


def parted():
    return request.headers["X-Forwarded-For"].partition(",")[0] in ADMINS  # want: forged-address


def named_there():
    if (ip := request.headers.get("X-Forwarded-For")) not in ADMINS:  # want: forged-address
        abort(403)
    return ip


def first_of_route():
    return request.access_route[0] in ADMINS  # want: forged-address


def last_of_route():
    return request.access_route[-1] in ADMINS  # fine: forged-address


def last_by_length():
    hops = request.headers["X-Forwarded-For"].split(",")
    return hops[len(hops) - 1] in ADMINS  # fine: forged-address
