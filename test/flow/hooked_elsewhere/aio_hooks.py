from aiohttp import web


@web.middleware
async def names(request, handler):
    request["aio_left"] = request.query.get("name", "")
    request["aio_checked"] = str(int(request.query.get("count", "0")))
    return await handler(request)
