from sanic import Blueprint
from guards import login_required

bp = Blueprint("items")


@bp.post("/items/<i:int>")
async def add(request, i):
    return i


@bp.delete("/items/<i:int>")
@login_required
async def remove(request, i):
    return i
