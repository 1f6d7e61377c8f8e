import os

import asyncpg
import mysql.connector
import psycopg2
import pymysql
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password

NOTHING = ""
mysql.connector.connect(host="db.internal", user="root", password="")                        # want: empty-password
pymysql.connect(host="10.1.2.3", user="root", passwd=NOTHING)                                # want: empty-password
pymysql.connect(host="localhost", user="root", passwd="")                                    # want: empty-password
psycopg2.connect(host="db.internal", user="app", password=os.environ["PW"])                  # fine: empty-password
psycopg2.connect(host="db.internal", user="app")                                             # fine: empty-password
DATABASES = {
    "default": {"ENGINE": "django.db.backends.postgresql", "HOST": "db.internal", "USER": "postgres", "PASSWORD": ""},  # want: empty-password
    "file": {"ENGINE": "django.db.backends.sqlite3", "NAME": "x", "PASSWORD": ""},           # fine: empty-password
    "other": {"ENGINE": "django.db.backends.mysql", "HOST": "db", "PASSWORD": os.environ["PW"]},  # fine: empty-password
}


async def pool():
    return await asyncpg.create_pool(host="db.internal", user="app", password="")            # want: empty-password


def seed():
    User.objects.create_user("demo", "d@example.org", password="")                           # want: empty-password
    User.objects.create_user("demo", "d@example.org", password=None)                         # fine: empty-password


def reset(request):
    password = request.POST.get("password", "")
    request.user.set_password(password)                                                      # want: empty-password


def reset_directly(request):
    request.user.set_password(request.POST.get("password", ""))                              # want: empty-password


def reset_asked(request):
    password = request.POST.get("password", "")
    if not password:
        return None
    request.user.set_password(password)                                                      # fine: empty-password


def reset_validated(request):
    password = request.POST.get("password", "")
    validate_password(password, request.user)
    request.user.set_password(password)                                                      # fine: empty-password


def reset_or_fail(request):
    request.user.set_password(request.POST["password"])                                      # fine: empty-password


def seed_by_order(address):
    User.objects.create_superuser("admin", "admin@corp.example", "")                         # want: empty-password
    User.objects.create_user("demo", None, "")                                               # want: empty-password
    User.objects.create_user("demo", address, "some text")                                   # fine: empty-password
    User.objects.create_user("demo", "a password", "")                                       # fine: empty-password


def by_other_keys(key, client, token):
    client.connect(hostname="db.internal", username="deploy", password="", pkey=key)         # fine: empty-password
    client.connect(hostname="db.internal", username="deploy", password="", pkey=None)        # want: empty-password
    psycopg2.connect(host="db.internal", user="u", password="", sslcert="c.pem", sslkey="k.pem")  # fine: empty-password
    client.connect(host="w.example", user="u", password="", authenticator="externalbrowser")  # fine: empty-password
    client.connect(host="w.example", user="u", password="", token=token)                     # fine: empty-password


class Join:
    def save(self, user):
        user.set_password(self.cleaned_data.get("password", ""))                             # fine: empty-password
        user.set_password(self.data.get("password", ""))                                     # want: empty-password
