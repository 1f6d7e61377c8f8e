from aiohttp import web
async def any_name(request):
    reply = web.Response(text="ok")
    reply.set_cookie(request.query["name"], "1")  # miss: cookie-injection
    return reply
aio = web.Application()
aio.router.add_get("/any", any_name)
