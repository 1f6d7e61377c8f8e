from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException

from store import accounts

router = APIRouter()


def current_user(token: str):
    return accounts.by_token(token)


def require_admin(user: Annotated[dict, Depends(current_user)]):
    if user.role != "admin":
        raise HTTPException(403)
    return user


@router.post("/accounts/{name}/lock")
def lock(name: str, user: Annotated[dict, Depends(require_admin)]):  # fine: unasked-access
    accounts.lock(name, by=user.name)


@router.delete("/accounts/{name}")
def delete(name: str, user=Depends(require_admin)):  # fine: unasked-access
    accounts.delete(name, by=user.name)
