import html
from urllib.parse import unquote

from fastapi import FastAPI, Request, Response

app = FastAPI()


@app.get("/a")
def allowed(request: Request, response: Response):
    response.headers["Access-Control-Allow-Origin"] = request.headers.get("origin")  # fine: header-injection
    return {}


@app.get("/b")
def opened(request: Request, response: Response):
    response.headers["X-Name"] = unquote(request.headers.get("x-name"))  # want: header-injection
    return {}


@app.get("/c")
def asked(name: str, response: Response):
    response.headers["X-Name"] = name  # want: header-injection
    return {}


@app.get("/d")
def written_to(request: Request, response: Response):
    response.headers["X-Lang"] = request.query_params.get("l", "en")  # want: header-injection
    return {}


@app.get("/e")
def unescaped(request: Request, response: Response):
    response.headers["X-Name"] = html.unescape(request.headers.get("x-name"))  # want: header-injection
    return {}
