# A bot's own handler gets the whole request and knows its callers by a signature; so does who reads the header.
from fastapi import Depends, FastAPI, Request
from desk.users import current_user
from desk.bots import bot, shop
app = FastAPI()


@app.post("/orders")
async def orders(request: Request, user=Depends(current_user)):
    return await shop.order(user, await request.json())


@app.post("/chat/events")  # fine: missing-authentication
async def chat(request: Request):
    return await bot.handle(request)


@app.post("/mail/events")  # fine: missing-authentication
async def mail(request: Request):
    said = request.headers.get("Authorization", "")
    return await bot.take(await request.json(), said)


@app.post("/stock")  # want: missing-authentication
async def stock(request: Request):
    wanted = await request.json()
    return await shop.restock(wanted)
