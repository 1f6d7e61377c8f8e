from fastapi import APIRouter, Depends, FastAPI
from guards import signed_in
from of_parent import router as parent
import of_loop

api = APIRouter(dependencies=[Depends(signed_in)])
api.include_router(parent)
app = FastAPI()
app.include_router(api)
for each in (of_loop.router,):
    app.include_router(each, dependencies=[Depends(signed_in)])
