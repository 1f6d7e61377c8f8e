# FastAPI: parameters of a route are outside data by their place and type.
import os
from fastapi import APIRouter, Depends, FastAPI, Query, Request
from pydantic import BaseModel

app = FastAPI()
router = APIRouter()


class Item(BaseModel):
    name: str
    size: int


@app.get("/a/{name}")
async def a(name: str, size: int, q: str = Query("x")):
    os.system("ls " + name)  # want: command-injection
    os.system("ls %d" % size)
    os.system("ls " + q)  # want: command-injection
    return {}


@router.post("/b")
async def b(item: Item, request: Request):
    os.system("ls " + item.name)  # want: command-injection
    os.system("ls %d" % item.size)
    os.system("ls " + request.query_params["q"])  # want: command-injection
    body = await request.json()
    os.system("ls " + body["x"])  # want: command-injection
    return {}


# what a handler depends on calls the handler itself
def account(token: str):
    return c(token)


@app.get("/c")
def c(q: str, user=Depends(account), other: str = ""):
    os.system("ls " + q)  # want: command-injection
    return user
