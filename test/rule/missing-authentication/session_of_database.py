# session.delete(row) asks no visitor's session.
from fastapi import Depends, FastAPI

from shop.db import session
from shop.deps import current_user
from shop.models import User

app = FastAPI()


@app.get("/users/{key}")
def show(key: int, user=Depends(current_user)):
    return session.get(User, key)


@app.delete("/users/{key}")  # want: missing-authentication
def remove(key: int):
    session.delete(session.get(User, key))
    session.commit()
