ROOT_URLCONF = "shop.urls"
TEMPLATES = [
    {"BACKEND": "django.template.backends.django.DjangoTemplates",
     "OPTIONS": {"autoescape": False, "debug": False}},  # want: autoescape-off
    {"BACKEND": "django.template.backends.django.DjangoTemplates",
     "OPTIONS": {"autoescape": True}},  # fine: autoescape-off
]
