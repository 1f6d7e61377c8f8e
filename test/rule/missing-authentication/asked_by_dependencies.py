# What a dependency depends on asks, whatever its own name is; a session of the database asks nobody.
from typing import Annotated
from fastapi import APIRouter, Depends, Header, HTTPException
from fastapi.security import HTTPBearer
from shop.tables import Crate, open_session
router = APIRouter()
bearer = HTTPBearer()
Bearer = Annotated[str, Depends(bearer)]


def steward(token=Depends(bearer)):
    if token.credentials != "x":
        raise HTTPException(403)
    return token


def held_crate(crate_id: int, who=Depends(steward), session=Depends(open_session)):
    return session.get(Crate, crate_id)


class Desk:
    def __init__(self, floor):
        self.floor = floor

    def __call__(self, key: str = Header()):
        if key != self.floor:
            raise HTTPException(status_code=401)


upstairs = Desk("3")


@router.post("/crates")  # fine: missing-authentication
async def add(size: int, who=Depends(steward), session=Depends(open_session)):
    session.add(Crate(size))


@router.patch("/crates/{crate_id}")  # fine: missing-authentication
async def change(size: int, crate=Depends(held_crate)):
    crate.size = size


@router.put("/crates/{crate_id}")  # fine: missing-authentication
async def put(size: int, desk=Depends(upstairs)):
    return size


@router.delete("/crates/{crate_id}")  # fine: missing-authentication
async def drop(crate_id: int, key: Bearer):
    return crate_id


@router.post("/crates/empty", dependencies=[Depends(upstairs)])  # fine: missing-authentication
async def empty(session=Depends(open_session)):
    session.execute("DELETE FROM crate")


@router.post("/crates/{crate_id}/weight")  # want: missing-authentication
async def weigh(crate_id: int, weight: int, session=Depends(open_session)):
    session.get(Crate, crate_id).weight = weight
    session.commit()
