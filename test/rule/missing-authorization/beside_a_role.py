# One administrator's route makes no administrators' actions of what everybody does beside it.
from fastapi import APIRouter, Depends
from desk.deps import current_user, db, require_role, tickets

router = APIRouter()


@router.post("/tickets")  # fine: missing-authorization
def create(text: str, user=Depends(current_user)):
    db.add(user.id, text)


@router.post("/tickets/{key}/comment")  # fine: missing-authorization
def comment(key: int, text: str, user=Depends(current_user)):
    db.comment(key, user.id, text)


@router.patch("/tickets/{key}")  # fine: missing-authorization
def change(key: int, text: str, user=Depends(current_user)):
    ticket = db.get(key)
    if ticket is None or ticket.owner_id != user.id:
        raise LookupError
    ticket.text = text


@router.delete("/tickets/{key}")  # want: missing-authorization
def remove(key: int, user=Depends(current_user)):
    db.delete(db.get(key))


@router.delete("/notes/{key}")  # fine: missing-authorization
def remove_note(key: int, user=Depends(current_user)):
    tickets.delete(key, user)


@router.post("/people/{key}/rights")  # want: missing-authorization
def grant(key: int, user=Depends(current_user)):
    db.grant(key)


@router.post("/admin/mail")  # want: missing-authorization
def mail(text: str, user=Depends(current_user)):
    db.mail(text)


@router.post("/people/{key}/stop")
def stop(key: int, user=Depends(require_role("admin"))):
    db.stop(key)


@router.post("/people/{key}/greet")  # fine: missing-authorization
def greet(key: int, user=Depends(current_user)):
    db.greet(key, user.id)
