# What hooks of other files leave on a request, or on the handler itself.
import os

from aiohttp import web

routes = web.RouteTableDef()


@routes.get("/a")
async def left(request):
    os.system("echo " + request["aio_left"])  # want: command-injection
    return web.Response()


@routes.get("/b")
async def checked(request):
    os.system("echo " + request["aio_checked"])
    return web.Response()


@routes.get("/c")
async def nowhere(request):
    os.system("echo " + request["aio_nowhere"])
    return web.Response()
