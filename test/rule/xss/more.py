from django.http import HttpResponse
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe
from markupsafe import Markup
def a(request):
    return HttpResponse("<h1>" + request.GET["n"] + "</h1>")  # want: xss
def b(request):
    return HttpResponse(mark_safe("<b>%s</b>" % request.GET["n"]))  # want: xss
def c(request):
    return HttpResponse(f"<a href='{request.GET['u']}'>x</a>")  # want: xss
def d(request):
    return HttpResponse("<h1>" + escape(request.GET["n"]) + "</h1>")  # fine: xss
def e(request):
    return HttpResponse(format_html("<b>{}</b>", request.GET["n"]))  # fine: xss
def f(request):
    return HttpResponse(request.GET["n"], content_type="text/plain")  # fine: xss
