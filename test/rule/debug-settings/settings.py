DEBUG = True  # want: debug-settings
ROOT_URLCONF = "shop.urls"
INSTALLED_APPS = ["django.contrib.admin"]
TEMPLATE_DEBUG = False  # fine: debug-settings
