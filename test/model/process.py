# Shells, local and remote.
import asyncio
import os
import shlex
import subprocess

import asyncssh
import fabric
import paramiko
import pexpect
from flask import Flask, request
from invoke import Context

app = Flask(__name__)


@app.get("/a")
def a():
    q = request.args.get("q")
    os.system("ls " + q)  # want: command-injection
    os.system("ls " + shlex.quote(q))
    os.popen("ls " + q).read()  # want: command-injection
    subprocess.run("ls " + q, shell=True)  # want: command-injection
    subprocess.run(["ls", "--", q])
    subprocess.Popen(f"ls {q}", shell=True)  # want: command-injection
    subprocess.check_output("ls " + shlex.quote(q), shell=True)
    subprocess.getoutput("ls " + q)  # want: command-injection
    subprocess.run(["/bin/sh", "-c", "ls " + q])  # want: command-injection
    ssh = paramiko.SSHClient()
    ssh.exec_command("ls " + q)  # want: command-injection
    ssh.exec_command("ls " + shlex.quote(q))
    fabric.Connection("h").run("ls " + q)  # want: command-injection
    Context().run("ls " + q)  # want: command-injection
    child = pexpect.spawn("/bin/bash")
    child.sendline("ls " + q)  # want: command-injection
    return ""


@app.get("/b")
async def b():
    q = request.args.get("q")
    await asyncio.create_subprocess_shell("ls " + q)  # want: command-injection
    await asyncio.create_subprocess_exec("ls", "--", q)
    async with asyncssh.connect("h") as conn:
        await conn.run("ls " + q)  # want: command-injection
        await conn.run("ls " + shlex.quote(q))
    return ""
