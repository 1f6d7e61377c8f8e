# Starlette quotes a file's name before it goes into the header; a header that is written by hand is as it came.
from fastapi import FastAPI, Request
from starlette.responses import FileResponse, Response
app = FastAPI()


@app.get("/paper")
async def paper(request: Request):
    return FileResponse("/srv/paper.pdf", filename=request.query_params["as"])  # want: header-injection low


@app.get("/note")
async def note(request: Request):
    return Response("", headers={"X-Note": request.query_params["note"]})  # want: header-injection medium
