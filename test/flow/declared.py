# What fields and parameters declare of themselves: patterns, validators, types by another name.
import sqlite3
from typing import Annotated

from fastapi import FastAPI, Path, Query
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, field_validator, validator

app = FastAPI()
db = sqlite3.connect("x.db")
COLUMNS = {"name", "size"}
Column = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,20}$")]
Number = Annotated[int, Path(ge=1)]
Loose = Annotated[str, Field(pattern=r"[a-z_]+")]


def one_of(value):
    if value not in COLUMNS:
        raise ValueError(value)
    return value


def lowered(value):
    return value.lower()


class Search(BaseModel):
    column: Column = "name"
    loose: Loose = "name"
    short: str = Field("name", pattern=r"^[a-z]{1,9}$")
    open_end: str = Field("name", pattern=r"^[a-z]{1,9}")
    checked: Annotated[str, AfterValidator(one_of)] = "name"
    folded: Annotated[str, AfterValidator(lowered)] = "name"
    order: str = "name"
    group: str = "name"
    having: str = "name"

    @field_validator("order")
    @classmethod
    def known(cls, value):
        if value not in COLUMNS:
            raise ValueError("unknown")
        return value

    @validator("group", pre=True)
    def mapped(cls, value):
        return {"n": "name", "s": "size"}[value]

    @field_validator("having", mode="before")
    @classmethod
    def trimmed(cls, value):
        return value.strip()


@app.post("/search")
def search(query: Search):
    db.execute("SELECT 1 FROM t ORDER BY " + query.column)
    db.execute("SELECT 1 FROM t ORDER BY " + query.loose)  # want: sql-injection
    db.execute("SELECT 1 FROM t ORDER BY " + query.short)
    db.execute("SELECT 1 FROM t ORDER BY " + query.open_end)  # want: sql-injection
    db.execute("SELECT 1 FROM t ORDER BY " + query.checked)
    db.execute("SELECT 1 FROM t ORDER BY " + query.folded)  # want: sql-injection
    db.execute("SELECT 1 FROM t ORDER BY " + query.order)
    db.execute("SELECT 1 FROM t ORDER BY " + query.group)
    db.execute("SELECT 1 FROM t ORDER BY " + query.having)  # want: sql-injection


@app.get("/rows/{number}")
def rows(number: Number, column: Column, by: str = Query("name", pattern=r"^\w+$"), way: str = Query("asc")):
    db.execute(f"SELECT {column} FROM t WHERE id = {number} ORDER BY {by}")
    db.execute(f"SELECT 1 FROM t ORDER BY name {way}")  # want: sql-injection


class Strict(BaseModel):
    name: str
    phone: str | None = None


class Open(BaseModel):
    model_config = ConfigDict(extra="allow")
    name: str


class OldOpen(BaseModel):
    name: str

    class Config:
        extra = "allow"


class Bag(BaseModel):
    values: dict


def store(user, fields):
    for key, value in fields.items():
        setattr(user, key, value)  # want: mass-assignment


def keep(user, fields):
    for key, value in fields.items():
        setattr(user, key, value)


@app.put("/strict")
def strict(body: Strict):
    keep(app.state.user, body.model_dump(exclude_unset=True))


@app.put("/open")
def opened(body: Open):
    store(app.state.user, body.model_dump(exclude_unset=True))


@app.put("/old")
def old(body: OldOpen):
    for key, value in body.dict().items():
        setattr(app.state.user, key, value)  # want: mass-assignment


@app.put("/bag")
def bag(body: Bag):
    for key, value in body.values.items():
        setattr(app.state.user, key, value)  # want: mass-assignment
