import hmac


def accepts(body, given, expected):
    try:
        return hmac.compare_digest(given, expected)
    except TypeError:  # want: fail-open
        return True


def accepts_none(body, given, expected):
    try:
        return hmac.compare_digest(given, expected)
    except TypeError:  # fine: fail-open
        return False


def exists(path):
    try:
        return path.stat().st_size > 0
    except OSError:  # fine: fail-open
        return True
