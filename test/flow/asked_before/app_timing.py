from fastapi import FastAPI
from guards import TimingMiddleware
from of_timing import router

app = FastAPI()
app.add_middleware(TimingMiddleware)
app.include_router(router)
