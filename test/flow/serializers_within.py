# A serializer within a serializer declares its own fields; a view hands its methods a form, a serializer of its class.
import os

from django import forms
from django.views.generic import FormView
from rest_framework import serializers, viewsets
from rest_framework.decorators import api_view
from rest_framework.response import Response


class Part(serializers.Serializer):
    label = serializers.CharField()
    number = serializers.IntegerField()


class Whole(serializers.Serializer):
    name = serializers.CharField()
    size = serializers.IntegerField()
    part = Part()
    parts = Part(many=True)


@api_view(["POST"])
def take(request):
    whole = Whole(data=request.data)
    whole.is_valid(raise_exception=True)
    data = whole.validated_data
    os.system(f"tool {data['part']['number']} {data['parts'][0]['number']}")
    os.system(f"tool {data['part']['label']}")  # want: command-injection
    os.system(f"tool {data['parts'][0]['label']}")  # want: command-injection
    for part in data["parts"]:
        os.system(f"tool {part['number']}")
        os.system(f"tool {part['label']}")  # want: command-injection
    os.system(f"tool {data['part']}")  # want: command-injection
    os.system(f"tool {data['parts']}")  # want: command-injection
    return Response({})


class Wholes(viewsets.ModelViewSet):
    serializer_class = Whole

    def perform_create(self, serializer):
        os.system(f"tool {serializer.validated_data['size']}")
        os.system(f"tool {serializer.validated_data['name']}")  # want: command-injection
        serializer.save()


class Anything(viewsets.ModelViewSet):
    def perform_create(self, serializer):
        os.system(f"tool {serializer.validated_data['size']}")  # want: command-injection


class ToolForm(forms.Form):
    name = forms.CharField()
    size = forms.IntegerField()


class Take(FormView):
    form_class = ToolForm

    def form_valid(self, form):
        os.system(f"tool {form.cleaned_data['size']}")
        os.system(f"tool {form.cleaned_data['name']}")  # want: command-injection
        return super().form_valid(form)


class TakeAny(FormView):
    def form_valid(self, form):
        os.system(f"tool {form.cleaned_data['size']}")  # want: command-injection
        return super().form_valid(form)
