DEBUG = False
ROOT_URLCONF = "shop.urls"
ALLOWED_HOSTS = ["*"]  # want: any-host
