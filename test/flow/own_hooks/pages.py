from rest_framework.views import APIView

from .base import BaseView


class Inner(BaseView):
    def has_permissions(self):
        return True


class Outer(APIView):
    def get_permission(self):  # want: missing-authorization
        return []
