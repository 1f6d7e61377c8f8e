from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import get_object_or_404
from django.views import View

from shop.models import Invoice


class Anybodys(LoginRequiredMixin, View):
    def get_queryset(self):
        return Invoice.objects.select_related("customer")

    def get(self, request, pk):
        return get_object_or_404(self.get_queryset(), pk=pk)  # want: insecure-direct-object


class Callers(LoginRequiredMixin, View):
    def get_queryset(self):
        return Invoice.objects.filter(customer=self.request.user)

    def get(self, request, pk):
        return get_object_or_404(self.get_queryset(), pk=pk)  # fine: insecure-direct-object
