from pyramid.view import view_config
from rest_framework import exceptions
from rest_framework.authentication import SessionAuthentication


class Quiet(SessionAuthentication):
    def enforce_csrf(self, request):  # want: csrf-off
        return


class Loud(SessionAuthentication):
    def enforce_csrf(self, request):  # fine: csrf-off
        if request.META.get("HTTP_ORIGIN") != "https://shop.example":
            raise exceptions.PermissionDenied()


class Logged(SessionAuthentication):
    def enforce_csrf(self, request):  # fine: csrf-off
        print(request.path)
        super().enforce_csrf(request)


@view_config(route_name="drop", request_method="POST", require_csrf=False)  # want: csrf-off
def drop(request):
    request.user.items.clear()


@view_config(route_name="keep", request_method="POST", require_csrf=True)  # fine: csrf-off
def keep(request):
    request.user.items.clear()
