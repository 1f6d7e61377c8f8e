import os
def a(path):
    if os.access(path, os.W_OK):
        return open(path, "w")  # want: check-then-open
def b(path):
    if os.path.exists(path):
        os.remove(path)  # want: check-then-open
def c(path, uid):
    if os.stat(path).st_uid != uid:
        raise PermissionError
    return open(path)  # want: check-then-open
def d(path):
    try:
        return open(path)
    except FileNotFoundError:
        return None  # fine: check-then-open
def e(path, other):
    if os.path.exists(path):
        return open(other)  # fine: check-then-open
def f(path):
    f = open(path)
    os.fstat(f.fileno())
    return f  # fine: check-then-open
