import ast
import code
import timeit
import numexpr
from aiohttp import web
async def calc(request):
    data = await request.post()
    return web.Response(text=str(eval(data["expr"])))  # want: code-injection
async def literal(request):
    data = await request.post()
    return web.Response(text=str(ast.literal_eval(data["expr"])))  # fine: code-injection
web_app = web.Application()
web_app.router.add_post("/calc", calc)
web_app.router.add_post("/literal", literal)
