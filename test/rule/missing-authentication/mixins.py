import falcon
from django.contrib.auth.mixins import LoginRequiredMixin
from django.views.generic import DetailView, ListView

from shop.auth import require_operator


class Late(DetailView, LoginRequiredMixin):  # want: missing-authentication
    template_name = "late.html"


class Early(LoginRequiredMixin, ListView):  # fine: missing-authentication
    template_name = "early.html"


class Device:
    @falcon.before(require_operator)
    def on_get(self, req, resp, serial):
        resp.media = {}

    def on_delete(self, req, resp, serial):  # want: missing-authentication
        resp.status = falcon.HTTP_204


class Guarded:
    @falcon.before(require_operator)
    def on_get(self, req, resp, serial):
        resp.media = {}

    @falcon.before(require_operator)
    def on_delete(self, req, resp, serial):  # fine: missing-authentication
        resp.status = falcon.HTTP_204
