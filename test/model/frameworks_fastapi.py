# FastAPI and Starlette: parameters, bodies, uploads, sockets, replies.
import os

from fastapi import APIRouter, Body, Depends, FastAPI, File, Form, Header, Query, Request, UploadFile, WebSocket
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse
from pydantic import BaseModel

app = FastAPI()
router = APIRouter()


class Item(BaseModel):
    name: str
    count: int


def word(q: str = Query("")):
    return q


@app.get("/a/{name}")
def a(name: str, n: int, agent: str = Header("")):
    os.system("ls " + name)  # want: command-injection
    os.system("ls %d" % n)
    os.system("ls " + agent)  # want: command-injection


@app.post("/b")
async def b(item: Item, request: Request, note: str = Form(...)):
    os.system("ls " + item.name)  # want: command-injection
    os.system(f"ls {item.count}")
    body = await request.json()
    os.system("ls " + body["x"])  # want: command-injection
    os.system("ls " + request.query_params["x"])  # want: command-injection
    os.system("ls " + request.headers.get("x"))  # want: command-injection
    os.system("ls " + note)  # want: command-injection


@router.post("/c")
async def c(file: UploadFile, raw: bytes = Body(...), w: str = Depends(word)):
    open("/data/" + file.filename, "wb")  # want: path-traversal
    open("/data/" + os.path.basename(file.filename), "wb")
    os.system("ls " + w)  # want: command-injection


@router.get("/d", response_class=HTMLResponse)
def d(q: str):
    return HTMLResponse("<p>" + q + "</p>")  # want: xss


@router.get("/e")
def e(q: str):
    return RedirectResponse(q)  # want: open-redirect


@router.get("/f")
def f(q: str):
    return FileResponse("/data/" + q)  # want: path-traversal


@app.websocket("/ws")
async def ws(socket: WebSocket):
    text = await socket.receive_text()
    os.system("ls " + text)  # want: command-injection
