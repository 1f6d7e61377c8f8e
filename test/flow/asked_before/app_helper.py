from fastapi import FastAPI
from guards import add_guard
from of_helper import router

app = FastAPI()
add_guard(app)
app.include_router(router)
