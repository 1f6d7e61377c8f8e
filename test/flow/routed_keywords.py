# What a route hands a view as keywords is let through by its converters, also where the view takes them all at once.
import os

from django.http import HttpResponse
from django.urls import path
from django.views import View


class Item(View):
    def get(self, request, *args, **kwargs):
        os.system(f"tool {kwargs['pk']} {self.kwargs['pk']}")
        os.system("tool " + kwargs["name"])  # want: command-injection
        os.system("tool " + kwargs.get("name", ""))  # want: command-injection
        for value in kwargs.values():
            os.system(f"tool {value}")  # want: command-injection
        return HttpResponse("")


def plain(request, **kwargs):
    os.system(f"tool {kwargs['num']}")
    os.system("tool " + kwargs["text"])  # want: command-injection
    return HttpResponse("")


def either(request, **kwargs):
    os.system(f"tool {kwargs['mixed']}")  # want: command-injection
    return HttpResponse("")


urlpatterns = [
    path("a/<int:pk>/<str:name>/", Item.as_view()),
    path("b/<int:num>/<text>/", plain),
    path("c/<int:mixed>/", either),
    path("d/<mixed>/", either),
]
