import asyncio
import smtplib

from across.parts import history, history_of, letter, table, unpack, unpack_some
from flask import Flask, request

app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 1 << 20


@app.post("/in")
def receive():
    data = request.get_data()
    return str(len(unpack(data)) + len(unpack_some(data)))


@app.get("/log")
async def log():
    loop = app.loop
    text = await loop.run_in_executor(None, history, request.args["rev"], 5)
    return {"old": str(history_of(request.args["path"])), "new": str(text)}


@app.post("/ask")
def ask():
    with smtplib.SMTP("mail") as smtp:
        smtp.sendmail("a@b.example", ["a@b.example"], letter(request.form["mail"]))
    table(request.form.getlist("row"))
    return ""
