# Django: function and class-based views, found by urlpatterns or by their base.
import os
from django.db import connection
from django.http import HttpResponse
from django.urls import path
from django.views import View


def plain(request, name):
    os.system("ls " + request.GET["a"])  # want: command-injection
    os.system("ls " + name)  # want: command-injection
    with connection.cursor() as cursor:
        cursor.execute("select * from t where a = '%s'" % request.POST["a"])  # want: sql-injection
        cursor.execute("select * from t where a = %s", [request.POST["a"]])
    return HttpResponse("")


class Listing(View):
    def get(self, request, pk):
        os.system("ls " + request.GET.get("a"))  # want: command-injection
        os.system("ls " + self.kwargs["pk"])  # want: command-injection
        return HttpResponse("")


urlpatterns = [path("p/<name>", plain), path("l/<pk>", Listing.as_view())]
