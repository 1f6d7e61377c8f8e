# A type that only a checker imports says what a parameter is all the same.
from __future__ import annotations

import os
import typing as t
from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    from starlette.requests import Request

if t.TYPE_CHECKING:
    import starlette.requests
    from starlette.requests import Request as Asked

    from nowhere_known import Thing
else:
    Other = None


class Reader:
    async def plain(self, request: Request):
        url = (await request.body()).decode()
        async with httpx.AsyncClient() as client:
            return await client.get(url)  # want: ssrf

    async def renamed(self, request: "Asked | None", often=1):
        url = (await request.body()).decode()
        async with httpx.AsyncClient() as client:
            return await client.get(url)  # want: ssrf

    async def dotted(self, request: starlette.requests.Request):
        async with httpx.AsyncClient() as client:
            return await client.get(request.query_params["u"])  # want: ssrf

    async def optional(self, request: t.Optional[Request]):
        async with httpx.AsyncClient() as client:
            return await client.get(request.query_params["u"])  # want: ssrf

    async def fixed(self, request: Request):
        async with httpx.AsyncClient() as client:
            return await client.get("https://example.com/", params={"u": request.query_params["u"]})


class Holder:
    def __init__(self, thing: Thing, other: "Other | None"):
        self.thing = thing
        os.system("echo " + str(len(str(self.thing))))


def run(holder):
    return Holder(holder, None)
