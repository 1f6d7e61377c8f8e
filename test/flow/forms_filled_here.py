# A form hands on what it was filled with: the request's text, or what the program itself wrote there.
import logging

from django import forms
from django.db import connection
from django.shortcuts import render_to_response


class Ask(forms.Form):
    sql = forms.CharField()


def asked(request):
    form = Ask(request.POST)
    if form.is_valid():
        with connection.cursor() as cursor:
            cursor.execute(form.cleaned_data["sql"])  # want: sql-injection


def asked_by_name(request):
    form = Ask(data=request.POST)
    if form.is_valid():
        with connection.cursor() as cursor:
            cursor.execute(form.cleaned_data["sql"])  # want: sql-injection


def own(request):
    form = Ask({"sql": "select 1"})
    if form.is_valid():
        with connection.cursor() as cursor:
            cursor.execute(form.cleaned_data["sql"])


def unknown(request, make):
    form = Ask(**make(request))
    if form.is_valid():
        with connection.cursor() as cursor:
            cursor.execute(form.cleaned_data["sql"])  # want: sql-injection


def set_fields(request, member):
    form = Ask(request.POST)
    if form.is_valid():
        for name in list(form.fields.keys()):
            setattr(member, name, form.cleaned_data[name])


def page(request):
    return render_to_response("page.html", {"name": request.GET["name"]})


def chosen_page(request):
    return render_to_response(request.GET["page"], {"name": "x"})  # want: path-traversal


class Invite(forms.Form):
    email = forms.EmailField()
    note = forms.CharField()

    def __init__(self, event, *args, **kwargs):
        self.event = event
        super().__init__(*args, **kwargs)


def invited(request):
    form = Invite(1, request.POST)
    if form.is_valid():
        logging.warning("invited " + form.cleaned_data["email"])
        logging.warning("invited for " + form.cleaned_data["note"])  # want: log-injection
        with connection.cursor() as cursor:
            cursor.execute("select " + form.cleaned_data["email"])  # want: sql-injection
