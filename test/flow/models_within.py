# A model within a model has its own fields, and a list of models has theirs.
import os
from dataclasses import dataclass
from typing import Dict, List, Optional

from fastapi import FastAPI
from pydantic import BaseModel, Field

app = FastAPI()


class Part(BaseModel):
    label: str
    number: int
    code: str = Field(pattern=r"^[a-z]{3}$")
    parts: List["Part"] = []


class Item(BaseModel):
    name: str
    part: Part
    other: Optional[Part] = None
    parts: list[Part] = []
    named: Dict[str, Part] = {}


@dataclass
class Corner:
    x: int
    note: str


@dataclass
class Shape:
    name: str
    corner: Corner
    corners: list[Corner]


@app.post("/one")
async def one(item: Item):
    os.system(f"tool {item.part.number} {item.part.code} {item.parts[0].number}")
    os.system(f"tool {item.other.number}")
    os.system("tool " + item.part.label)  # want: command-injection
    os.system("tool " + item.other.label)  # want: command-injection
    os.system("tool " + item.parts[0].label)  # want: command-injection
    os.system("tool " + item.part.parts[0].label)  # want: command-injection
    for part in item.parts:
        os.system(f"tool {part.number}")
        os.system("tool " + part.label)  # want: command-injection
    os.system(f"tool {item.part}")  # want: command-injection
    os.system(f"tool {item.parts}")  # want: command-injection
    os.system("tool " + item.part.model_dump()["label"])  # want: command-injection
    os.system("tool " + item.model_dump()["part"]["label"])  # want: command-injection
    os.system("tool " + item.part.model_dump_json())  # want: command-injection
    os.system("tool " + " ".join(p.label for p in item.parts))  # want: command-injection


@app.post("/many")
async def many(items: list[Item]):
    os.system("tool " + items[0].name)  # want: command-injection
    os.system(f"tool {items[0].part.number}")
    for item in items:
        os.system("tool " + item.part.label)  # want: command-injection
    os.system(f"tool {items}")  # want: command-injection


@app.post("/named")
async def named(item: Item):
    os.system(f"tool {item.named['a'].number}")
    os.system("tool " + item.named["a"].label)  # want: command-injection
    os.system("tool " + next(iter(item.named)))  # want: command-injection


@app.post("/shape")
async def shape(shape: Shape):
    os.system(f"tool {shape.corner.x} {shape.corners[0].x}")
    os.system("tool " + shape.corner.note)  # want: command-injection
    os.system("tool " + shape.corners[0].note)  # want: command-injection
