from litestar import Controller, delete, get, post
from pyramid.view import view_config


def signed_in(connection, handler): ...
def teacher(connection, handler): ...


class Marks(Controller):
    path = "/marks"
    guards = [signed_in]

    @get("/all", guards=[teacher])
    async def all_marks(self) -> list[int]:
        return []

    @post("/set")  # want: missing-authorization
    async def set_mark(self, data: int) -> None:
        store(data)

    @delete("/{mark:int}", guards=[teacher], status_code=204)  # fine: missing-authorization
    async def drop(self, mark: int) -> None:
        store(mark)

    @post("/my/note")  # fine: missing-authorization
    async def my_note(self, data: str) -> None:
        store(data)


class Open(Controller):
    @post("/wishes")  # fine: missing-authorization
    async def wish(self, data: str) -> None:
        store(data)


@view_config(route_name="boats", permission="edit")
def boats(request):
    return {}


@view_config(route_name="boat", request_method="DELETE")  # want: missing-authorization
def drop_boat(request):
    store(request.matchdict["id"])


@view_config(route_name="boat", request_method="GET")  # fine: missing-authorization
def show_boat(request):
    return {}
