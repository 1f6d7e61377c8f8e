# What handlers begin with by a helper of their base class or module, and one of them does not; and names
# that a framework does not call.
from aiohttp import web
from flask_admin.contrib.sqla import ModelView
from rest_framework.permissions import BasePermission
from shop.rights import ensure_manager
from shop.store import drop_coupon, load, price_of, set_price


class Page(web.View):
    async def must_have_role(self, name):
        if name not in self.request["user"]["roles"]:
            raise web.HTTPForbidden()


class Report(Page):
    async def get(self):
        await self.must_have_role("editor")
        return web.json_response(load())


class Price(Page):
    async def put(self):  # want: missing-authorization
        body = await self.request.json()
        set_price(body["item"], body["price"])
        return web.Response(status=204)


class Rebate(Page):
    async def put(self):  # fine: missing-authorization
        await self.must_have_role("editor")
        set_price("all", 1)
        return web.Response(status=204)


class Password(Page):
    async def put(self):  # fine: missing-authorization
        body = await self.request.json()
        self.request["user"]["password"] = body["new"]
        return web.Response(status=204)


class CouponResource:
    def on_get(self, req, resp):
        ensure_manager(req.context.user)
        resp.media = load()

    def on_delete(self, req, resp):  # want: missing-authorization
        drop_coupon(req.params["code"])

    def on_post(self, req, resp):  # fine: missing-authorization
        ensure_manager(req.context.user)
        price_of(req.params["code"])


class Coupons(ModelView):
    def is_acessible(self):  # want: missing-authorization
        return False


class OwnerOnly(BasePermission):
    def has_objects_permission(self, request, view, obj):  # want: missing-authorization
        return obj.owner == request.user


class Owner(BasePermission):
    def has_object_permission(self, request, view, obj):  # fine: missing-authorization
        return self.has_objects_permissions(request.user, obj)

    def has_objects_permissions(self, user, obj):  # fine: missing-authorization
        return obj.owner == user
