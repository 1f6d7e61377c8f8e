from fastapi import Depends, FastAPI
from pydantic import BaseModel

from .db import get_db
from .models import Part

app = FastAPI()


class NewPart(BaseModel):
    name: str
    price: float


@app.post("/parts")
def make(request: NewPart, db=Depends(get_db)):
    part = Part(**request.dict())  # fine: mass-assignment
    db.add(part)
    db.commit()
    return part


@app.put("/parts/{key}")
def change(key: int, request: NewPart, db=Depends(get_db)):
    db.query(Part).filter(Part.id == key).update(request.dict())  # fine: mass-assignment
    db.commit()
    return {}
