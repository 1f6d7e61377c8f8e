# Replies with all that a record has, and with the fields that were named.
from dataclasses import asdict, dataclass
from django.forms.models import model_to_dict
from django.http import JsonResponse
from fastapi import FastAPI
from .models import Customer, Lamp
app = FastAPI()


@dataclass
class Member:
    name: str
    password_hash: str


@dataclass
class Room:
    name: str
    size: int


MEMBERS = {}


@app.get("/members/{name}")
def member(name: str):
    found = Member(*MEMBERS[name])
    return asdict(found)  # want: whole-record


@app.get("/rooms/{name}")
def room(name: str):
    found = Room(name, 3)
    return asdict(found)  # fine: whole-record


def customer(request, number):
    found = Customer.objects.get(pk=number)
    return JsonResponse(model_to_dict(found))  # want: whole-record


def customers(request):
    return JsonResponse(list(Customer.objects.values()), safe=False)  # want: whole-record


def names(request):
    return JsonResponse(list(Customer.objects.values("name")), safe=False)  # fine: whole-record


def chosen(request, number):
    found = Customer.objects.get(pk=number)
    return JsonResponse({k: v for k, v in vars(found).items() if k in {"name", "city"}})  # fine: whole-record


def lamp(request, number):
    return JsonResponse(model_to_dict(Lamp.objects.get(pk=number)))  # fine: whole-record
