SESSION_COOKIE_SECURE = False  # want: insecure-cookie
