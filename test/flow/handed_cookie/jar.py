def put(response, name, value, secure=True, httponly=True):
    response.set_cookie(name, value, secure=secure, httponly=httponly, samesite="Lax")  # want: insecure-cookie


def put_session(response, name, value, httponly=True):
    response.set_cookie(name, value, secure=True, httponly=httponly, samesite="Lax")  # want: insecure-cookie


def put_theme(response, name, value, httponly=True):
    response.set_cookie(name, value, secure=True, httponly=httponly, samesite="Lax")


def put_safe(response, name, value, secure=False):
    response.set_cookie(name, value, secure=secure, httponly=True, samesite="Lax")
