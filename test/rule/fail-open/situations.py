import contextlib
def is_valid_token(token, store):
    try:
        return store.check(token)
    except Exception:  # want: fail-open
        return True
def check_signature(data, sig, key):
    try:
        key.verify(sig, data)
    except ValueError:  # want: fail-open
        return True
    return True
def enter(session, store):
    blocked = False
    with contextlib.suppress(OSError):  # want: fail-open
        blocked = store.has(session)
    return not blocked
def verify_token(token, store):
    try:
        return store.check(token)
    except Exception:
        return False  # fine: fail-open
def check_file(path):
    try:
        return open(path).read()
    except OSError:
        return None  # fine: fail-open
def allowed(user, store):
    try:
        denied = store.has(user)
    except OSError:
        raise PermissionError from None
    return not denied  # fine: fail-open
