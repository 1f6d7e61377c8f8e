# A template that somebody stored: read back by an object mapper whose models lie elsewhere, or from a
# collection that is an attribute of the client.
from django.http import HttpResponse
from django.template import engines
from jinja2 import Template
from jinja2.sandbox import SandboxedEnvironment
from pymongo import MongoClient
from .models import Letter
letters = MongoClient("mongodb://db").post.letters


def show(request, number):
    letter = letters.find_one({"_id": number})
    return HttpResponse(Template(letter["text"]).render())  # want: template-injection


def show_row(request, number):
    letter = Letter.objects.get(pk=number)
    return HttpResponse(engines["jinja2"].from_string(letter.text).render())  # want: template-injection


def show_last(request):
    return HttpResponse(Template(Letter.objects.last().text).render())  # want: template-injection


def show_safely(request, number):
    letter = letters.find_one({"_id": number})
    return HttpResponse(SandboxedEnvironment().from_string(letter["text"]).render())  # fine: template-injection
