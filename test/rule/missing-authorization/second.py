from fastapi import APIRouter, Depends, HTTPException

from desk.auth import can_close, has_scope, signed_in
from desk.store import tickets

router = APIRouter()


@router.delete("/tickets/{number}")
async def close(number: int, who=Depends(signed_in)):
    can_close(who, number)  # want: missing-authorization
    tickets.pop(number)


@router.delete("/queues/{name}")
async def drop(name: str, who=Depends(signed_in)):
    if not await has_scope(who, "queues"):  # fine: missing-authorization
        raise HTTPException(403)
    tickets.drop(name)
