import os
from django import forms
from django.core.validators import RegexValidator
from django.forms import ModelForm
from rest_framework import serializers
from marshmallow import Schema, fields, validate, And
from flask import request as freq
from rest_framework.views import APIView

from models import Post

LETTERS = RegexValidator(r"^[a-z]+\Z")


class PostForm(ModelForm):
    extra = forms.CharField(validators=[RegexValidator(r"^[a-z]+\Z")])
    loose = forms.CharField(validators=[RegexValidator(r"[a-z]+")])
    rx = forms.RegexField(regex=r"\A[0-9]+\Z")

    class Meta:
        model = Post
        fields = ["n", "t", "s", "st"]

    def save(self, commit=True):
        os.system("%s" % self.cleaned_data["n"])
        os.system("%s" % self.cleaned_data["t"])  # want: command-injection


class Sub(PostForm):
    n = forms.CharField()


class FormTwo(forms.Form):
    when = forms.DateField(label="x")
    many = forms.MultipleChoiceField(choices=())
    model = forms.ModelChoiceField(queryset=None)
    ip = forms.GenericIPAddressField()


def a(request):
    form = PostForm(request.POST, request.FILES)
    if not form.is_valid():
        return None
    data = form.cleaned_data
    os.system("%s" % data["n"])
    os.system("%s" % data["s"])
    os.system("%s" % data["st"])
    os.system("%s" % data["extra"])
    os.system("%s" % data["rx"])
    os.system("%s" % data["loose"])  # want: command-injection
    os.system("%s" % data["t"])  # want: command-injection
    os.system("%s" % request.POST["n"])  # want: command-injection
    os.system("%s" % form.data["n"])  # want: command-injection
    for key, value in data.items():
        os.system("%s" % value)  # want: command-injection
    for key in data:
        os.system("%s" % data[key])  # want: command-injection
    name = "n"
    os.system("%s" % data[name])


def b(request):
    form = Sub(data=request.POST)
    form.is_valid()
    os.system("%s" % form.cleaned_data["n"])  # want: command-injection
    os.system("%s" % form.cleaned_data.pop("s"))
    two = FormTwo(request.POST or None)
    if two.is_valid():
        os.system("%s" % two.cleaned_data["when"])
        for m in two.cleaned_data["many"]:
            os.system("%s" % m)
        os.system("%s" % ",".join(two.cleaned_data["many"]))
        os.system("%s" % two.cleaned_data["ip"])


class PostSerializer(serializers.ModelSerializer):
    ids = serializers.ListField(child=serializers.IntegerField())
    names = serializers.ListField(child=serializers.CharField())

    class Meta:
        model = Post
        fields = ["n", "s", "t"]


class V(APIView):
    def post(self, request):
        s = PostSerializer(data=request.data)
        s.is_valid(raise_exception=True)
        os.system("%s" % s.validated_data["n"])
        os.system("%s" % s.validated_data.get("s"))
        for i in s.validated_data["ids"]:
            os.system("%s" % i)
        for i in s.validated_data["names"]:
            os.system("%s" % i)  # want: command-injection
        many = PostSerializer(data=request.data, many=True)
        many.is_valid()
        for row in many.validated_data:
            os.system("%s" % row["t"])  # want: command-injection


class Sch(Schema):
    n = fields.Integer(required=True)
    r = fields.Str(validate=[validate.Length(max=3), validate.Regexp(r"^[a-z]+\Z")])
    l = fields.List(fields.UUID())
    c = fields.String()


SCHEMA = Sch()


def mar():
    d = SCHEMA.load(freq.get_json())
    os.system("%s" % d["n"])
    os.system("%s" % d["r"])
    os.system("%s" % d["c"])  # want: command-injection
    for x in Sch(many=True).load(freq.json):
        os.system("%s" % x["c"])  # want: command-injection
    e = Sch().loads(freq.data)
    os.system("%s" % e.get("n"))
    os.system("%s" % e.get("c", "x"))  # want: command-injection
    os.system("%s" % freq.json["n"])  # want: command-injection
