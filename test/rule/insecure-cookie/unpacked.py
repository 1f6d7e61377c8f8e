import secrets

from starlette.responses import RedirectResponse

SAFE = {"secure": True, "httponly": True, "samesite": "lax"}


def start(options):
    reply = RedirectResponse("/")
    sid = secrets.token_urlsafe()
    open_to_scripts = {"secure": True, "max_age": 3600}
    reply.set_cookie("session", sid, **open_to_scripts)  # want: insecure-cookie
    reply.set_cookie("session", sid, **SAFE)  # fine: insecure-cookie
    reply.set_cookie("session", sid, **options)  # fine: insecure-cookie
    reply.set_cookie("session", sid, secure=True)  # want: insecure-cookie
    reply.set_cookie("theme", "dark", secure=True)  # fine: insecure-cookie
    return reply
