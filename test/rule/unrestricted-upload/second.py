import secrets
from pathlib import Path

from sanic import Sanic, response

app = Sanic("x")
ROOT = Path("/srv/www/up")
TYPES = {".png", ".jpg"}


def any_name(filename):
    parts = Path(filename).suffixes
    if not TYPES.intersection(parts):
        raise ValueError(filename)
    return secrets.token_hex(8) + parts[-1]


def last_name(filename):
    ext = Path(filename).suffix
    if ext not in TYPES:
        raise ValueError(filename)
    return secrets.token_hex(8) + ext


@app.post("/a")
async def a(request):
    upload = request.files.get("f")
    (ROOT / any_name(upload.filename)).write_bytes(upload.body)  # want: unrestricted-upload
    (ROOT / last_name(upload.filename)).write_bytes(upload.body)  # fine: unrestricted-upload
    return response.empty()
