# A dictionary that lies in another under a key is one whose names the client chose, whoever chose the key.
import json
from collections import defaultdict

from django.contrib.auth.models import User
from django.http import HttpResponse


def listed(request):
    pending = {}
    for key, fields in json.loads(request.body).items():
        pending[key] = fields
    for fields in pending.values():
        User.objects.create(**fields)  # want: mass-assignment
    return HttpResponse("x")


def grouped(request):
    groups = defaultdict(dict)
    for row in json.loads(request.body):
        groups[row["id"]] = row
    for group in groups.values():
        User.objects.create(**group)  # want: mass-assignment
    return HttpResponse("x")


def kept(request, kind):
    cache = {}
    cache[kind] = json.loads(request.body)
    User.objects.create(**cache[kind])  # want: mass-assignment
    return HttpResponse("x")


def one_by_one(request):
    rows = {}
    for row in json.loads(request.body):
        rows[row["id"]] = row
    for at in rows:
        user = User()
        for name, value in rows[at].items():
            setattr(user, name, value)  # want: mass-assignment
    return HttpResponse("x")


def named(request):
    fields, body = {}, json.loads(request.body)
    for name in ("first", "last"):
        fields[name] = body[name]
    User.objects.create(**fields)
    user = User()
    for name, value in fields.items():
        setattr(user, name, value)
    return HttpResponse("x")


def asked(request):
    fields, body = {}, json.loads(request.body)
    for name in body:
        if name in ("first", "last"):
            fields[name] = body[name]
    User.objects.create(**fields)
    return HttpResponse("x")
