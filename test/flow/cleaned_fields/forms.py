import re

from django import forms
from rest_framework import serializers


class Loose(forms.Form):
    host = forms.CharField()

    def clean_host(self):
        host = self.cleaned_data["host"]
        if not re.match(r"[a-z]", host):
            raise forms.ValidationError("host")
        return host


class Strict(forms.Form):
    host = forms.CharField()
    note = forms.CharField()

    def clean_host(self):
        host = self.cleaned_data.get("host")
        if not re.fullmatch(r"[a-z]+", host):
            raise forms.ValidationError("host")
        return host


class Changing(forms.Form):
    def clean_host(self):
        return re.sub(r"\W", "", self.cleaned_data["host"])


class OfABase(Changing):
    host = forms.CharField()


class Another(forms.Form):
    host = forms.CharField()
    note = forms.CharField()

    def clean_host(self):
        return self.cleaned_data["note"]


class Circular(forms.Form):
    host = forms.CharField()

    def clean_host(self):
        return Circular(self.data).cleaned_data["host"]


class StrictRecord(serializers.Serializer):
    host = serializers.CharField()

    def validate_host(self, value):
        if not re.fullmatch(r"[a-z]+", value):
            raise serializers.ValidationError("host")
        return value


class LooseRecord(serializers.Serializer):
    host = serializers.CharField()

    def validate_host(self, value):
        if not re.match(r"[a-z]+", value):
            raise serializers.ValidationError("host")
        return value
