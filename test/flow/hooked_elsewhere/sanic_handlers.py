import os

from sanic import Blueprint, text

bp = Blueprint("x")


@bp.get("/a")
async def left(request):
    os.system("echo " + request.ctx.sanic_left)  # want: command-injection
    return text("")


@bp.get("/b")
async def checked(request):
    os.system("echo " + request.ctx.sanic_checked)
    return text("")
