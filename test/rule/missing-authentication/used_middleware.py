# The same, and it is handed to the application.
import hmac
import os

from aiohttp import web

TOKEN = os.environ["TOKEN"]


@web.middleware
async def require_token(request, handler):
    if not hmac.compare_digest(request.headers.get("X-Token", ""), TOKEN):
        raise web.HTTPUnauthorized()
    return await handler(request)


async def remove(request):
    db.pop(request.match_info["key"], None)
    return web.Response(status=204)


def make():
    app = web.Application(middlewares=[require_token])  # fine: missing-authentication
    app.router.add_delete("/admin/pumps/{key}", remove)  # fine: missing-authentication
    return app
