from rest_framework import viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.response import Response


class SeatView(viewsets.ModelViewSet):
    def own(self):
        return self.get_queryset().get(user=self.request.user)

    def perform_destroy(self, instance):
        if self.own().role not in ("owner", "chief"):
            raise PermissionDenied()
        instance.delete()

    @action(detail=True, methods=["post"])
    def promote(self, request, **kwargs):
        seat = self.get_object()
        seat.role = request.data["role"]  # want: missing-authorization
        seat.save()
        return Response({})

    @action(detail=True, methods=["post"])
    def change(self, request, **kwargs):
        form = self.get_serializer(self.get_object(), data={"role": request.data.get("role")})  # want: missing-authorization
        form.is_valid(raise_exception=True)
        form.save()
        return Response({})

    @action(detail=True, methods=["put"])
    async def give(self, request, **kwargs):
        seat = await self.aget_object()
        seat.role = request.data.get("role", "guest")  # want: missing-authorization
        await seat.asave()
        return Response({})

    @action(detail=True, methods=["post"])
    def hand_over(self, request, **kwargs):
        if self.own().role != "owner":
            raise PermissionDenied()
        seat = self.get_object()
        seat.role = request.data["role"]  # fine: missing-authorization
        seat.save()
        return Response({})

    @action(detail=True, methods=["post"])
    def asked(self, request, **kwargs):
        seat = self.get_object()
        self.check_may_grant(seat)
        seat.role = request.data["role"]  # fine: missing-authorization
        seat.save()
        return Response({})

    @action(detail=True, methods=["post"])
    def lower(self, request, **kwargs):
        seat = self.get_object()
        seat.role = "guest"  # fine: missing-authorization
        seat.save()
        return Response({})
