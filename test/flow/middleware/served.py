import requests
from fastapi import FastAPI, Request
from stars import Kept

app = FastAPI()
app.add_middleware(Kept)


@app.get("/x")
def x(request: Request):
    requests.get(request.state.kept, timeout=3)  # want: ssrf
    requests.get(request.state.known, timeout=3)
