from aiohttp import web
from aio_handlers import routes
from aio_hooks import names

app = web.Application(middlewares=[names])
app.add_routes(routes)
