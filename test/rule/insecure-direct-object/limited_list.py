from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response

from models import Message


class Everybodys(mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    permission_classes = [IsAuthenticated]

    def get_queryset(self):
        return Message.objects.select_related("sender").all()  # want: insecure-direct-object

    @action(detail=False)
    def unread(self, request):
        return Response(self.get_queryset().filter(recipient=request.user).count())


class Own(mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    permission_classes = [IsAuthenticated]

    def get_queryset(self):
        return Message.objects.filter(recipient=self.request.user)  # fine: insecure-direct-object

    @action(detail=False)
    def unread(self, request):
        return Response(self.get_queryset().filter(read=False, recipient=request.user).count())


class Shared(mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    permission_classes = [IsAuthenticated]

    def get_queryset(self):
        return Message.objects.all()  # fine: insecure-direct-object
