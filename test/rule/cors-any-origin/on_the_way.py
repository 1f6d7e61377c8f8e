from starlette.datastructures import MutableHeaders


class Exact:
    def __init__(self, app, origins):
        self.app = app
        self.origins = frozenset(o.lower() for o in origins)

    async def __call__(self, scope, receive, send):
        origin = dict(scope["headers"]).get(b"origin", b"").decode()
        if not self.knows(origin):
            await self.app(scope, receive, send)
            return

        async def answer(message):
            self.mark(MutableHeaders(scope=message), origin)
            await send(message)

        await self.app(scope, receive, answer)

    def knows(self, origin):
        return origin.lower() in self.origins

    def mark(self, headers, origin):
        headers["Access-Control-Allow-Origin"] = origin  # fine: cors-any-origin
        headers["Access-Control-Allow-Credentials"] = "true"


class Loose:
    def __init__(self, app, ending):
        self.app = app
        self.ending = ending

    async def __call__(self, scope, receive, send):
        origin = dict(scope["headers"]).get(b"origin", b"").decode()
        if self.ends_well(origin):
            self.stamp(MutableHeaders(scope=scope), origin)
        await self.app(scope, receive, send)

    def ends_well(self, origin):
        return origin.endswith(self.ending)

    def stamp(self, headers, origin):
        headers["Access-Control-Allow-Origin"] = origin  # want: cors-any-origin
        headers["Access-Control-Allow-Credentials"] = "true"
