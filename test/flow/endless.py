# Coroutines that never end, handed to the loop: what comes behind them runs all the same.
import asyncio
import re

from quart import Quart, request

app = Quart(__name__)
new, good = asyncio.Queue(), asyncio.Queue()
WORD = re.compile(r"[a-z]{1,20}")


async def sift(source, target):
    while True:
        word = await source.get()
        if WORD.fullmatch(word):
            await target.put(word)


async def early(source):
    while True:
        await asyncio.create_subprocess_shell(f"say {await source.get()}")  # want: command-injection


async def late(source):
    while True:
        await asyncio.create_subprocess_shell(f"say {await source.get()}")


@app.before_serving
async def start():
    asyncio.create_task(sift(new, good))
    asyncio.create_task(early(new))
    asyncio.create_task(late(good))


@app.post("/words")
async def put():
    await new.put((await request.form)["word"])
    return ""
