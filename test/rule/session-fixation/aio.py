from aiohttp import web
from aiohttp_session import get_session, new_session

from users import authenticate


async def sign_in(request):
    form = await request.post()
    user = await authenticate(form["email"], form["password"])
    if user is None:
        raise web.HTTPForbidden()
    session = await get_session(request)
    session["user_id"] = user.id  # want: session-fixation
    return web.json_response({})


async def sign_in_anew(request):
    form = await request.post()
    user = await authenticate(form["email"], form["password"])
    session = await new_session(request)
    session["user_id"] = user.id  # fine: session-fixation
    return web.json_response({})


async def basket(request):
    session = await get_session(request)
    session["items"] = []  # fine: session-fixation
    return web.json_response({})
