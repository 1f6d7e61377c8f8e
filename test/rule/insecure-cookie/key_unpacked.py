# The cookie's own name stands among what ** unpacks.
from fastapi import FastAPI, Response

app = FastAPI()
PLAIN = dict(key="session_id", max_age=3600, path="/")
SAFE = dict(key="session_id", max_age=3600, httponly=True, secure=True, samesite="lax")


@app.post("/login")
def login(response: Response):
    response.set_cookie(value=make(), **PLAIN)  # want: insecure-cookie
    response.set_cookie(value=make(), **SAFE)  # fine: insecure-cookie
