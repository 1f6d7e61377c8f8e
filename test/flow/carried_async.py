# What runs before a handler, wherever it stands, leaves on a request of Starlette, FastAPI or aiohttp, and Flask's hooks in g.
import os

import requests
from aiohttp import web
from fastapi import FastAPI, Request
from flask import Flask, g
from flask import request as asked
from starlette.middleware.base import BaseHTTPMiddleware

app = FastAPI()
flask_app = Flask(__name__)


@app.get("/before")
def before(request: Request):
    requests.get(request.state.tag, timeout=3)  # want: ssrf
    os.system("show %s" % request.state.pages)


class Tagged(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.tag = request.headers["x-tag"]
        request.state.pages = 3
        return await call_next(request)


@app.middleware("http")
async def noted(request: Request, call_next):
    request.state.note = request.headers["x-note"]
    return await call_next(request)


app.add_middleware(Tagged)


@app.get("/x")
def x(request: Request):
    requests.get(request.state.note, timeout=3)  # want: ssrf
    requests.get("https://a.example.com/%s" % request.state.pages, timeout=3)


@web.middleware
async def kept(request, handler):
    request["t"] = request.query["t"]
    request["n"] = "https://a.example.com/"
    return await handler(request)


async def y(request):
    requests.get(request["t"], timeout=3)  # want: ssrf
    requests.get(request["n"], timeout=3)
    return web.Response()


served = web.Application(middlewares=[kept])
served.router.add_get("/y", y)


@flask_app.get("/l")
def listed():
    os.system("page %s" % g.page)
    os.system("order %s" % g.order)  # want: command-injection
    return ""


@flask_app.before_request
def load():
    g.order = asked.args["o"]
    g.page = 1
