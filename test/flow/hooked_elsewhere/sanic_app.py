from sanic import Sanic
from sanic_handlers import bp
from sanic_hooks import names

app = Sanic("x")
app.blueprint(bp)
app.register_middleware(names, "request")
