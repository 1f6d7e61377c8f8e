from rest_framework import mixins, viewsets
from rest_framework.permissions import AllowAny, IsAdminUser

from shop.models import Coupon


class Open(mixins.CreateModelMixin, viewsets.GenericViewSet):
    queryset = Coupon.objects.all()
    permission_classes = []  # want: missing-authentication


class Read(mixins.ListModelMixin, viewsets.GenericViewSet):
    queryset = Coupon.objects.all()
    permission_classes = []  # fine: missing-authentication


class Closed(viewsets.ModelViewSet):
    queryset = Coupon.objects.all()
    permission_classes = [IsAdminUser]  # fine: missing-authentication


class Decided(viewsets.ModelViewSet):
    queryset = Coupon.objects.all()
    permission_classes = [AllowAny]  # fine: missing-authentication
