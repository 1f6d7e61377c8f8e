from fastapi import Depends, FastAPI
from guards import database
from of_database import router

app = FastAPI()
app.include_router(router, dependencies=[Depends(database)])
