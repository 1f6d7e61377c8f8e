# The answer of a helper that compares secrets, whatever it is called.
import hashlib
import hmac
import os

from flask import Flask, abort, request, session
from werkzeug.security import check_password_hash

from people import find

app = Flask(__name__)
SECRET = os.environ["HOOK_SECRET"].encode()


def signature_ok(req):
    want = hmac.new(SECRET, req.get_data(), hashlib.sha256).hexdigest()
    return hmac.compare_digest(want, req.headers.get("X-Sig", ""))


def signature_or_raise(req):
    want = hmac.new(SECRET, req.get_data(), hashlib.sha256).hexdigest()
    if not hmac.compare_digest(want, req.headers.get("X-Sig", "")):
        raise PermissionError
    return hmac.compare_digest(want, want)


def proof(person, password):
    return check_password_hash(person.hash, password)


class Gate:
    def opens(self, token):
        return hmac.compare_digest(token, self.token)

    def enter(self, token):
        self.opens(token)  # want: ignored-result
        return "in"

    def enter_asked(self, token):
        if not self.opens(token):  # fine: ignored-result
            raise PermissionError
        return "in"


@app.post("/hook")
def hook():
    signature_ok(request)  # want: ignored-result
    return "ok"


@app.post("/hook2")
def hook2():
    if not signature_ok(request):  # fine: ignored-result
        abort(403)
    return "ok"


@app.post("/hook3")
def hook3():
    signature_or_raise(request)  # fine: ignored-result
    return "ok"


@app.post("/login")
def login():
    person = find(request.form["name"])
    proof(person, request.form["password"])  # want: ignored-result
    session["uid"] = person.id
    return "ok"
