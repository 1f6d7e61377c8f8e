# Two routers in one file: one asks who is calling, and what changes things hangs on the other.
from fastapi import APIRouter, Depends, FastAPI
from jobs import queue
from jobs.people import signed_in
open_jobs = APIRouter(prefix="/jobs")
inner = APIRouter(prefix="/internal")
app = FastAPI()


@open_jobs.get("/list")
def listed():
    return queue.names()


@open_jobs.patch("/{name}")  # want: missing-authentication
def rename(name: str, to: str):
    return queue.rename(name, to)


@open_jobs.post("/feedback")  # fine: missing-authentication
def say(text: str):
    return queue.say(text)


@inner.patch("/{name}/size")  # fine: missing-authentication
def resize(name: str, n: int):
    return queue.resize(name, n)


app.include_router(open_jobs)
app.include_router(inner, dependencies=[Depends(signed_in)])
