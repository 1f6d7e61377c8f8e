# A view's class says which form or serializer its own methods are handed: what that lets through is known.
from django import forms
from django.db import connection
from django.views.generic import FormView
from rest_framework import generics, serializers, viewsets


class Ask(forms.Form):
    number = forms.IntegerField()
    text = forms.CharField()


class Order(serializers.Serializer):
    number = serializers.IntegerField()
    text = serializers.CharField()


class AskView(FormView):
    form_class = Ask

    def post(self, request):
        form = self.get_form()
        if not form.is_valid():
            return self.form_invalid(form)
        cursor = connection.cursor()
        cursor.execute("select %s" % form.cleaned_data["number"])
        cursor.execute("select '%s'" % form.cleaned_data["text"])       # want: sql-injection


class OrderView(generics.GenericAPIView):
    serializer_class = Order

    def post(self, request):
        order = self.get_serializer(data=request.data)
        order.is_valid(raise_exception=True)
        cursor = connection.cursor()
        cursor.execute("select %s" % order.validated_data["number"])
        cursor.execute("select '%s'" % order.validated_data["text"])    # want: sql-injection


# It chooses: what its attribute names may not be what it works with.
class ChosenView(generics.GenericAPIView):
    serializer_class = Order

    def get_serializer_class(self):
        return TABLE[self.request.method]

    def perform_create(self, order):
        connection.cursor().execute("select %s" % order.validated_data["number"])       # want: sql-injection


class Numbered(serializers.Serializer):
    number = serializers.IntegerField()


# Each that it chooses among lets only a number through under that name.
class EitherView(viewsets.GenericViewSet):
    serializer_class = Order

    def get_serializer_class(self):
        if self.action == "create":
            return Numbered
        return super().get_serializer_class()

    def create(self, request):
        order = self.get_serializer(data=request.data)
        order.is_valid(raise_exception=True)
        cursor = connection.cursor()
        cursor.execute("select %s" % order.validated_data["number"])
        cursor.execute("select '%s'" % order.validated_data["text"])    # want: sql-injection

    def update(self, request):
        chosen = self.get_serializer_class()
        order = chosen(data=request.data)
        order.is_valid(raise_exception=True)
        cursor = connection.cursor()
        cursor.execute("select %s" % order.validated_data["number"])
        cursor.execute("select '%s'" % order.validated_data["text"])    # want: sql-injection


class AskedView(FormView):
    form_class = Ask

    def get_form_class(self):
        return Ask if self.request.user.is_staff else super().get_form_class()

    def form_valid(self, form):
        cursor = connection.cursor()
        cursor.execute("select %s" % form.cleaned_data["number"])
        cursor.execute("select '%s'" % form.cleaned_data["text"])       # want: sql-injection
