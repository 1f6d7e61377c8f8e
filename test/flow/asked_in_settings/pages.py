from django.contrib.auth.decorators import permission_required
from django.utils.decorators import method_decorator
from django.views import View


class Things(View):
    @method_decorator(permission_required("see"))
    def get(self, request, pk):
        return show(pk)

    def post(self, request, pk):
        return drop(pk)
