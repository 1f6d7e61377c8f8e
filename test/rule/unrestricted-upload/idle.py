# A test of the ending that decides nothing; an ending taken apart by unpacking.
import os
import uuid
from pathlib import Path
from django.http import HttpResponseBadRequest, JsonResponse
from quart import Quart, abort, request
app = Quart(__name__)
KINDS = {"png", "gif"}


@app.post("/logo")
async def logo():
    file = (await request.files)["logo"]
    ending = file.filename.rsplit(".", 1)[-1].lower()
    known = ending in KINDS
    await file.save(f"static/{uuid.uuid4().hex}.{ending}")  # want: unrestricted-upload
    return {"known": known}


@app.post("/logo2")
async def logo2():
    file = (await request.files)["logo"]
    ending = file.filename.rsplit(".", 1)[-1].lower()
    known = ending in KINDS
    if not known:
        abort(415)
    await file.save(f"static/{uuid.uuid4().hex}.{ending}")  # fine: unrestricted-upload
    return {"known": known}


def suffix(file):
    stem, ext = os.path.splitext(file.name)
    return ext


def attach(request):
    file = request.FILES["scan"]
    if file.content_type not in ("image/png", "image/gif"):
        return HttpResponseBadRequest()
    target = Path("media") / (uuid.uuid4().hex + suffix(file))
    target.write_bytes(file.read())  # want: unrestricted-upload
    return JsonResponse({})


def attach_typed(request):
    file = request.FILES["scan"]
    endings = {"image/png": ".png", "image/gif": ".gif"}
    if file.content_type not in endings:
        return HttpResponseBadRequest()
    target = Path("media") / (uuid.uuid4().hex + endings[file.content_type])
    target.write_bytes(file.read())  # fine: unrestricted-upload
    return JsonResponse({})
