import httpx
import urllib3
import urllib.request
import requests
from django.http import HttpResponse
def a(request):
    return HttpResponse(httpx.get(request.GET["url"], timeout=3).text)  # want: ssrf
def b(request):
    return HttpResponse(urllib.request.urlopen("http://" + request.GET["host"] + "/status", timeout=3).read())  # want: ssrf
def c(request):
    return HttpResponse(urllib3.PoolManager().request("GET", request.GET["url"]).data)  # want: ssrf
def d(request):
    return HttpResponse(httpx.get("https://api.example.com/items", params={"q": request.GET["q"]}, timeout=3).text)  # fine: ssrf
def e(request):
    hosts = {"a": "https://a.example.com", "b": "https://b.example.com"}
    return HttpResponse(requests.get(hosts[request.GET["h"]], timeout=3).text)  # fine: ssrf
def f(request):
    return HttpResponse(requests.get("https://api.example.com/items/%d" % int(request.GET["n"]), timeout=3).text)  # fine: ssrf
