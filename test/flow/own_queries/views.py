from django.http import JsonResponse

from models import Line, Order, Orders


def first(request):
    return JsonResponse({"n": Order.objects.matching(request.GET["w"]).count()})


def second(request):
    return JsonResponse({"n": Orders(Line).filter(a=1).order_by("a").matching(request.GET["w"]).count()})


def third(request):
    return JsonResponse({"n": Order.objects.filter(a=1).named(request.GET["w"]).count()})
