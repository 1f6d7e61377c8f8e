# The keys of what the client sent are those of a fixed set, here or in a method that refuses others.
from django import forms
from django.db import models


class Hours(models.Model):
    start = models.DateTimeField()
    end = models.DateTimeField()
    is_paid = models.BooleanField()


class HoursForm(forms.Form):
    def refuse_others(self, raw):
        raw.pop("id", None)
        if not set(raw.keys()) == {"start", "end"}:
            raise forms.ValidationError("start and end")

    def refuse_empty(self, raw):
        if not raw:
            raise forms.ValidationError("start and end")

    def clean_asked(self):
        for raw in self.data["hours"]:
            self.refuse_others(raw)
            Hours(event_id=1, **raw)

    def clean_unasked(self):
        for raw in self.data["hours"]:
            self.refuse_empty(raw)
            Hours(event_id=1, **raw)  # want: mass-assignment

    def clean_here(self):
        for raw in self.data["hours"]:
            if set(raw) != {"start", "end"}:
                raise forms.ValidationError("start and end")
            Hours(event_id=1, **raw)

    def clean_keys(self):
        for raw in self.data["hours"]:
            if {"start", "end"} == raw.keys():
                Hours(event_id=1, **raw)
            else:
                Hours(event_id=2, **raw)  # want: mass-assignment
