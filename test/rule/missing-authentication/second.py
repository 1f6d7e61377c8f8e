from django.contrib.auth.mixins import PermissionRequiredMixin, UserPassesTestMixin
from django.views.generic import DeleteView, UpdateView
from rest_framework import generics, viewsets
from rest_framework.views import APIView

from fleet.models import Truck


class RemoveTruck(DeleteView, PermissionRequiredMixin):  # want: missing-authentication
    model = Truck
    permission_required = "fleet.delete_truck"


class ChangeTruck(UserPassesTestMixin, UpdateView):  # fine: missing-authentication
    model = Truck


class Trucks(viewsets.ModelViewSet):
    queryset = Truck.objects.all()
    permission_classes = ()  # want: missing-authentication


class TruckList(generics.ListAPIView):
    queryset = Truck.objects.all()
    permission_classes = []  # fine: missing-authentication


class Login(APIView):
    permission_classes = []  # fine: missing-authentication

    def post(self, request):
        return None
