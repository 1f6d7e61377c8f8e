from django.contrib.auth.decorators import permission_required
from django.utils.decorators import method_decorator
from bases import Titled


class OpenThings(Titled):
    @method_decorator(permission_required("see"))
    def get(self, request, pk):
        return show(pk)

    def post(self, request, pk):  # want: missing-authentication
        return drop(pk)
