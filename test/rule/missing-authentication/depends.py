# Who may call is asked for by a dependency whatever it is called.
from typing import Annotated
from fastapi import Depends, FastAPI, Security
from desk.people import current_user, get_verified_member, get_staff_admin
from desk.stock import shelf, get_store
app = FastAPI()


@app.post("/orders")
async def order(what: str, user=Depends(current_user)):
    return await shelf.order(user, what)


@app.post("/returns")  # fine: missing-authentication
async def give_back(what: str, person=Depends(get_verified_member)):
    return await shelf.give_back(person, what)


@app.post("/prices")  # fine: missing-authentication
async def price(what: str, person: Annotated[object, Security(get_staff_admin)]):
    return await shelf.price(what)


@app.post("/shelves")  # want: missing-authentication
async def build(what: str, store=Depends(get_store)):
    return await store.build(what)
