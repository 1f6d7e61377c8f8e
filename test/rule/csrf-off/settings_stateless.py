ROOT_URLCONF = "shop.urls"
MIDDLEWARE = [  # fine: csrf-off
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
]
