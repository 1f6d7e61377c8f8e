# Operators taken out at the top alone, and at every depth; a database reached by the client's attributes.
from flask import Flask, request
from motor.motor_asyncio import AsyncIOMotorClient
app = Flask(__name__)
notes = AsyncIOMotorClient("mongodb://db").desk.notes


def top_only(value):
    return {k: v for k, v in value.items() if not k.startswith("$")}


def cleaned(value):
    if isinstance(value, dict):
        return {k: cleaned(v) for k, v in value.items() if not k.startswith("$")}
    return value


@app.post("/a")
async def a():
    return str(await notes.find_one(top_only(request.get_json())))  # want: nosql-injection


@app.post("/b")
async def b():
    return str(await notes.find_one(cleaned(request.get_json())))  # fine: nosql-injection
