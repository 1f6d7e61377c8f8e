# Addresses that the framework makes of its routes, and the page that was asked for under another number.
from urllib.parse import parse_qs
import tornado.web
from fastapi import FastAPI
from pyramid.httpexceptions import HTTPFound
from pyramid.view import view_config
from starlette.requests import Request
from starlette.responses import RedirectResponse
app = FastAPI()


@app.get("/shelf")
async def shelf(request: Request):
    return RedirectResponse(request.url.include_query_params(page=1))  # fine: open-redirect


@app.get("/shelf/{box}")
async def box(request: Request):
    return RedirectResponse(request.url_for("shelf", box=request.path_params["box"]))  # fine: open-redirect


@app.get("/out")
async def out(request: Request):
    return RedirectResponse(parse_qs(request.url.query)["to"][0])  # want: open-redirect high


class Note(tornado.web.RequestHandler):
    def get(self, key):
        self.redirect(self.reverse_url("note", key))  # fine: open-redirect

    def post(self, key):
        self.redirect(self.get_argument("back"))  # want: open-redirect high


@view_config(route_name="old")
def old(request):
    return HTTPFound(request.route_url("new", key=request.matchdict["key"]))  # fine: open-redirect


@view_config(route_name="away")
def away(request):
    return HTTPFound(request.params["to"])  # want: open-redirect high
