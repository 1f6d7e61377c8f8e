from django.contrib.auth import authenticate, login
from django.contrib.auth.models import User
from django.shortcuts import get_object_or_404, redirect
from shop.forms import Signup


def by_name(request):
    user = User.objects.get(username=request.POST["name"])
    login(request, user)  # want: login-unasked
    return redirect("home")


def by_number(request):
    user = get_object_or_404(User, pk=request.GET["id"])
    login(request, user, backend="x")  # want: login-unasked
    return redirect("home")


def asked(request):
    user = User.objects.get(username=request.POST["name"])
    if user.check_password(request.POST["pw"]):
        login(request, user)  # fine: login-unasked
    return redirect("home")


def asked_first(request):
    user = authenticate(request, username=request.POST["name"], password=request.POST["pw"])
    login(request, user)  # fine: login-unasked
    return redirect("home")


def signed_up(request):
    form = Signup(request.POST)
    if form.is_valid():
        user = form.save()
        login(request, user)  # fine: login-unasked
    return redirect("home")


def by_form(request):
    form = Signup(request.POST)
    if form.is_valid():
        user = User.objects.get(username=form.cleaned_data["name"])
        login(request, user)  # want: login-unasked
    return redirect("home")
