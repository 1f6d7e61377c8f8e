import os

from django.http import HttpResponse
from django.utils.decorators import method_decorator
from django.views import View

from guards import logged, staff


@staff
def index(request):
    return HttpResponse("x")


@staff
def show(request, name):
    return HttpResponse(open("/srv/" + name).read(), content_type="text/plain")     # want: path-traversal


@staff
def number(request, name):
    return HttpResponse(open("/srv/%s" % name).read(), content_type="text/plain")


class Told(View):
    @method_decorator(staff)
    def get(self, request, name):
        os.system("ls " + name)                               # want: command-injection
        return HttpResponse("x")


@logged
def asked(request, name):
    os.system("ls " + name)                                   # want: command-injection
    os.system("ls " + request.GET["name"])                    # want: command-injection
    return HttpResponse("x")


@logged()
def asked_number(request, name):
    os.system("ls %s" % name)
    return HttpResponse("x")
