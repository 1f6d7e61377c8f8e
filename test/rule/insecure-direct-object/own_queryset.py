from rest_framework import mixins, viewsets
from rest_framework.generics import get_object_or_404
from rest_framework.permissions import IsAuthenticated

from models import Note
from permissions import IsOwner


class Whole(mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    permission_classes = [IsAuthenticated]

    def get_queryset(self):
        return Note.objects.filter(owner=self.request.user)

    def get_object(self):
        key = self.kwargs["pk"]
        note = get_object_or_404(Note, pk=key)  # want: insecure-direct-object
        self.check_object_permissions(self.request, note)
        return note


class Own(mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    permission_classes = [IsAuthenticated]

    def get_queryset(self):
        return Note.objects.filter(owner=self.request.user)

    def get_object(self):
        return get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"])  # fine: insecure-direct-object


class Asked(mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    permission_classes = [IsAuthenticated, IsOwner]

    def get_object(self):
        note = get_object_or_404(Note, pk=self.kwargs["pk"])  # fine: insecure-direct-object
        self.check_object_permissions(self.request, note)
        return note
