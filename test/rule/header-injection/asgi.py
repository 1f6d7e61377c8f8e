# An ASGI application without a framework, and middleware around one.
from urllib.parse import parse_qs, quote, unquote


async def application(scope, receive, send):
    wanted = unquote(scope["raw_path"].decode("ascii"))
    line = 'inline; filename="%s"' % wanted
    await send({"type": "http.response.start", "status": 200,  # want: header-injection
                "headers": [(b"content-disposition", line.encode("latin-1"))]})
    safe = "inline; filename*=UTF-8''%s" % quote(wanted, safe="")
    await send({"type": "http.response.start", "status": 200,
                "headers": [(b"content-disposition", safe.encode("latin-1"))]})
    await send({"type": "http.response.body", "body": b"%d" % len(wanted)})


class Language:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        asked = parse_qs(scope["query_string"].decode()).get("lang", ["en"])[0]

        async def with_language(message):
            message["headers"].append((b"content-language", b"en"))
            await send(message)

        if asked not in ("en", "de", "fr"):
            headers = [(b"x-language", asked.encode())]
            await send({"type": "http.response.start", "status": 400, "headers": headers})  # want: header-injection
            return
        await self.app(scope, receive, with_language)
