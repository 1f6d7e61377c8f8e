# What a client says of itself, where the answer is a refusal or not.
from flask import Flask, abort, request
from shop import admin, tenant, wipe

app = Flask(__name__)


@app.route("/a")
def by_host():
    if request.host == "internal.example.org":  # want: untrusted-decision
        return admin()
    abort(403)


@app.route("/b")
def by_header():
    if request.headers.get("Host") != "localhost":  # want: untrusted-decision
        abort(403)
    return admin()


@app.route("/c")
def by_program():
    if request.headers["User-Agent"] == "nightly-job":  # want: untrusted-decision
        return wipe()
    return "no", 403


@app.route("/d")
def by_name():
    user = request.headers.get("X-Remote-User")
    if user != "root":  # want: untrusted-decision
        return "no", 401
    return wipe()


@app.route("/e")
def by_field():
    if request.args.get("admin") == "true":  # want: untrusted-decision
        return wipe()
    abort(403)


@app.route("/f")
def which_tenant():
    if request.host == "shop.example.org":  # fine: untrusted-decision
        return tenant("shop")
    return tenant("other")


@app.route("/g")
def which_page():
    if "Mobile" in request.headers.get("User-Agent", ""):  # fine: untrusted-decision
        return "small"
    return "large"


@app.route("/h")
def no_program():
    if not request.headers.get("User-Agent"):  # fine: untrusted-decision
        abort(403)
    return "x"


@app.route("/i")
def by_agent():
    if request.user_agent.string != "cron":  # want: untrusted-decision
        abort(403)
    return admin()


@app.route("/j")
def unwanted():
    if request.headers.get("User-Agent") == "":  # fine: untrusted-decision
        abort(403)
    if request.headers.get("User-Agent") in ("a-crawler", "b-crawler"):  # fine: untrusted-decision
        abort(403)
    return "x"
