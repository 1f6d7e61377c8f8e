# Django: requests, the mapper's raw ways, replies, views by class.
import os

from django.db import connection, models
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.template import Template
from django.utils.html import escape, format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import mark_safe
from django.views import View
from django.views.decorators.http import require_GET, require_POST


class Book(models.Model):
    title = models.CharField(max_length=80)


@require_GET
def a(request):
    q = request.GET.get("q", "")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM book WHERE title = '%s'" % q)  # want: sql-injection
        cursor.execute("SELECT * FROM book WHERE title = %s", [q])
    Book.objects.raw("SELECT * FROM book WHERE title = '" + q + "'")  # want: sql-injection
    Book.objects.raw("SELECT * FROM book WHERE title = %s", [q])
    Book.objects.extra(where=["title = '" + q + "'"])  # want: sql-injection
    Book.objects.filter(title=q)
    return HttpResponse("<b>" + q + "</b>")  # want: xss


@require_POST
def b(request):
    q = request.POST["q"]
    os.system("ls " + q)  # want: command-injection
    open("/data/" + request.FILES["f"].name, "wb")
    Template("Hello " + q)  # want: template-injection
    mark_safe("<b>" + q + "</b>")  # want: xss
    format_html("<b>{}</b>", q)
    return HttpResponse("<b>" + escape(q) + "</b>")


@require_GET
def c(request):
    target = request.GET["next"]
    if url_has_allowed_host_and_scheme(target, allowed_hosts={"x.org"}):
        return redirect(target)
    return HttpResponseRedirect(target)  # want: open-redirect


class Page(View):
    def get(self, request, name):
        open("/data/" + name)  # want: path-traversal
        os.system("ls " + self.request.META["HTTP_X"])  # want: command-injection
        return JsonResponse({"name": name})

    def post(self, request):
        data = request.body.decode()
        eval(data)  # want: code-injection
        return render(request, "x.html", {"data": data})


class Papers(models.QuerySet):
    pass


class Paper(models.Model):
    objects = Papers.as_manager()


def papers(request):
    return len(Paper.objects.extra(where=["title = '%s'" % request.GET["t"]]))  # want: sql-injection


def kept_papers(request):
    return len(Paper.objects.extra(where=["title = %s"], params=[request.GET["t"]]))  # fine: sql-injection
