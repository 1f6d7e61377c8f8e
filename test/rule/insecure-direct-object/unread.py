from fastapi import APIRouter, Depends, HTTPException
from sqlalchemy import select

from .db import session
from .login import current_user
from .models import Invoice

router = APIRouter()


def load_invoice(db, invoice_id):
    row = db.get(Invoice, invoice_id)
    if row is None:
        raise HTTPException(404)
    return row


def load_own_invoice(db, invoice_id, who):
    row = db.get(Invoice, invoice_id)
    if row is None or row.owner_id != who.id:
        raise HTTPException(404)
    return row


@router.get("/")
def index(who=Depends(current_user), db=Depends(session)):
    return list(db.scalars(select(Invoice).where(Invoice.owner_id == who.id)))


@router.get("/{invoice_id}")
def show(invoice_id: int, who=Depends(current_user), db=Depends(session)):
    return load_invoice(db, invoice_id).total  # want: insecure-direct-object


@router.delete("/{invoice_id}")
async def drop(invoice_id: int, who=Depends(current_user), db=Depends(session)):
    db.delete(load_invoice(db, invoice_id))  # want: insecure-direct-object
    db.commit()


@router.post("/{invoice_id}/pay")
def pay(invoice_id: int, who=Depends(current_user), db=Depends(session)):
    row = db.get(Invoice, invoice_id)  # want: insecure-direct-object
    row.paid = True
    db.commit()


@router.get("/{invoice_id}/lines")
def lines(invoice_id: int, who=Depends(current_user), db=Depends(session)):
    return load_own_invoice(db, invoice_id, who).lines  # fine: insecure-direct-object


@router.get("/count")
def count(who=Depends(current_user), db=Depends(session)):
    return db.get(Invoice, 1) is not None  # fine: insecure-direct-object


@router.get("/{invoice_id}/first")
def first(invoice_id=0, who=Depends(current_user), /):
    return load_invoice(None, invoice_id)  # fine: insecure-direct-object
