# What a module's own body reads of a name that it imported is what functions read of it.
import os
from os import environ
from sys import argv

from django.http import HttpResponse
from django.template import Engine, engines

WHICH = argv[1]
PLACE = environ["PLACE"]
ENGINE = engines["django"]
OWN = Engine()


def by_argument():
    os.system("ls " + WHICH)  # want: command-injection


def by_environment():
    os.system("ls " + PLACE)  # want: command-injection


def escaped(request):
    page = ENGINE.from_string("<p>{{ v }}</p>")
    return HttpResponse(page.render({"v": request.GET["v"]}, request))


def as_it_is(request):
    page = ENGINE.from_string("<p>{{ v|safe }}</p>")
    return HttpResponse(page.render({"v": request.GET["v"]}, request))  # want: xss


def of_its_own(request):
    page = OWN.from_string("<p>{{ v }}</p>")
    return HttpResponse(page.render({"v": request.GET["v"]}))
