import os
DEBUG = os.environ.get("DJANGO_DEBUG") == "1"  # fine: debug-settings
ROOT_URLCONF = "shop.urls"
INSTALLED_APPS = ["django.contrib.admin"]
