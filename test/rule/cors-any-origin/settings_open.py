CORS_ALLOW_ALL_ORIGINS = True  # want: cors-any-origin
CORS_ALLOWED_ORIGIN_REGEXES = [r"^https://.*$"]  # want: cors-any-origin
CORS_ORIGIN_REGEX_WHITELIST = [r"^https://[a-z]+\.pumps\.example$"]  # fine: cors-any-origin
CORS_ALLOW_CREDENTIALS = True
