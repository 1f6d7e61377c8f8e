ROOT_URLCONF = "shop.urls"
MIDDLEWARE = (  # fine: csrf-off
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
)
MIDDLEWARE += ("django.middleware.csrf.CsrfViewMiddleware",)
