import schemas
from auth import current_user
from fastapi import Depends, FastAPI
from schemas import Loose, Old, Strict

app = FastAPI()


@app.patch("/1")
async def r1(body: Loose, user=Depends(current_user)):
    for k, v in body.model_dump(exclude_unset=True).items():
        setattr(user, k, v)  # want: mass-assignment
    return {}


@app.patch("/2")
async def r2(body: Old, user=Depends(current_user)):
    for k, v in body.dict().items():
        setattr(user, k, v)  # want: mass-assignment
    return {}


@app.patch("/3")
async def r3(body: Strict, user=Depends(current_user)):
    for k, v in body.model_dump().items():
        setattr(user, k, v)
    return {}


@app.patch("/4")
async def r4(body: schemas.Loose, user=Depends(current_user)):
    for k, v in body.model_dump().items():
        setattr(user, k, v)  # want: mass-assignment
    return {}
