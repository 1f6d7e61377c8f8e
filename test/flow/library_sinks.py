# What libraries do with a text that they are handed.
import bleach
import dominate.util
import imageio.v3 as iio
import litellm
import ollama
import paramiko
import polars
import sympy
import torch
import yt_dlp
from flask import Flask, request
from fpdf import FPDF
from IPython import get_ipython

app = Flask(__name__)


@app.post("/x")
def x():
    q = request.form["q"]
    polars.read_database_uri("select " + q, "sqlite://x")       # want: sql-injection
    sympy.parse_expr(q)                     # want: code-injection
    get_ipython().run_cell(q)               # want: code-injection
    get_ipython().system("ls " + q)         # want: command-injection
    iio.imread("/srv/" + q)                 # want: path-traversal
    torch.save({}, "/srv/" + q)             # want: path-traversal
    FPDF().output("/srv/" + q)              # want: path-traversal
    paramiko.SSHClient().open_sftp().get("/a", "/srv/" + q)     # want: path-traversal
    yt_dlp.YoutubeDL().download([q])        # want: ssrf
    ollama.chat(model="a", messages=[{"role": "system", "content": "You are " + q}])        # want: prompt-injection
    litellm.completion(model="a", messages=[{"role": "user", "content": q}])
    return "ok"


@app.get("/linked")
def linked():
    return bleach.linkify(request.args["q"])        # want: xss


@app.get("/cleaned")
def cleaned():
    return bleach.linkify(bleach.clean(request.args["q"]))


@app.get("/raw")
def raw():
    return str(dominate.util.raw(request.args["q"]))        # want: xss


class Transaction:
    async def savepoint(self, name):
        await self.connection.execute(f"SAVEPOINT {name}")  # want: sql-injection

    def rollback(self, name):
        self.outer.connection.execute(f"ROLLBACK TO SAVEPOINT {name}")  # want: sql-injection

    def save_first(self):
        self.outer.connection.execute("SAVEPOINT first")
