from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException

import models
from deps import Admin, Me, current_user, get_db

app = FastAPI()
Mine = Annotated[models.User, Depends(current_user)]


@app.get("/1/{nid}")
def show(nid: int, me: Me, db=Depends(get_db)):
    return {"t": db.get(models.Note, nid).text}  # want: insecure-direct-object


@app.get("/2/{nid}")
def show2(nid: int, me: Mine, db=Depends(get_db)):
    return {"t": db.get(models.Note, nid).text}  # want: insecure-direct-object


@app.get("/3/{nid}")
def show3(nid: int, me: Me, db=Depends(get_db)):
    note = db.get(models.Note, nid)
    if note.writer != me.id:
        raise HTTPException(404)
    return {"t": note.text}


@app.get("/4/{nid}")
def show4(nid: int, me: Admin, db=Depends(get_db)):
    return {"t": db.get(models.Note, nid).text}


@app.get("/5/{nid}")
def show5(nid: int, me: Me, db=Depends(get_db)):
    note = db.get(models.Note, nid)
    return me.only_mine(note)


@app.get("/6/{nid}")
def show6(nid: int, db=Depends(get_db)):
    return {"t": db.get(models.Note, nid).text}


def may_read(nid: int):
    return nid


@app.get("/7/{nid}", dependencies=[Depends(may_read)])
def show7(nid: int, me: Me, db=Depends(get_db)):
    return {"t": db.get(models.Note, nid).text}
