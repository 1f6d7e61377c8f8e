# A wrapper that lies in another module than what it wraps, and in a smaller one.
import functools


def logged(name):
    def around(view):
        @functools.wraps(view)
        def inner(*args, **kwargs):
            return view(*args, **kwargs)
        return inner
    return around
