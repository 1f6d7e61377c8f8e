import _xxsubinterpreters
import asyncio
import gzip

import js2py
import numpy
import paramiko
import plumbum
import sympy
import torch
from boto3 import resource
from boto3.dynamodb.conditions import Attr
from flask import Flask, request
from paramiko.proxy import ProxyCommand
from scrapli.driver.core import IOSXEDriver
from sendgrid.helpers.mail import Mail

app = Flask(__name__)


@app.post("/code")
def code():
    line = request.form["line"]
    _xxsubinterpreters.run_string(1, line)  # want: code-injection
    _xxsubinterpreters.run_string(1, "pass")
    js2py.EvalJs({}).execute(line)  # want: code-injection
    sympy.lambdify("x", line)  # want: code-injection
    sympy.lambdify("x", "x + 1")
    return ""


@app.post("/shell")
async def shell():
    line = request.form["line"]
    with IOSXEDriver(host="h") as box:
        box.send_command(line)  # want: command-injection
        box.send_command("show version")
    plumbum.local["sh"]("-c", line)  # want: command-injection
    plumbum.local["ls"]("-l")
    ProxyCommand(line)  # want: argument-injection
    paramiko.ProxyCommand("nc bastion 22")
    await asyncio.get_running_loop().subprocess_exec(asyncio.SubprocessProtocol, "sh", "-c", line)  # want: argument-injection # want: command-injection
    await asyncio.get_running_loop().subprocess_exec(asyncio.SubprocessProtocol, "uptime")
    return ""


@app.post("/rest")
def rest():
    word = request.form["word"]
    torch.ops.load_library(word)  # want: unsafe-reflection # want: path-traversal
    numpy.ctypeslib.load_library("libx", "/opt")
    Mail(subject="x", html_content=f"<p>{word}</p>")  # want: xss
    Mail(subject="x", html_content="<p>x</p>")
    gzip.GzipFile(fileobj=request.files["f"]).read()  # want: decompression-bomb
    gzip.GzipFile(fileobj=request.files["f"]).read(100_000)
    resource("dynamodb").Table("t").scan(FilterExpression=word)  # want: nosql-injection
    resource("dynamodb").Table("t").scan(FilterExpression=Attr("owner").eq(word))
    return ""
