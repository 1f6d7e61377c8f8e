from aiohttp import web

OPEN = "/assets/"


@web.middleware
async def login(request, handler):
    if OPEN in request.path:  # want: missing-authentication
        return await handler(request)
    if request.get("user") is None:
        raise web.HTTPUnauthorized()
    return await handler(request)


@web.middleware
async def login_by_start(request, handler):
    if request.path.startswith(OPEN):  # fine: missing-authentication
        return await handler(request)
    if request.get("user") is None:
        raise web.HTTPUnauthorized()
    return await handler(request)
