from fastapi import FastAPI
from starlette.middleware import Middleware
from guards import AuthMiddleware
from of_middleware import router

app = FastAPI(middleware=[Middleware(AuthMiddleware)])
app.include_router(router)
