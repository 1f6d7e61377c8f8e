import os

from django.core.signing import TimestampSigner as DjangoSigner
from itsdangerous import TimestampSigner, URLSafeSerializer, URLSafeTimedSerializer

KEY = os.environ["SIGNING_KEY"]
links = URLSafeTimedSerializer(KEY, salt="link")


def enter(token):
    return links.loads(token)  # want: jwt-no-expiry


def enter_in_time(token):
    return links.loads(token, max_age=900)  # fine: jwt-no-expiry


def signed(text):
    return TimestampSigner(KEY).unsign(text)  # want: jwt-no-expiry


def django_signed(text):
    return DjangoSigner().unsign(text)  # want: jwt-no-expiry


def django_in_time(text):
    return DjangoSigner().unsign(text, max_age=60)  # fine: jwt-no-expiry


def undated(text):
    return URLSafeSerializer(KEY).loads(text)  # fine: jwt-no-expiry
