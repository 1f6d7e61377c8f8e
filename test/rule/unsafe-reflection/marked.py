# What is taken by a name from outside is used only where a marker of its own allows that; a package by its first part.
import importlib

from fastapi import FastAPI, HTTPException

app = FastAPI()
PACKAGES = {"plugins", "extras"}


class Desk:
    def total(self):
        return 1

    total.is_action = True


DESK = Desk()


@app.get("/marked/{name}")
def marked(name: str):
    fn = getattr(DESK, name, None)  # fine: unsafe-reflection
    if fn is None or not getattr(fn, "is_action", False):
        raise HTTPException(404)
    return fn()


@app.get("/has/{name}")
async def has(name: str):
    fn = getattr(DESK, name, None)  # fine: unsafe-reflection
    if hasattr(fn, "is_action"):
        return fn()
    raise HTTPException(404)


@app.get("/there/{name}")
def there(name: str):
    fn = getattr(DESK, name, None)  # want: unsafe-reflection high
    if fn is None or not callable(fn):
        raise HTTPException(404)
    return fn()


@app.get("/told/{name}")
def told(name: str):
    fn = getattr(DESK, name, None)  # want: unsafe-reflection high
    if not getattr(fn, "is_action", False):
        print(name)
    return fn()


@app.get("/doc/{name}")
def doc(name: str):
    fn = getattr(DESK, name, None)  # want: unsafe-reflection high
    if not fn.__doc__:
        raise HTTPException(404)
    return fn()


@app.get("/package")
def package(module: str):
    if module.split(".")[0] in PACKAGES:
        return str(importlib.import_module(module))  # fine: unsafe-reflection
    return ""


@app.get("/parted")
def parted(module: str):
    first, _, rest = module.partition(".")
    if first not in PACKAGES:
        raise HTTPException(404)
    return str(importlib.import_module(module))  # fine: unsafe-reflection


@app.get("/last")
def last(module: str):
    if module.split(".")[-1] in PACKAGES:
        return str(importlib.import_module(module))  # want: unsafe-reflection high
    if module.split("-")[0] in PACKAGES:
        return str(importlib.import_module(module))  # want: unsafe-reflection high
    return ""
