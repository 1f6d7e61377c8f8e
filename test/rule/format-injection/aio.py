from aiohttp import web
async def wish(request):
    template = request.query["t"]
    return web.Response(text=template.format_map({"user": User()}))  # want: format-injection
aio = web.Application()
aio.router.add_get("/wish", wish)
