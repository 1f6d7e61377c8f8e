# An address of administrators, in a program that asks nobody.
from fastapi import FastAPI
from starlette.responses import Response
from starlette.routing import Route

from shop.db import session
from shop.models import User

app = FastAPI()


@app.delete("/admin/users/{key}")  # want: missing-authentication
def remove(key: int):
    session.delete(session.get(User, key))
    session.commit()


@app.get("/admin/users/{key}")  # fine: missing-authentication
def show(key: int):
    return session.get(User, key)


@app.delete("/baskets/{key}")  # fine: missing-authentication
def empty(key: int):
    session.delete(key)


@app.post("/admin/login")  # fine: missing-authentication
def login(name: str, password: str):
    return name


async def purge(request):
    db.delete(request.path_params["key"])
    return Response(status_code=204)


ROUTES = [
    Route("/admin/rows/{key}", purge, methods=["DELETE"]),  # want: missing-authentication
    Route("/admin/rows/{key}/show", purge, methods=["GET"]),  # fine: missing-authentication
]
