# The path of a request begins with a slash: behind the host of an address it chooses no other server.
import aiohttp
import httpx
import requests
from aiohttp import web
from fastapi import FastAPI, Request
from flask import Flask, request
from sanic import Sanic

flask_app = Flask(__name__)
sanic_app = Sanic("proxy")
fast_app = FastAPI()
BACKEND = flask_app.config["BACKEND"]
routes = web.RouteTableDef()


@flask_app.get("/api/<path:rest>")
def forward(rest):
    requests.get(BACKEND + request.path, timeout=5)  # fine: ssrf
    requests.get(f"{BACKEND}{request.full_path}", timeout=5)  # fine: ssrf
    requests.get(f"http://localhost:{flask_app.config['PORT']}{request.path}", timeout=5)  # fine: ssrf
    requests.get(f"{BACKEND}{request.path[1:]}", timeout=5)  # want: ssrf
    requests.get(BACKEND + request.path.lstrip("/"), timeout=5)  # want: ssrf
    requests.get(BACKEND + request.path.replace("/api/", ""), timeout=5)  # want: ssrf
    requests.get(BACKEND + request.path.replace(request.script_root, ""), timeout=5)  # want: ssrf
    requests.get("http:" + request.path, timeout=5)  # want: ssrf
    requests.get(BACKEND + request.path.split("/")[2], timeout=5)  # want: ssrf
    requests.get(BACKEND + request.args["rest"], timeout=5)  # want: ssrf
    return ""


@sanic_app.route("/auth/<rest:path>")
async def auth(req, rest):
    url = f"{BACKEND}{req.path}"
    async with httpx.AsyncClient() as client:
        async with client.stream(req.method, url):  # fine: ssrf
            pass
        async with client.stream(req.method, f"{req.args.get('to')}{req.path}"):  # want: ssrf
            pass


@routes.get("/{tail:.*}")
async def tail(req: web.Request):
    port = req.app["port"]
    async with aiohttp.ClientSession() as session:
        await session.get(f"http://localhost:{port}{req.rel_url.raw_path_qs}")  # fine: ssrf
        await session.get(f"http://localhost:{port}{req.path_qs}")  # fine: ssrf
        await session.get(f"http://localhost:{port}{req.rel_url.query['to']}")  # want: ssrf
        await session.get(str(req.rel_url.query["to"]))  # want: ssrf


@fast_app.get("/inside/{name}")
async def inside(req: Request, name: str):
    # answered by the app itself, in this process
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=req.app), base_url=str(req.base_url)):  # fine: ssrf
        pass
    async with httpx.AsyncClient(base_url=req.query_params["to"]):  # want: ssrf
        pass
    async with httpx.AsyncClient(base_url=req.query_params["to"], transport=httpx.AsyncHTTPTransport(retries=3)):  # want: ssrf
        pass
    async with httpx.AsyncClient(base_url=req.query_params["to"], transport=None):  # want: ssrf
        pass


@flask_app.get("/without/<path:rest>")
def without(rest):
    requests.get(BACKEND + request.path.replace(request.args["what"], ""), timeout=5)  # want: ssrf
