import hmac
from django.contrib.auth.hashers import check_password
from werkzeug.security import check_password_hash
def a(user, given):
    check_password(given, user.password)  # want: ignored-result
    user.unlock()
def b(row, given):
    check_password_hash(row.hash, given)  # want: ignored-result
    return row
def c(want, got):
    hmac.compare_digest(want, got)  # want: ignored-result
    return True
def d(user, given):
    if not check_password(given, user.password):
        raise PermissionError  # fine: ignored-result
def e(want, got):
    return hmac.compare_digest(want, got)  # fine: ignored-result
def f(row, given):
    ok = check_password_hash(row.hash, given)
    return ok  # fine: ignored-result
