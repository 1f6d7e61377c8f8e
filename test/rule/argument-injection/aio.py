import asyncio
import os
import subprocess
from aiohttp import web
async def clone(request):
    data = await request.json()
    await asyncio.create_subprocess_exec("git", "clone", data["url"])  # want: argument-injection
    return web.Response(text="ok")
app = web.Application()
app.router.add_post("/clone", clone)
