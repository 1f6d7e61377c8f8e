# A check that is a coroutine, and nobody awaits it; one that is awaited, or checks nothing.
import asyncio

from aiohttp import web
from starlette.exceptions import HTTPException

from shop.store import drop_stock, note, price_of


async def must_own(request, item):
    row = await price_of(item)
    if row["owner"] != request["user"]:
        raise web.HTTPForbidden()


async def must_be_staff(request):
    if "staff" not in request.scope["user"]["groups"]:
        raise HTTPException(status_code=403, detail="staff only")


async def must_exist(item):
    if await price_of(item) is None:
        raise LookupError(item)


async def sell(request):
    item = int(request.match_info["item"])
    must_own(request, item)  # want: missing-authorization
    await drop_stock(item)
    return web.Response(status=204)


async def sell_all(request):
    must_be_staff(request)  # want: missing-authorization
    await drop_stock(None)
    return web.Response(status=204)


async def give(request):
    item = int(request.match_info["item"])
    await must_own(request, item)
    await must_be_staff(request)
    must_exist(item)
    await drop_stock(item)
    asyncio.create_task(note(item))
    return web.Response(status=204)
