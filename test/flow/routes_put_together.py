# The path of a route is put together, of an application that another file makes.
from pathlib import Path

from fastapi.responses import FileResponse

from .elsewhere import VERSION, App

app = App(debug=False)
ROOT = Path("/srv/files").resolve()


@app.get(f"/_files/{VERSION}" + "/{key}/{path:path}")
def one(key: str, path: str):
    return FileResponse(ROOT / path)  # want: path-traversal


@app.get(VERSION + "/{path:path}")
def two(path: str):
    return FileResponse(ROOT / path)  # want: path-traversal


@app.get(f"/_safe/{VERSION}" + "/{path:path}")
def three(path: str):
    file = (ROOT / path).resolve()
    if not file.is_relative_to(ROOT):
        return None
    return FileResponse(file)  # fine: path-traversal
