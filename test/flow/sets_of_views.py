# What a view says it lists is a query set, where its class or its base has it.
from django.views.generic import ListView
from rest_framework import generics, viewsets

from .models import Book


class Field(viewsets.ModelViewSet):
    def get_queryset(self):
        asked = self.request.query_params.get("q")
        return self.queryset.extra(where=["name='%s'" % asked])  # want: sql-injection


class OfBase(generics.ListAPIView):
    def get_queryset(self):
        asked = self.request.query_params.get("q")
        return super().get_queryset().extra(where=["name='%s'" % asked])  # want: sql-injection


class Listed(ListView):
    model = Book

    def get_queryset(self):
        asked = self.request.GET.get("q")
        return super().get_queryset().extra(where=["name=%s"], params=[asked])  # fine: sql-injection


class Filtered(viewsets.ModelViewSet):
    def get_queryset(self):
        return self.queryset.filter(name=self.request.query_params.get("q"))  # fine: sql-injection


class Raw(generics.ListCreateAPIView):
    def get_queryset(self):
        asked = self.request.query_params["q"]
        return self.queryset.raw("SELECT * FROM book WHERE name='%s'" % asked)  # want: sql-injection


class RawAfter(ListView):
    def get_queryset(self):
        asked = self.request.GET["q"]
        return Book.objects.all().raw("SELECT * FROM book WHERE name='%s'" % asked)  # want: sql-injection
