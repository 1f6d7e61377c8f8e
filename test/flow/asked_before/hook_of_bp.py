from flask import abort, session
from bp_hooked import hooked
from bp_called import called


@hooked.before_request
def check():
    if not session.get("user"):
        abort(401)


called.before_request(check)
