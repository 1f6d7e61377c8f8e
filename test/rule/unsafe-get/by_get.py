from django.http import HttpResponse
from django.views.decorators.http import require_POST

from .models import Account


def pay(request):
    Account.objects.filter(pk=request.GET["to"]).update(open=False)  # want: unsafe-get
    return HttpResponse("")


@require_POST
def pay_posted(request):
    Account.objects.filter(pk=request.GET["to"]).update(open=False)  # fine: unsafe-get
    return HttpResponse("")


def look(request):
    return HttpResponse(Account.objects.filter(pk=request.GET["to"]).count())  # fine: unsafe-get
