from django import forms
from django.shortcuts import redirect
from shop.models import Shop


class Merge(forms.Form):
    other = forms.ModelChoiceField(Shop.objects.all())
    text = forms.CharField()


def merge(request):
    form = Merge(request.POST)
    if form.is_valid():
        return redirect(form.cleaned_data["other"])  # fine: open-redirect
    return redirect(form.cleaned_data["text"])  # want: open-redirect
