import logging
from aiohttp import web
async def hit(request):
    logging.error("path %s", request.query["path"])  # want: log-injection
    return web.Response(text="ok")
aio = web.Application()
aio.router.add_get("/hit", hit)
