# A field is what the class's own clean_name() or validate_name() gives back.
import os
import re

from django import forms
from PIL import Image
from rest_framework.views import APIView

from .forms import Another, Circular, Loose, LooseRecord, OfABase, Strict, StrictRecord


class Here(forms.Form):
    host = forms.CharField()

    def clean_host(self):
        host = self.cleaned_data["host"]
        if re.match(r"[a-z]", host) is None:
            raise forms.ValidationError("host")
        return host


def here(request):
    form = Here(request.POST)
    if form.is_valid():
        os.system("host " + form.cleaned_data["host"])  # want: command-injection


def loose(request):
    form = Loose(request.POST)
    if form.is_valid():
        os.system("host " + form.cleaned_data["host"])  # want: command-injection


def strict(request):
    form = Strict(request.POST)
    if form.is_valid():
        os.system("host " + form.cleaned_data["host"])
        os.system("note " + form.cleaned_data["note"])  # want: command-injection


def of_a_base(request):
    form = OfABase(request.POST)
    if form.is_valid():
        os.system("host " + form.cleaned_data["host"])


def another(request):
    form = Another(request.POST)
    if form.is_valid():
        os.system("host " + form.cleaned_data["host"])  # want: command-injection


def circular(request):
    form = Circular(request.POST)
    if form.is_valid():
        os.system("host " + form.cleaned_data["host"])  # want: command-injection


class Records(APIView):
    def post(self, request):
        record = StrictRecord(data=request.data)
        record.is_valid(raise_exception=True)
        os.system("host " + record.validated_data["host"])

    def put(self, request):
        record = LooseRecord(data=request.data)
        record.is_valid(raise_exception=True)
        os.system("host " + record.validated_data["host"])  # want: command-injection


class Picture(forms.Form):
    picture = forms.ImageField()
    title = forms.CharField()

    def clean_picture(self):
        picture = self.cleaned_data["picture"]
        Image.open(picture)
        return picture


def pictures(request):
    form = Picture(request.POST, request.FILES)
    if form.is_valid():
        Image.open(form.cleaned_data["picture"])
        Image.open(form.cleaned_data["title"])  # want: path-traversal
