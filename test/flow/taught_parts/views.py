# Django: the request is a parameter.
import os
import re

from django.http import HttpResponse, HttpResponseBadRequest
from django.core.exceptions import SuspiciousOperation
from django.urls import path


def check(request):
    if not re.fullmatch(r"[a-z0-9.]+", request.POST["host"]):
        raise SuspiciousOperation("no host")


def check_data(data):
    if not re.fullmatch(r"[a-z0-9.]+", data.get("host", "")):
        raise SuspiciousOperation("no host")


def ping(request):
    check(request)
    os.system("ping " + request.POST["host"])
    return HttpResponse("ok")


def ping_data(request):
    check_data(request.POST)
    os.system("ping " + request.POST.get("host"))
    return HttpResponse("ok")


def ping_other(request):
    check_data(request.GET)
    os.system("ping " + request.POST.get("host"))  # want: command-injection
    return HttpResponse("ok")


urlpatterns = [path("a", ping), path("b", ping_data), path("c", ping_other)]
