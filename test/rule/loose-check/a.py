import hmac
import json
import unicodedata

from flask import session

EDITORS = ("editor", "chief")
TAKEN = {"admin", "root"}


def may_edit(user_role):
    return any(name in user_role for name in EDITORS)  # want: loose-check


def may_delete(user):
    if "admin" in user["role"]:  # want: loose-check
        return True
    return False


def form_token():
    return session.setdefault("csrf_token", "x")


def transfer(form):
    if not form.get("csrf_token"):  # want: loose-check
        raise ValueError("no token")
    return form["to"]


def claims(head, body, mac, key):
    header = json.loads(head)
    if header["alg"] == "HS256":  # want: loose-check
        if not hmac.compare_digest(hmac.digest(key, body, "sha256"), mac):
            return None
    return json.loads(body)


def claim(name):
    if name in TAKEN:  # want: loose-check
        raise ValueError(name)
    final = unicodedata.normalize("NFKC", name)
    return final


def good_edit(user_role):
    return user_role in EDITORS  # fine: loose-check


def good_roles(user):
    return "admin" in user["roles"]  # fine: loose-check


def good_transfer(form):
    if not form.get("csrf_token"):
        raise ValueError("no token")
    if not hmac.compare_digest(form["csrf_token"], session["csrf_token"]):
        raise ValueError("another token")
    return form["to"]


def good_claims(head, body, mac, key):
    header = json.loads(head)
    if header["alg"] != "HS256":  # fine: loose-check
        return None
    if not hmac.compare_digest(hmac.digest(key, body, "sha256"), mac):
        return None
    return json.loads(body)


def good_claim(name):
    final = unicodedata.normalize("NFKC", name)
    if final in TAKEN:  # fine: loose-check
        raise ValueError(name)
    return final
