from fastapi import Depends, FastAPI
from guards import signed_in


def create():
    from of_factory import router
    app = FastAPI(dependencies=[Depends(signed_in)])
    app.include_router(router)
    return app
