import builtins
import importlib
import operator
from django.http import HttpResponse
import shop
def a(request):
    return HttpResponse(importlib.import_module(request.GET["mod"]).run())  # want: unsafe-reflection
def b(request):
    return HttpResponse(getattr(shop, request.GET["f"])())  # want: unsafe-reflection
def c(request):
    return HttpResponse(__import__(request.GET["mod"]).VERSION)  # want: unsafe-reflection
def d(request):
    actions = {"list": shop.list, "count": shop.count}
    return HttpResponse(actions[request.GET["f"]]())  # fine: unsafe-reflection
def e(request):
    name = request.GET["f"]
    if name not in ("list", "count"):
        return HttpResponse(status=404)
    return HttpResponse(getattr(shop, name)())  # fine: unsafe-reflection
def f(request):
    return HttpResponse(importlib.import_module("shop.plugins").run())  # fine: unsafe-reflection
