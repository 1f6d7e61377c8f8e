# What is wrong with the text that the client sent is the client's own; what failed after it is not.
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from .work import done

app = FastAPI()


@app.post("/sync")
async def sync(request: Request):
    try:
        body = await request.json()
    except Exception as e:
        return JSONResponse({"error": str(e)}, status_code=400)  # fine: error-exposure
    try:
        result = done(body)
    except Exception as e:
        return JSONResponse({"error": str(e)}, status_code=500)  # want: error-exposure
    return result
