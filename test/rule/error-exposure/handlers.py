# Handlers of exceptions that nobody caught, as each framework is told of them.
import logging

from bottle import Bottle
from litestar import Litestar, Request, Response
from sanic import Sanic
from sanic.response import json, text
from starlette.applications import Starlette
from starlette.responses import JSONResponse

log = logging.getLogger(__name__)
app = Sanic("api")
site = Bottle()


@app.exception(Exception)
async def told(request, exc):
    return json({"error": f"{type(exc).__name__}: {exc}"}, status=500)  # want: error-exposure


@app.exception(LookupError)
async def untold(request, exc):
    log.warning("missing", exc_info=exc)
    return json({"error": "not found"}, status=404)  # fine: error-exposure


async def added(request, exc):
    return text(str(exc), status=500)  # want: error-exposure


app.error_handler.add(Exception, added)


@site.error(500)
def page(error):
    return str(error.exception)  # want: error-exposure


@site.error(404)
def missing(error):
    return "nothing here"  # fine: error-exposure


async def failed(request, exc):
    return JSONResponse({"detail": str(exc)}, 500)  # want: error-exposure


async def silent(request, exc):
    return JSONResponse({"detail": "internal error"}, 500)  # fine: error-exposure


star = Starlette(exception_handlers={Exception: failed, 404: silent})


def light(request: Request, exc: Exception) -> Response:
    return Response({"detail": repr(exc)}, status_code=500)  # want: error-exposure


api = Litestar([], exception_handlers={Exception: light})
