from rest_framework import mixins, permissions, viewsets
from rest_framework.generics import DestroyAPIView
from rest_framework.permissions import AllowAny, IsAdminUser
from rest_framework.response import Response
from rest_framework.views import APIView

from .models import Coupon
from .serializers import CouponSerializer


class Coupons(mixins.ListModelMixin, mixins.DestroyModelMixin, viewsets.GenericViewSet):
    queryset = Coupon.objects.all()
    serializer_class = CouponSerializer
    permission_classes = [permissions.AllowAny]  # want: missing-authentication


class CouponView(APIView):
    permission_classes = (AllowAny,)  # want: missing-authentication

    def delete(self, request, pk):
        Coupon.objects.get(pk=pk).delete()
        return Response(status=204)


class CouponEnd(DestroyAPIView):
    queryset = Coupon.objects.all()
    permission_classes = [AllowAny]  # want: missing-authentication


class CouponsForAdmins(viewsets.ModelViewSet):
    queryset = Coupon.objects.all()
    permission_classes = [IsAdminUser]  # fine: missing-authentication


class CouponsForAll(viewsets.ReadOnlyModelViewSet):
    queryset = Coupon.objects.all()
    permission_classes = [AllowAny]  # fine: missing-authentication


class CouponsByMethod(viewsets.ModelViewSet):
    queryset = Coupon.objects.all()
    permission_classes = [AllowAny]  # fine: missing-authentication

    def get_permissions(self):
        return [IsAdminUser()] if self.request.method == "DELETE" else [AllowAny()]


class CouponsToRead(viewsets.ModelViewSet):
    queryset = Coupon.objects.all()
    http_method_names = ["get", "head"]
    permission_classes = [AllowAny]  # fine: missing-authentication


class CouponByToken(APIView):
    permission_classes = [AllowAny]  # fine: missing-authentication

    def delete(self, request, pk):
        Coupon.objects.get(pk=pk, token=request.data["token"]).delete()
        return Response(status=204)
