# A hidden folder holds what the developers' tools need, and serves nobody.
SECRET_NAME = "x"
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
