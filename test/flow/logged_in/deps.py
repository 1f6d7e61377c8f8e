from typing import Annotated

from fastapi import Depends, HTTPException

import models


def get_db():
    yield models.session()


def current_user(token: str, db=Depends(get_db)):
    user = db.query(models.User).filter_by(token=token).first()
    if user is None:
        raise HTTPException(401)
    return user


def require_admin(user=Depends(current_user)):
    if not user.is_admin:
        raise HTTPException(403)
    return user


Me = Annotated[models.User, Depends(current_user)]
Admin = Annotated[models.User, Depends(require_admin)]
