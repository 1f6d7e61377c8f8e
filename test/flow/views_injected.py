# What FastAPI makes of the request and hands over: by functions, classes, models and objects that are called.
import os
import uuid
from dataclasses import dataclass
from enum import Enum
from typing import Annotated, Literal, Optional

import fastapi
from fastapi import Depends, FastAPI, Query, Request, Security, APIRouter
from pydantic import BaseModel

app = FastAPI()


class Paging:
    def __init__(self, order: str = "id", skip: int = 0, kind: Literal["a", "b"] = "a"):
        self.order = order
        self.skip = skip
        self.kind = kind


@dataclass
class Data:
    order: str = "id"
    skip: int = 0


class Model(BaseModel):
    order: str = "id"
    skip: int = 0


class Called:
    def __init__(self, fixed):
        self.fixed = fixed

    def __call__(self, q: str, n: int):
        return q + self.fixed


class Number(Called):
    def __call__(self, n: int):
        return n


checker = Called("x")


@app.get("/1")
def r1(p: Paging = Depends()):
    os.system(p.order)  # want: command-injection
    os.system(str(p.skip))
    os.system(p.kind)


@app.get("/2")
def r2(p: Paging = Depends(Paging)):
    os.system(p.order)  # want: command-injection
    os.system(str(p.skip))
    os.system(p.kind)


@app.get("/3")
def r3(p: Annotated[Paging, Depends()]):
    os.system(p.order)  # want: command-injection
    os.system(str(p.skip))


@app.get("/4")
def r4(p: Annotated[Paging, fastapi.Depends(Paging)]):
    os.system(p.order)  # want: command-injection


@app.get("/5")
def r5(p: Data = Depends()):
    os.system(p.order)  # want: command-injection
    os.system(str(p.skip))


@app.get("/6")
def r6(p: Data = Depends(Data)):
    os.system(p.order)  # want: command-injection
    os.system(str(p.skip))


@app.get("/7")
def r7(p: Model = Depends()):
    os.system(p.order)  # want: command-injection
    os.system(str(p.skip))


@app.get("/8")
def r8(p: Model = Depends(Model)):
    os.system(p.order)  # want: command-injection
    os.system(str(p.skip))


@app.get("/9")
def r9(q: str = Depends(Called("x"))):
    os.system(q)  # want: command-injection


@app.get("/10")
def r10(q: str = Depends(checker)):
    os.system(q)  # want: command-injection


@app.get("/11")
def r11(q: Annotated[str, Depends(checker)]):
    os.system(q)  # want: command-injection


@app.get("/12")
def r12(q: Annotated[str, Depends(Called("x"))]):
    os.system(q)  # want: command-injection


@app.get("/13")
def r13(q: int = Depends(Number("x"))):
    os.system(str(q))


PagingDep = Annotated[Paging, Depends()]


@app.get("/14")
def r14(p: PagingDep):
    os.system(p.order)  # want: command-injection
    os.system(str(p.skip))


class Nested:
    def __init__(self, paging: Paging = Depends(), q: str = ""):
        self.paging = paging
        self.q = q


@app.get("/15")
def r15(p: Nested = Depends()):
    os.system(p.paging.order)  # want: command-injection
    os.system(p.q)  # want: command-injection


class Service:
    def __init__(self, db: str = Depends(lambda: "x")):
        self.db = db

    def run(self, q):
        os.system(q)  # want: command-injection
        os.system(self.db)

    def __call__(self, q: str):
        return q

    def pick(self, q: str):
        return q


@app.get("/16")
def r16(q: str, p: Service = Depends()):
    p.run(q)


@app.get("/17")
def r17(q: str = Depends(Service("a").pick)):
    os.system(q)  # want: command-injection


@app.get("/18")
def r18(q: Optional[Paging] = Depends(Paging)):
    os.system(q.order)  # want: command-injection


@app.get("/19")
def r19(q=Security(Paging)):
    os.system(q.order)  # want: command-injection


class Sub(Paging):
    pass


class Over(Paging):
    def __init__(self, limit: int = 3):
        super().__init__("id")
        self.limit = limit


@app.get("/20")
def r20(q: Sub = Depends()):
    os.system(q.order)  # want: command-injection


@app.get("/21")
def r21(q: Over = Depends()):
    os.system(q.order)


class Loop:
    def __init__(self, other: "Loop" = Depends()):
        self.other = other


@app.get("/22")
def r22(q: Loop = Depends()):
    os.system(q.other.x)


class ByUuid:
    def __init__(self, ident: uuid.UUID, flag: bool = False):
        self.ident = ident
        self.flag = flag


@app.get("/23")
def r23(q: ByUuid = Depends()):
    os.system(str(q.ident))
    os.system(str(q.flag))


# what one handler was handed, a second one is handed anew
@app.get("/24")
def r24(p: Nested = Depends()):
    os.system(p.paging.order)  # want: command-injection


def listed(p: Paging = Depends()):
    return [p.order]


def again(parts: list = Depends(listed)):
    return [parts]


@app.get("/25")
def r25(p=Depends(again)):
    os.system(p[0][0])  # want: command-injection


@app.get("/26")
def r26(p=Depends(again)):
    os.system(p[0][0])  # want: command-injection


class Colour(Enum):
    RED = "red"


class Chosen:
    def __init__(self, colour: Colour = Colour.RED, name: Optional[int] = None):
        self.colour = colour
        self.name = name


@app.get("/27")
def r27(p: Chosen = Depends()):
    os.system(p.colour.value)
    os.system(str(p.name))


# one that nobody knows is not taken for its type
@app.get("/28")
def r28(p: Model = Depends(unknown)):
    os.system(p.order)
