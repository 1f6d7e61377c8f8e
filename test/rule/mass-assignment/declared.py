# What a schema or a form declares is what may be set.
from django import forms
from django.http import JsonResponse
from fastapi import FastAPI, Request
from pydantic import BaseModel
from .models import Note
app = FastAPI()


class NoteForm(forms.Form):
    title = forms.CharField()


class Change(BaseModel):
    title: str


def add(request):
    form = NoteForm(request.POST)
    if form.is_valid():
        Note.objects.create(**form.cleaned_data)  # noise: mass-assignment
    return JsonResponse({})


def add_all(request):
    Note.objects.create(**request.POST.dict())  # want: mass-assignment
    return JsonResponse({})


@app.put("/note/{number}")
async def put(number: int, request: Request):
    change = Change.model_validate(await request.json())
    note = await Note.get(number)
    for name, value in change.model_dump().items():
        setattr(note, name, value)
    return {}


@app.put("/all/{number}")
async def put_all(number: int, request: Request):
    note = await Note.get(number)
    for name, value in (await request.json()).items():
        setattr(note, name, value)  # want: mass-assignment
    return {}
