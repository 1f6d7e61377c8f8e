from aiohttp import web
from sanic import Sanic
from flask import Flask
from flask_autoindex import AutoIndex
from starlette.staticfiles import StaticFiles

app = web.Application()
app.router.add_static("/a", "/srv/a", show_index=True)  # want: listed-folder
app.router.add_static("/b", "/srv/b", follow_symlinks=True)  # want: listed-folder
app.router.add_static("/c", "/srv/c")  # fine: listed-folder
app.router.add_static("/d", "/srv/d", show_index=False, follow_symlinks=False)  # fine: listed-folder
app.add_routes([web.static("/e", "/srv/e", show_index=True)])  # want: listed-folder
app.add_routes([web.static("/f", "/srv/f")])  # fine: listed-folder
other = Sanic("x")
other.static("/g", "/srv/g", directory_view=True)  # want: listed-folder
other.static("/h", "/srv/h")  # fine: listed-folder
AutoIndex(Flask(__name__), browse_root="/srv")  # want: listed-folder
StaticFiles(directory="/srv", follow_symlink=True)  # want: listed-folder
StaticFiles(directory="/srv")  # fine: listed-folder
routes = web.RouteTableDef()
routes.static("/i", "/srv/i", show_index=True)  # want: listed-folder
routes.static("/j", "/srv/j")  # fine: listed-folder
