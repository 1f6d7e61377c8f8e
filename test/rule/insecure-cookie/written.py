from flask import make_response


def answer(made):
    r = make_response("x")
    r.headers.add("Set-Cookie", "session=" + made + "; HttpOnly; Path=/")  # want: insecure-cookie
    r.headers["Set-Cookie"] = f"sid={made}; Secure; Path=/"  # want: insecure-cookie
    r.headers["Set-Cookie"] = f"sid={made}; Secure; HttpOnly; Path=/"  # fine: insecure-cookie
    r.headers["Set-Cookie"] = "theme=dark; Path=/"  # fine: insecure-cookie
    r.headers["Set-Cookie"] = "session=; Max-Age=0; Path=/"  # fine: insecure-cookie
    return r


def wsgi(environ, start_response):
    start_response("200 OK", [("Set-Cookie", "auth_token=%s; Path=/" % environ["t"])])  # want: insecure-cookie
    start_response("200 OK", [("Set-Cookie", "auth_token=%s; Secure; HttpOnly" % environ["t"])])  # fine: insecure-cookie
    return [b""]
