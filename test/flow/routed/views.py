# What a path hands over is what its converter or pattern lets through; the paths stand in urls.py.
import os

from django.contrib.auth.decorators import login_required
from django.views import View
from django.views.generic import DetailView


def number(request, x):
    os.system("i %s" % x)


def text(request, x):
    os.system("i %s" % x)  # want: command-injection


@login_required
def guarded(request, x, name="a"):
    os.system("i %s" % x)
    os.system("i %s" % name)  # want: command-injection


@login_required
def both(request, x):
    os.system("i %s" % x)  # want: command-injection


@login_required
def optional(request, page=1):
    os.system("i %s" % page)


@login_required
def grouped(request, year, rest):
    os.system("i %s" % year)
    os.system("i %s" % rest)  # want: command-injection


@login_required
def computed(request, x):
    os.system("i %s" % x)  # want: command-injection


@login_required
def nowhere(request, x):
    os.system("i %s" % x)  # want: command-injection


class Item(View):
    def get(self, request, x, y):
        os.system("i %s" % x)
        os.system("i %s" % y)  # want: command-injection
        return self.more()

    def more(self):
        os.system("i %s" % self.kwargs["x"])
        os.system("i %s" % self.kwargs.get("x"))
        os.system("i %s" % self.kwargs["y"])  # want: command-injection
        return [os.system("i %s" % v) for v in self.kwargs.values()]  # want: command-injection


class Shown(DetailView):
    def get_queryset(self):
        os.system("i %s" % self.kwargs["slug"])
        os.system("i %s" % self.request.GET["slug"])  # want: command-injection


class Base(View):
    def get(self, request, x):
        os.system("i %s" % x)  # want: command-injection


class Other(Base):
    pass
