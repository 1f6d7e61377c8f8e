import io

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from openpyxl import Workbook
from PIL import Image

from .models import Account


@login_required
def sheet(request):
    book = Workbook()
    book.active["A1"] = "total"
    response = HttpResponse(content_type="application/vnd.ms-excel")
    book.save(response)  # fine: unsafe-get
    return response


@login_required
def picture(request):
    to = io.BytesIO()
    Image.new("RGB", (1, 1)).save(to, "PNG")  # fine: unsafe-get
    return HttpResponse(to.getvalue(), content_type="image/png")


@login_required
def seen(request):
    account = Account.objects.get(pk=request.GET["id"])
    account.seen = True
    account.save()  # want: unsafe-get
    return HttpResponse("")


@login_required
def closed(request):
    account = Account.objects.get(pk=request.GET["id"])
    account.open = False
    account.save(update_fields=["open"])  # want: unsafe-get
    return HttpResponse("")
