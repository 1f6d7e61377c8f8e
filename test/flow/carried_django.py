# What a middleware or a decorator leaves on a request of Django; each name apart.
from functools import wraps

import requests
from django.http import HttpResponse
from django.urls import path


class Tagged:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.tag = request.headers["x-tag"]
        request.pages = 3
        request.POST = {}
        return self.get_response(request)


def noted(get_response):
    def middleware(request):
        request.note = request.GET["note"]
        return get_response(request)

    return middleware


def kept(fn):
    @wraps(fn)
    def inner(request, *args, **kwargs):
        request.kept = request.GET["kept"]
        request.size = len(request.GET["kept"])
        return fn(request, *args, **kwargs)

    return inner


@kept
def wrapped(request):
    requests.get("https://a.example.com/%d" % request.size, timeout=3)
    requests.get(request.kept, timeout=3)  # want: ssrf
    return HttpResponse("")


def plain(request):
    requests.get("https://a.example.com/%s" % request.pages, timeout=3)
    requests.get(request.tag, timeout=3)  # want: ssrf
    requests.get(request.note, timeout=3)  # want: ssrf
    requests.get(request.POST["u"], timeout=3)  # want: ssrf
    return HttpResponse("")


urlpatterns = [path("w", wrapped), path("p", plain)]
