from django.contrib.auth.decorators import login_required
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt
BOTH = [csrf_exempt, login_required]
ONE = [login_required]


@method_decorator(BOTH, name="dispatch")  # want: csrf-off
class A(View):
    def post(self, request):
        order(request.user)


class B(View):
    @method_decorator(csrf_exempt)  # want: csrf-off
    def dispatch(self, *args, **more):
        return super().dispatch(*args, **more)

    def post(self, request):
        order(request.user)


@method_decorator(ONE, name="dispatch")  # fine: csrf-off
class C(View):
    def post(self, request):
        order(request.user)


class D(View):
    @method_decorator(login_required)  # fine: csrf-off
    def dispatch(self, *args, **more):
        return super().dispatch(*args, **more)
