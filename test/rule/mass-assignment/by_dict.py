from django.http import HttpResponse

from .models import Account


def make(request):
    Account(**request.POST.dict()).save()  # want: mass-assignment
    return HttpResponse("")


def change(request):
    account = Account.objects.get(pk=request.user.pk)
    account.__dict__.update(request.POST.dict())  # want: mass-assignment
    account.save()
    return HttpResponse("")


def change_again(request):
    account = Account.objects.get(pk=request.user.pk)
    vars(account).update(request.POST.dict())  # want: mass-assignment
    account.save()
    return HttpResponse("")


def named(request):
    Account(name=request.POST["name"]).save()  # fine: mass-assignment
    account = Account.objects.get(pk=request.user.pk)
    account.__dict__.update({"name": request.POST["name"]})  # fine: mass-assignment
    account.save()
    return HttpResponse("")
