# Starlette and FastAPI, with a folder of their own; aiohttp.
import aiohttp_jinja2
from aiohttp import web
from fastapi import FastAPI, Request
from fastapi.templating import Jinja2Templates

app = FastAPI()
templates = Jinja2Templates(directory="html")


@app.get("/a")
def first(request: Request, t: str):
    return templates.TemplateResponse("raw.html", {"request": request, "t": t})  # want: xss


@app.get("/b")
async def second(request: Request, t: str):
    return templates.TemplateResponse(request, "raw.html", {"t": t})  # want: xss


@app.get("/c")
async def third(request: Request, t: str):
    return templates.TemplateResponse(request=request, name="raw.html", context={"t": t, "u": 1})  # want: xss


@app.get("/d")
def fourth(request: Request, t: str, n: int):
    templates.TemplateResponse(request, "raw.html", {"t": n})
    return templates.TemplateResponse(request, "raw.html", {"u": t})


@app.get("/e")
def fifth(request: Request, t: str):
    return templates.get_template("raw.html").render(t=t)  # want: xss


async def by_aiohttp(request):
    t = request.query["t"]
    if request.query["n"]:
        return aiohttp_jinja2.render_template("raw.html", request, {"u": t})
    return aiohttp_jinja2.render_template("pages/far.html", request, {"text": t})  # want: xss


web.Application().router.add_get("/", by_aiohttp)


@aiohttp_jinja2.template("pages/far.html")
async def decorated(request):
    if request.query["n"]:
        return {"u": request.query["t"]}
    return {"text": request.query["t"]}  # want: xss


web.Application().router.add_get("/more", decorated)
