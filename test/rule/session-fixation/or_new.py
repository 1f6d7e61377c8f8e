# The identifier that the visitor came with, or else a new one, in a table of the program's own.
import secrets

from aiohttp import web

TABLE = {}
routes = web.RouteTableDef()


@routes.post("/enter")
async def enter(request):
    form = await request.post()
    if not request.app["people"].knows(form["name"], form["password"]):
        raise web.HTTPForbidden()
    key = request.cookies.get("key") or secrets.token_urlsafe(32)
    TABLE[key] = {"user": form["name"]}  # want: session-fixation
    return web.HTTPSeeOther("/")


@routes.post("/enter-new")
async def enter_new(request):
    form = await request.post()
    if not request.app["people"].knows(form["name"], form["password"]):
        raise web.HTTPForbidden()
    key = secrets.token_urlsafe(32)
    TABLE[key] = {"user": form["name"]}  # fine: session-fixation
    return web.HTTPSeeOther("/")


@routes.post("/basket")
async def basket(request):
    form = await request.post()
    key = request.cookies.get("key") or secrets.token_urlsafe(32)
    TABLE[key] = {"goods": form["goods"]}  # fine: session-fixation
    return web.HTTPSeeOther("/")
