from aiohttp import web
from guards import login_required

routes = web.RouteTableDef()


@routes.post("/items/{i}")
async def add(request):
    return web.Response()


@routes.delete("/items/{i}")
@login_required
async def remove(request):
    return web.Response()
