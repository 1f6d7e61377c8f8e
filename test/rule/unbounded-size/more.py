import os
from aiohttp import web
async def a(request):
    n = int(request.query["n"])
    return web.Response(body=os.urandom(n))  # want: unbounded-size
async def b(request):
    n = int(request.query["n"])
    return web.Response(body=b"x" * n)  # want: unbounded-size
async def c(request):
    return web.Response(body=bytes(int(request.query["n"])))  # want: unbounded-size
async def c2(request):
    return web.Response(body=bytearray(int(request.query["n"])))  # want: unbounded-size
async def d(request):
    n = min(int(request.query["n"]), 1000)
    return web.Response(body=b"x" * n)  # fine: unbounded-size
async def e(request):
    n = int(request.query["n"])
    if n > 1000:
        raise web.HTTPBadRequest()
    return web.Response(body=os.urandom(n))  # fine: unbounded-size
async def f(request):
    return web.Response(body=b"x" * 1000)  # fine: unbounded-size
app = web.Application()
app.router.add_get("/a", a)
app.router.add_get("/b", b)
app.router.add_get("/c", c)
app.router.add_get("/c2", c2)
app.router.add_get("/d", d)
app.router.add_get("/e", e)
app.router.add_get("/f", f)
