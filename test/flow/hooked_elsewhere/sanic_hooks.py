async def names(request):
    request.ctx.sanic_left = request.args.get("name")
    request.ctx.sanic_checked = str(int(request.args.get("count")))
