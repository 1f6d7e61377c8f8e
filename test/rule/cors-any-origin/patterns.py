import re

from starlette.middleware.base import BaseHTTPMiddleware

ORIGIN = re.compile(r"https://([a-z0-9-]+\.)?example\.org")
CLOSED = re.compile(r"https://([a-z0-9-]+\.)?example\.org$")


class Starts(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        origin = request.headers.get("origin", "")
        response = await call_next(request)
        if request.method != "OPTIONS" and ORIGIN.match(origin):
            response.headers["Access-Control-Allow-Origin"] = origin  # want: cors-any-origin
            response.headers["Access-Control-Allow-Credentials"] = "true"
        return response


class Whole(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        origin = request.headers.get("origin", "")
        response = await call_next(request)
        if ORIGIN.fullmatch(origin) is not None:
            response.headers["Access-Control-Allow-Origin"] = origin  # fine: cors-any-origin
            response.headers["Access-Control-Allow-Credentials"] = "true"
        return response


class Closed(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        origin = request.headers.get("origin", "")
        response = await call_next(request)
        if CLOSED.match(origin):
            response.headers["Access-Control-Allow-Origin"] = origin  # fine: cors-any-origin
            response.headers["Access-Control-Allow-Credentials"] = "true"
        return response
