# A content type given in the headers, to a helper for text, or after the answer was made.
import sanic.response
from aiohttp import web
from fastapi import FastAPI, Response
from fastapi.responses import PlainTextResponse
from sanic import Sanic
from sanic.response import HTTPResponse, raw, text

app = FastAPI()
shop = Sanic("shop")
PAGE = {"content-type": "text/html; charset=utf-8"}


async def a1(request):
    return web.Response(text="<p>" + request.query["q"], headers={"Content-Type": "text/html"})  # want: xss


async def a2(request):
    return web.Response(text="<p>" + request.query["q"], headers={"Content-Type": "text/plain"})


async def a3(request):
    return web.Response(text="<p>" + request.query["q"], headers={"X-Html": "text/html"})


async def a4(request):
    return web.Response(body=b"<p>" + request.query["q"].encode(), headers=PAGE)  # want: xss


async def a5(request):
    r = web.Response(text="<p>" + request.query["q"])  # want: xss
    r.content_type = "text/html"
    return r


async def a6(request):
    r = web.Response(text="<p>" + request.query["q"])
    r.content_type = "text/plain"
    return r


async def a7(request):
    r = web.Response(text="<p>" + request.query["q"])  # want: xss
    r.headers["content-type"] = "text/html"
    return r


@app.get("/1")
def f1(q: str):
    return Response("<p>" + q, headers={"content-type": "text/html"})  # want: xss


@app.get("/2")
def f2(q: str):
    return Response(content="<p>" + q, headers={"content-type": "application/json"})


@app.get("/3")
def f3(q: str):
    r = Response(content="<p>" + q)  # want: xss
    r.headers["content-type"] = "text/html"
    return r


@app.get("/4")
def f4(q: str):
    r = Response(content="<p>" + q)
    r.headers["content-type"] = "text/plain"
    return r


@app.get("/5")
def f5(q: str):
    return Response(content="<p>" + q)


@app.get("/6")
def f6(q: str):
    return PlainTextResponse("<p>" + q, headers=PAGE)  # want: xss


@app.get("/7")
def f7(q: str):
    return PlainTextResponse("<p>" + q)


@app.get("/8")
def f8(q: str):
    headers = {"X-A": "b"}
    headers["Content-Type"] = "text/html"
    return Response("<p>" + q, headers=headers)  # want: xss


@app.get("/9")
def f9(q: str):
    r = Response(content="<p>" + q, media_type="text/plain")
    r.headers["x-more"] = "text/html"
    return r


@app.get("/10")
def f10(q: str):
    headers = dict(PAGE)
    return Response("<p>" + q, 200, headers)  # want: xss


@app.get("/11")
def f11(q: str):
    return Response("<p>" + q, headers={**PAGE, "x": "y"})  # want: xss


@shop.get("/1")
async def s1(request):
    return sanic.response.text("<p>" + request.args.get("q"), content_type="text/html")  # want: xss


@shop.get("/2")
async def s2(request):
    return text("<p>" + request.args.get("q"))


@shop.get("/3")
async def s3(request):
    return raw(b"<p>" + request.args.get("q").encode(), content_type="text/html; charset=utf-8")  # want: xss


@shop.get("/4")
async def s4(request):
    return HTTPResponse("<p>" + request.args.get("q"), headers={"Content-Type": "text/html"})  # want: xss


@shop.get("/5")
async def s5(request):
    return HTTPResponse("<p>" + request.args.get("q"), headers={"Content-Type": "text/plain"})


@shop.get("/6")
async def s6(request):
    return text("<p>" + request.args.get("q"), 200, PAGE)  # want: xss


async def setup():
    server = web.Application()
    for handler in (a1, a2, a3, a4, a5, a6, a7):
        server.router.add_get("/" + handler.__name__, handler)
