import asyncio
import os
import shlex
import subprocess
import paramiko
from aiohttp import web
from fabric import Connection
async def ping(request):
    host = request.query["host"]
    proc = await asyncio.create_subprocess_shell("ping -c 1 " + host)  # want: command-injection
    return web.Response(text=str(await proc.wait()))
app = web.Application()
app.router.add_get("/ping", ping)
