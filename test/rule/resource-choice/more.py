import os
from multiprocessing import shared_memory
from fastapi import FastAPI, HTTPException
app = FastAPI()
NAMES = {"region": "APP_REGION"}
@app.get("/a")
def a(name: str):
    return os.environ[name]  # want: resource-choice
@app.get("/b")
def b(name: str):
    return os.environ.get("APP_" + name, "")  # want: resource-choice
@app.get("/c")
def c(block: str):
    return bytes(shared_memory.SharedMemory(name=block).buf[:9])  # want: resource-choice
@app.get("/d")
def d(name: str):
    if name not in NAMES:
        raise HTTPException(404)
    return os.environ[NAMES[name]]  # fine: resource-choice
@app.get("/e")
def e():
    return os.environ["APP_REGION"]  # fine: resource-choice
def f(name):
    return os.environ.get(name)  # fine: resource-choice
