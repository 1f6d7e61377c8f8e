# The ending that splitext gives holds no separator; the rest before it does.
import os
import tempfile

from fastapi import FastAPI, UploadFile

app = FastAPI()


@app.post("/sound")
async def sound(file: UploadFile):
    ending = os.path.splitext(file.filename)[1] or ".wav"
    with tempfile.NamedTemporaryFile(delete=False, suffix=ending) as kept:  # fine: path-traversal
        kept.write(await file.read())
    start = os.path.splitext(file.filename)[0]
    with open("/srv/" + start + ".wav", "wb") as kept:  # want: path-traversal, unrestricted-upload
        kept.write(b"")
