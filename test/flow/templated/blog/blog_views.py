# Templates of a Django app, which lie beside it or beside the app that the name begins with.
from django.http import HttpResponse
from django.shortcuts import render
from django.template import loader
from django.template.loader import get_template, render_to_string
from django.template.response import TemplateResponse
from django.utils.html import escape


def shown(request):
    return render(request, "blog/shown.html", {"text": request.GET["q"]})  # want: xss


def told(request):
    context = {"title": request.GET["q"], "text": "constant"}
    return render(request, "blog/shown.html", context)


def escaped(request):
    return render(request, "blog/shown.html", {"text": escape(request.GET["q"])})


def filled(request):
    context = {}
    context["text"] = request.POST.get("q")
    return render(request, template_name="blog/shown.html", context=context)  # want: xss


def loaded(request):
    template = loader.get_template("blog/shown.html")
    return HttpResponse(template.render({"text": request.GET["q"]}, request))  # want: xss


def made(request):
    return HttpResponse(render_to_string("blog/shown.html", {"text": request.GET["q"]}))  # want: xss


def answered(request):
    return TemplateResponse(request, "blog/off.html", {"text": request.GET["q"]})  # want: xss


def listed(request):
    rows = [{"name": request.GET["q"]}]
    a = render(request, "blog/rows.html", {"rows": rows})  # want: xss
    b = get_template("blog/rows.html").render({"other": rows})
    return a or b


def elsewhere(request):
    return render(request, "pages/far.html", {"text": request.GET["q"]})  # want: xss
