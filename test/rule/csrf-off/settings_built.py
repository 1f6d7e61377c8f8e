from .base import FIRST

ROOT_URLCONF = "shop.urls"
MIDDLEWARE = [  # fine: csrf-off
    *FIRST,
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
