import re
from urllib.parse import urlparse
from django.http import HttpResponse
def a(request):
    if "example.com" in request.META["HTTP_REFERER"]:  # want: loose-host-check
        return HttpResponse("ok")
def b(origin):
    return origin.startswith("https://example.com")  # want: loose-host-check
def c(url):
    return urlparse(url).hostname.endswith("example.com")  # want: loose-host-check
def d(url):
    return re.match(r"^https://www.example.com/", url) is not None  # want: loose-host-check
def e(url):
    return urlparse(url).hostname in ("example.com", "www.example.com")  # fine: loose-host-check
def f(origin):
    return origin.startswith("https://example.com/")  # fine: loose-host-check
def g(host):
    return host == "example.com" or host.endswith(".example.com")  # fine: loose-host-check
def h(url):
    return re.match(r"^https://www\.example\.com/", url) is not None  # fine: loose-host-check
def i(urls):
    return "example.com" in urls  # fine: loose-host-check
