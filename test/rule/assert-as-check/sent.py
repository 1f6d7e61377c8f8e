# A number of the request is held to its bounds by an assert.
from aiohttp import web
LEFT = {"seats": 4}


async def book(request: web.Request) -> web.Response:
    seats = int((await request.post())["seats"])
    assert 0 < seats <= LEFT["seats"]  # want: assert-as-check
    LEFT["seats"] -= seats
    assert LEFT["seats"] >= 0  # fine: assert-as-check
    return web.Response()


app = web.Application()
app.router.add_post("/book", book)
