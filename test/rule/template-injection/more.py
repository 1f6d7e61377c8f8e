import jinja2
from django.http import HttpResponse
from django.template import Context, Template, engines
from mako.template import Template as Mako
def a(request):
    return HttpResponse(Template("Hi " + request.GET["n"]).render(Context()))  # want: template-injection
def b(request):
    return HttpResponse(jinja2.Environment(autoescape=True).from_string(request.GET["t"]).render())  # want: template-injection
def c(request):
    return HttpResponse(Mako(request.GET["t"]).render())  # want: template-injection
def d(request):
    return HttpResponse(Template("Hi {{ n }}").render(Context({"n": request.GET["n"]})))  # fine: template-injection
def e(request):
    return HttpResponse(jinja2.Environment(autoescape=True).from_string("Hi {{ n }}").render(n=request.GET["n"]))  # fine: template-injection
def f(request):
    return HttpResponse(Mako("Hi ${n | h}").render(n=request.GET["n"]))  # fine: template-injection
