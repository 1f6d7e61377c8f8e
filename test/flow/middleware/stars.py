from starlette.middleware.base import BaseHTTPMiddleware


class Kept(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.kept = request.headers["x-kept"]
        request.state.known = "https://b.example.com/"
        return await call_next(request)
