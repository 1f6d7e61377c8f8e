from fastapi import APIRouter, Depends, HTTPException

from shop.security import current_user, has_role

router = APIRouter()
ACCOUNTS = {}


@router.delete("/accounts/{ident}")
def drop(ident: int, user=Depends(current_user)):
    has_role(user, "admin")  # want: missing-authorization
    ACCOUNTS.pop(ident, None)


@router.delete("/notes/{ident}")
def drop_note(ident: int, user=Depends(current_user)):
    if not has_role(user, "admin"):  # fine: missing-authorization
        raise HTTPException(403)
    ACCOUNTS.pop(ident, None)
