from sanic import Sanic
from sanic.exceptions import Unauthorized
from sanic_items import bp

app = Sanic("shop")
app.blueprint(bp)


@app.on_request
async def check(request):
    if not request.ctx.session:
        raise Unauthorized("no")
