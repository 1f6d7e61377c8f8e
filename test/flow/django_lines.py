from django.http import HttpResponse
from django.utils.html import escape, linebreaks, urlize


def plain(request):
    return HttpResponse(linebreaks(request.GET["x"]))  # want: xss


def told(request):
    return HttpResponse(linebreaks(request.GET["x"], autoescape=True))


def before(request):
    return HttpResponse(urlize(escape(request.GET["x"])))


def links(request):
    return HttpResponse(urlize(request.GET["x"]))  # want: xss
