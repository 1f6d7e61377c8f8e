from fastapi import Depends, FastAPI
from guards import signed_in
from of_neighbour import router

admin = FastAPI(dependencies=[Depends(signed_in)])
app = FastAPI()
app.include_router(router)
app.mount("/admin", admin)
