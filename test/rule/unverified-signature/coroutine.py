import hashlib
import hmac

from sanic import Sanic
from sanic.exceptions import Forbidden

app = Sanic("hooks")
SECRET = open("/etc/secret", "rb").read()


async def genuine(request):
    wanted = hmac.new(SECRET, request.body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(request.headers.get("x-signature", "").encode(), wanted.encode())


@app.post("/a")
async def unawaited(request):
    if not genuine(request):  # want: unverified-signature
        raise Forbidden("bad signature")
    return request.json


@app.post("/b")
async def awaited(request):
    if not await genuine(request):  # fine: unverified-signature
        raise Forbidden("bad signature")
    return request.json
