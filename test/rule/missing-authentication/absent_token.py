import hmac
import os

from aiohttp import web
from fastapi import APIRouter, Depends, Header, HTTPException

from shop.people import remove

TOKEN = os.environ["TOKEN"]
router = APIRouter(prefix="/admin/people")
guarded = APIRouter(prefix="/admin/groups", dependencies=[Depends(lambda: None)])
public = APIRouter(prefix="/people")


@router.delete("/{key}")  # want: missing-authentication
def drop(key: int):
    remove(key)


@guarded.delete("/{key}")  # fine: missing-authentication
def drop_group(key: int):
    remove(key)


@public.post("/")  # fine: missing-authentication
def join(name: str):
    return {"name": name}


@web.middleware
async def lax(request, handler):
    sent = request.headers.get("X-Token")
    if sent and not hmac.compare_digest(sent.encode(), TOKEN.encode()):  # want: missing-authentication
        raise web.HTTPForbidden()
    return await handler(request)


@web.middleware
async def strict(request, handler):
    sent = request.headers.get("X-Token", "")
    if not hmac.compare_digest(sent.encode(), TOKEN.encode()):  # fine: missing-authentication
        raise web.HTTPForbidden()
    return await handler(request)


@web.middleware
async def asked(request, handler):
    sent = request.headers.get("X-Token")
    if not sent or not hmac.compare_digest(sent.encode(), TOKEN.encode()):  # fine: missing-authentication
        raise web.HTTPForbidden()
    return await handler(request)
