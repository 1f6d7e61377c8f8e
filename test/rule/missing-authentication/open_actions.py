# An action of a view set that lets everybody call, where the class asks who calls it.
from rest_framework import permissions, viewsets
from rest_framework.decorators import action
from rest_framework.permissions import AllowAny
from rest_framework.response import Response


class InvoiceViewSet(viewsets.ReadOnlyModelViewSet):
    permission_classes = [permissions.IsAdminUser]

    @action(detail=True, methods=["post"], permission_classes=[])  # want: missing-authentication
    def void(self, request, pk=None):
        invoice = self.get_object()
        invoice.void = True
        invoice.save()
        return Response({"id": invoice.pk})

    @action(detail=True, methods=["delete"], permission_classes=[AllowAny])  # want: missing-authentication
    def drop(self, request, pk=None):
        self.get_object().delete()
        return Response(status=204)

    @action(detail=True, methods=["post"])  # fine: missing-authentication
    def pay(self, request, pk=None):
        invoice = self.get_object()
        invoice.paid = True
        invoice.save()
        return Response({"id": invoice.pk})

    @action(detail=True, methods=["get"], permission_classes=[AllowAny])  # fine: missing-authentication
    def show(self, request, pk=None):
        return Response({"id": self.get_object().pk})

    @action(detail=True, methods=["post"], permission_classes=[AllowAny])  # fine: missing-authentication
    def confirm(self, request, pk=None):
        invoice = self.get_object()
        if not invoice.verify_token(request.data["token"]):
            return Response(status=403)
        invoice.confirmed = True
        invoice.save()
        return Response({"id": invoice.pk})

    @action(detail=True, methods=["post"], permission_classes=[permissions.IsAuthenticated])  # fine: missing-authentication
    def note(self, request, pk=None):
        invoice = self.get_object()
        invoice.save()
        return Response({"id": invoice.pk})
