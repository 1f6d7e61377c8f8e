from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from flask import request
from flask_wtf import FlaskForm

from . import views


class Pay(FlaskForm):
    class Meta:
        csrf = False  # want: csrf-off


class Ask(FlaskForm):
    class Meta:
        csrf = True  # fine: csrf-off


class Chart:
    csrf = False  # fine: csrf-off


def pay():
    return Pay(csrf_enabled=False)  # want: csrf-off


def ask():
    return Pay(meta={"csrf": False})  # want: csrf-off


def tell():
    return Pay(meta={"locales": ["en"]})  # fine: csrf-off


def take():
    return Pay(data=request.get_json(), meta={"csrf": False})  # want: csrf-off


urlpatterns = [
    path("hook", csrf_exempt(views.hook)),  # want: csrf-off
    path("page", views.page),  # fine: csrf-off
]
