# A header that is taken away where it was set is none.
from starlette.datastructures import MutableHeaders


class Media:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        async def send_open(message):
            headers = MutableHeaders(scope=message)
            headers["Access-Control-Allow-Origin"] = "*"  # fine: cors-any-origin
            if "access-control-allow-credentials" in headers:
                del headers["access-control-allow-credentials"]
            await send(message)

        await self.app(scope, receive, send_open)


class Open:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        async def send_open(message):
            headers = MutableHeaders(scope=message)
            headers["Access-Control-Allow-Origin"] = "*"  # want: cors-any-origin
            headers["Access-Control-Allow-Credentials"] = "true"
            await send(message)

        await self.app(scope, receive, send_open)
