# path.resolve().relative_to(base) raises where it leads out, whether or not it is known that the thing is a Path.
from fastapi import FastAPI, HTTPException
from fastapi.responses import FileResponse

app = FastAPI()
shelves = {}


@app.get("/a/{key}/{path:path}")
def of_field(key: str, path: str):
    place = shelves[key].path / path
    try:
        place.resolve().relative_to(shelves[key].path.resolve())
    except ValueError as e:
        raise HTTPException(403) from e
    return FileResponse(place)


@app.get("/b/{key}/{path:path}")
def of_item(key: str, path: str):
    base = shelves[key]
    place = (base / path).resolve()
    place.relative_to(base)
    return FileResponse(place)


@app.get("/c/{key}/{path:path}")
def as_written(key: str, path: str):
    base = shelves[key]
    place = base / path
    try:
        place.relative_to(base)
    except ValueError as e:
        raise HTTPException(403) from e
    return FileResponse(place)  # want: path-traversal


@app.get("/d/{key}/{path:path}")
def goes_on(key: str, path: str):
    place = shelves[key].path / path
    try:
        place.resolve().relative_to(shelves[key].path)
    except ValueError:
        pass
    return FileResponse(place)  # want: path-traversal


@app.get("/e/{key}/{path:path}")
def another(key: str, path: str):
    base = shelves[key]
    place = base / path
    (base / key).resolve().relative_to(base)
    return FileResponse(place)  # want: path-traversal
