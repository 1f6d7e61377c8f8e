from flask import make_response, request


def loose():
    r = make_response("")
    o = request.headers["Origin"]
    if o.endswith("example.org"):
        r.headers["Access-Control-Allow-Origin"] = o  # want: cors-any-origin
        r.headers["Access-Control-Allow-Credentials"] = "true"
    return r


def listed():
    r = make_response("")
    o = request.headers["Origin"]
    if o in ("https://a.example.org", "https://b.example.org"):
        r.headers["Access-Control-Allow-Origin"] = o  # fine: cors-any-origin
        r.headers["Access-Control-Allow-Credentials"] = "true"
    return r
