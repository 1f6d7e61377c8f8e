from aiohttp import web
from aio_items import routes


@web.middleware
async def auth_middleware(request, handler):
    if "user" not in request:
        raise web.HTTPUnauthorized()
    return await handler(request)


def make():
    app = web.Application(middlewares=[auth_middleware])
    app.add_routes(routes)
    return app
