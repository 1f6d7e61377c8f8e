import secrets
from pathlib import Path

from fastapi import APIRouter, HTTPException, UploadFile

router = APIRouter()
SUFFIXES = {"image/png": ".png", "image/jpeg": ".jpg"}
MEDIA = Path("/srv/avatars")


@router.post("/a")
async def kept(file: UploadFile):
    if file.content_type not in SUFFIXES:
        raise HTTPException(415)
    data = await file.read(1000000)
    suffix = Path(file.filename or "").suffix
    target = MEDIA / f"{secrets.token_hex(8)}{suffix}"
    target.write_bytes(data)  # want: unrestricted-upload


@router.post("/b")
async def looked_up(file: UploadFile):
    if file.content_type not in SUFFIXES:
        raise HTTPException(415)
    data = await file.read(1000000)
    target = MEDIA / f"{secrets.token_hex(8)}{SUFFIXES[file.content_type]}"
    target.write_bytes(data)  # fine: unrestricted-upload
