# Django: where a generic view redirects, and filters whose conditions the client names.
from django import forms
from django.db.models import Q
from django.db import models
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.views.generic import FormView, RedirectView, DetailView
from django.views.generic.edit import UpdateView
from django.contrib.auth.views import LoginView

FIELDS = {"name", "city"}


class Shop(models.Model):
    name = models.CharField(max_length=10)


class Go(RedirectView):
    def get_redirect_url(self, *args, **kwargs):
        return self.request.GET["to"]  # want: open-redirect


class Go2(RedirectView):
    def get_redirect_url(self, *a, **k):
        return k["to"]  # want: open-redirect


class Go3(RedirectView):
    def get_redirect_url(self, *args, **kwargs):
        return reverse("shop", kwargs={"pk": kwargs["pk"]})


class Go4(RedirectView):
    def get_redirect_url(self, *args, **kwargs):
        kwargs["x"] = self.request.GET["x"]
        return super().get_redirect_url(*args, **kwargs)


class Go5(RedirectView):
    def get_redirect_url(self, *args, **kwargs):
        return "/shop/%s" % kwargs["slug"]


class Form(FormView):
    def get_success_url(self):
        return self.request.POST.get("next", "/")  # want: open-redirect


class Form2(FormView):
    def get_success_url(self):
        return self.request.path


class Edit(UpdateView):
    def get_success_url(self):
        to = self.request.GET.get("next")
        return to or super().get_success_url()  # want: open-redirect


class Edit2(UpdateView):
    def get_success_url(self):
        return self.object.get_absolute_url()


class Login(LoginView):
    def get_success_url(self):
        return self.request.GET.get("next")  # want: open-redirect


def find(request):
    return Shop.objects.filter(**request.GET.dict())  # want: nosql-injection


def find2(request):
    return Shop.objects.filter(**{k: v for k, v in request.GET.items()})  # want: nosql-injection


def find3(request):
    return Shop.objects.filter(**{request.GET["f"]: 1})  # want: nosql-injection


def find4(request):
    return Shop.objects.filter(**{k: v for k, v in request.GET.items() if k in FIELDS})


def find5(request):
    return Shop.objects.filter(**{"name": request.GET["q"]})


def find6(request):
    return Shop.objects.filter(name=request.GET["q"])


def find7(request):
    f = request.GET["f"]
    return Shop.objects.all().exclude(**{f + "__contains": request.GET["q"]})  # want: nosql-injection


def find8(request):
    f = request.GET["f"]
    if f not in FIELDS:
        return None
    return Shop.objects.get(**{f: request.GET["q"]})


def find9(request):
    return Shop.objects.filter(Q(**request.GET.dict()))  # want: nosql-injection


def find10(request, **kwargs):
    return get_object_or_404(Shop, **kwargs)


class Detail(DetailView):
    def get_queryset(self):
        return Shop.objects.filter(**self.kwargs)


class ShopForm(forms.Form):
    name = forms.CharField()


def find11(request):
    form = ShopForm(request.GET)
    form.is_valid()
    return Shop.objects.filter(**form.cleaned_data)


def find12(request):
    wanted = {}
    wanted["name"] = request.GET["q"]
    if "city" in request.GET:
        wanted["city__name"] = request.GET["city"]
    return Shop.objects.filter(**wanted)


def helper(**filters):
    return Shop.objects.filter(**filters)


def find13(request):
    return helper(name=request.GET["q"])


def find14(request):
    wanted = {}
    for k in request.GET:
        wanted[k] = request.GET[k]
    return Shop.objects.filter(**wanted)  # want: nosql-injection


urlpatterns = [path("find/", v) for v in (find, find2, find3, find4, find5, find6, find7, find8, find9, find10, find11,
                                          find12, find13, find14)]
