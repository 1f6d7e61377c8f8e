import tornado.web
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.utils.decorators import method_decorator
from django.views import View
from flask.views import MethodView
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.views import APIView


class Titled(View):
    title = "x"


class SignedIn(LoginRequiredMixin, View):
    pass


class Root(View):
    @method_decorator(login_required)
    def dispatch(self, *args, **kwargs):
        return super().dispatch(*args, **kwargs)


class Dispatched(Root):
    pass


class Permitted(APIView):
    permission_classes = [IsAuthenticated]


class Anybody(APIView):
    permission_classes = [AllowAny]


class Decorated(MethodView):
    decorators = [login_required]


class Prepared(tornado.web.RequestHandler):
    def prepare(self):
        if not self.current_user:
            raise tornado.web.HTTPError(401)
