import os
DEBUG = False
ROOT_URLCONF = "shop.urls"
ALLOWED_HOSTS = ["example.com"]  # fine: any-host
ALLOWED_HOSTS += ["*"]  # want: any-host
