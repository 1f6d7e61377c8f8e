import re
import regex
from django.http import HttpResponse
def a(request):
    return HttpResponse(re.search(request.GET["q"], "some text"))  # want: regex-injection
def b(request):
    p = re.compile("^" + request.GET["q"] + "$")  # want: regex-injection
    return HttpResponse(p.match("x"))
def c(request):
    return HttpResponse(re.sub(request.GET["from"], "x", "text"))  # want: regex-injection
def d(request):
    return HttpResponse(re.search(re.escape(request.GET["q"]), "some text"))  # fine: regex-injection
def e(request):
    return HttpResponse(re.search(r"^\d+$", request.GET["q"]))  # fine: regex-injection
def f(request):
    return HttpResponse(request.GET["q"] in "some text")  # fine: regex-injection
