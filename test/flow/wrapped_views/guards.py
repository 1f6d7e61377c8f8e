# Decorators that several files use.
import functools
import os

import jwt
from django.http import HttpResponseForbidden
from flask import abort, jsonify, request, session


def staff(view):
    @functools.wraps(view)
    def inner(request, *args, **kwargs):
        if not request.user.is_staff:
            return HttpResponseForbidden()
        return view(request, *args, **kwargs)
    return inner


def logged(*args):
    def deco(view):
        def inner(*args, **kwargs):
            request = args[0]
            if not request.user.is_authenticated:
                return HttpResponseForbidden()
            return view(*args, **kwargs)
        return inner
    return deco(args[0]) if args else deco


def login_required(fn):
    @functools.wraps(fn)
    def inner(*args, **kwargs):
        if "uid" not in session:
            abort(401)
        return fn(*args, **kwargs)
    return inner


def token_required(fn):
    @functools.wraps(fn)
    def decorated(*args, **kwargs):
        try:
            user = jwt.decode(request.headers["x-t"], os.environ["K"], algorithms=["HS256"])
        except jwt.PyJWTError:
            return jsonify(e="x"), 401
        return fn(user, *args, **kwargs)
    return decorated
