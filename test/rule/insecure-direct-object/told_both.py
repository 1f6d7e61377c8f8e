# A check that is given the caller and what was found; a model of somebody's that lies elsewhere.
from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from rest_framework import permissions, viewsets
from .models import Booking, Folder, Lamp
from .rights import ensure_reader, visible


@login_required
def show(request, pk):
    folder = Folder.objects.get(pk=pk)  # want: insecure-direct-object
    return JsonResponse({"text": folder.text})


@login_required
def show_asked(request, pk):
    folder = Folder.objects.get(pk=pk)  # fine: insecure-direct-object
    ensure_reader(request.user, folder)
    return JsonResponse({"text": folder.text})


@login_required
def show_tested(request, pk):
    folder = Folder.objects.get(pk=pk)  # fine: insecure-direct-object
    if not visible(folder, request.user):
        return JsonResponse({}, status=404)
    return JsonResponse({"text": folder.text})


class Bookings(viewsets.ModelViewSet):  # want: insecure-direct-object
    queryset = Booking.objects.all()
    permission_classes = [permissions.IsAuthenticated]


class Lamps(viewsets.ModelViewSet):  # fine: insecure-direct-object
    queryset = Lamp.objects.all()
    permission_classes = [permissions.IsAuthenticated]


@login_required
def show_viewable(request, pk):
    folder = Folder.objects.get(pk=pk)  # fine: insecure-direct-object
    return viewable_answer(folder, request.user)


@login_required
def show_painted(request, pk):
    folder = Folder.objects.get(pk=pk)  # want: insecure-direct-object
    return painted_answer(folder, request.user)
