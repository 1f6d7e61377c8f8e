# The middleware that asks is not handed to the application.
import hmac
import os

from aiohttp import web

TOKEN = os.environ["TOKEN"]


@web.middleware
async def require_token(request, handler):
    if not hmac.compare_digest(request.headers.get("X-Token", ""), TOKEN):
        raise web.HTTPUnauthorized()
    return await handler(request)


@web.middleware
async def timing(request, handler):
    return await handler(request)


def make():
    return web.Application()  # want: missing-authentication
