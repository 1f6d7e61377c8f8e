from fastapi import Header, HTTPException
from fastapi.responses import JSONResponse


def require_admin(x_token: str = Header()):
    if x_token != "changed":
        raise HTTPException(403)


def signed_in(x_token: str = Header()):
    if not x_token.startswith("a"):
        raise HTTPException(401)


def database():
    yield None


class AuthMiddleware:
    async def dispatch(self, request, call_next):
        if not request.headers.get("Authorization"):
            return JSONResponse({}, status_code=401)
        return await call_next(request)


class TimingMiddleware:
    async def dispatch(self, request, call_next):
        return await call_next(request)


def add_guard(app):
    @app.middleware("http")
    async def check(request, call_next):
        if request.headers.get("X-Api-Key") is None:
            return JSONResponse({}, status_code=401)
        return await call_next(request)
