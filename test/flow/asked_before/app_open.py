from fastapi import FastAPI
from of_open_app import router

app = FastAPI()
app.include_router(router)
