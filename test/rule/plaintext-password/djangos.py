from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.http import HttpResponse

Person = get_user_model()


def change(request):
    user = User.objects.get(pk=request.user.pk)
    user.password = request.POST["word"]  # want: plaintext-password
    user.save()
    return HttpResponse("")


def change_hashed(request):
    user = User.objects.get(pk=request.user.pk)
    user.password = make_password(request.POST["word"])  # fine: plaintext-password
    user.save()
    return HttpResponse("")


def join(request):
    Person.objects.create(username="x", password=request.POST.get("w"))  # want: plaintext-password
    return HttpResponse("")


def join_hashed(request):
    Person.objects.create_user(username="x", password=request.POST.get("w"))  # fine: plaintext-password
    return HttpResponse("")
