# What the application keeps is one thing: start hooks fill it, handlers and workers use it.
import asyncio
import contextlib

import asyncpg
from aiohttp import web
from fastapi import FastAPI, Request
from sanic import Sanic

JOBS = web.AppKey("jobs", asyncio.Queue)


async def enqueue(request):
    await request.app[JOBS].put((await request.json())["tag"])
    return web.Response()


async def aio_worker(queue):
    db = await asyncpg.connect("postgresql:///farm")
    while True:
        tag = await queue.get()
        await db.execute(f"DELETE FROM cow WHERE tag = '{tag}'")  # want: sql-injection


async def aio_worker_bound(queue):
    db = await asyncpg.connect("postgresql:///farm")
    while True:
        await db.execute("DELETE FROM cow WHERE tag = $1", await queue.get())


async def aio_start(app):
    app[JOBS] = asyncio.Queue()
    asyncio.create_task(aio_worker(app[JOBS]))
    asyncio.create_task(aio_worker_bound(app[JOBS]))


def aio():
    app = web.Application()
    app.router.add_post("/jobs", enqueue)
    app.on_startup.append(aio_start)
    return app


@contextlib.asynccontextmanager
async def life(app):
    app.state.jobs = asyncio.Queue()
    task = asyncio.create_task(fast_worker(app.state.jobs))
    yield
    task.cancel()


async def fast_worker(queue):
    db = await asyncpg.connect("postgresql:///farm")
    while True:
        tag = await queue.get()
        await db.execute(f"DELETE FROM hen WHERE tag = '{tag}'")  # want: sql-injection


fast = FastAPI(lifespan=life)


@fast.post("/jobs")
async def fast_enqueue(tag: str, request: Request):
    await request.app.state.jobs.put(tag)


sanic = Sanic("farm")


async def sanic_worker(app):
    db = await asyncpg.connect("postgresql:///farm")
    while True:
        tag = await app.ctx.jobs.get()
        await db.execute(f"DELETE FROM pig WHERE tag = '{tag}'")  # want: sql-injection


@sanic.before_server_start
async def sanic_start(app, loop):
    app.ctx.jobs = asyncio.Queue()
    app.add_task(sanic_worker(app))


@sanic.post("/jobs")
async def sanic_enqueue(request):
    await request.app.ctx.jobs.put(request.json["tag"])
