import requests
from django.http import HttpResponse


def x(request):
    requests.get("https://a.example.com/%s" % request.pages, timeout=3)
    requests.get(request.tag, timeout=3)  # want: ssrf
    return HttpResponse("")
