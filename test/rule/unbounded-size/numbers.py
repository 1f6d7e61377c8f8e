import asyncio

from fastapi import FastAPI, Query
from PIL import Image

from shop.models import Item

app = FastAPI()


@app.get("/blank")
def blank(width: int, height: int = Query(le=500), limit: int = 10):
    Image.new("RGB", (width, height))  # want: unbounded-size
    Image.new("RGB", (height, height))  # fine: unbounded-size
    Item.query.limit(limit)  # want: unbounded-size
    Item.query.limit(min(limit, 50))  # fine: unbounded-size
    Image.open("x.png").resize((width, 10))  # want: unbounded-size


@app.get("/wait")
async def wait(seconds: int = Query(1, lt=5), more: int = 1):
    await asyncio.sleep(seconds)  # fine: unbounded-size
    await asyncio.sleep(more)  # want: unbounded-size
