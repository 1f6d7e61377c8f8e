# A table of handlers: each tells of what its own parameter says that it is.
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse


class NotThere(Exception):
    pass


async def not_there(request: Request, exc: NotThere) -> JSONResponse:
    return JSONResponse({"detail": str(exc)}, status_code=404)  # fine: error-exposure


async def anything(request: Request, exc: Exception) -> JSONResponse:
    return JSONResponse({"detail": str(exc)}, status_code=500)  # want: error-exposure


app = FastAPI(exception_handlers={Exception: anything, NotThere: not_there})
