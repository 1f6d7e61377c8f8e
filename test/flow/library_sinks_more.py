# Calls of libraries that start a program, open a file or a connection in less common ways.
import distutils.spawn
import mailbox
import netrc
import os
import zipapp
import docker
import gensim.models
import ldap3
import paramiko
import pexpect
import psycopg2
import pymysql
import salt.client
import statsmodels.api as sm
import timeit
import trace
from flask import Flask, request
from requests_futures.sessions import FuturesSession
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute

app = Flask(__name__)


@app.route("/programs")
def programs():
    c = request.args["c"]
    os.execvp("sh", ["sh", "-c", c])  # want: command-injection, argument-injection
    os.posix_spawn("/bin/sh", ["sh", "-c", c], {})  # want: command-injection, argument-injection
    pexpect.spawn("/bin/sh", ["-c", c])  # want: command-injection, argument-injection
    distutils.spawn.spawn(["sh", "-c", c])  # want: command-injection, argument-injection
    salt.client.LocalClient().cmd("*", "cmd.run", [c])  # want: command-injection
    salt.client.LocalClient().cmd("*", "test.ping", [])
    timeit.Timer(stmt=c)  # want: code-injection
    timeit.timeit("f(1)", setup=c)  # want: code-injection
    trace.Trace().run(c)  # want: code-injection
    return "x"


async def loops(loop):
    await loop.subprocess_shell(lambda: None, "ls " + request.args["c"])  # want: command-injection


@app.route("/files")
def files():
    p = request.args["p"]
    mailbox.mbox(p)  # want: path-traversal
    netrc.netrc(p)  # want: path-traversal
    zipapp.create_archive("/srv/app", p)  # want: path-traversal
    mailbox.mbox("/srv/mail")
    return "x"


@app.route("/hosts")
def hosts():
    h = request.args["h"]
    FuturesSession().get(h)  # want: ssrf
    docker.DockerClient(base_url=h)  # want: ssrf
    ldap3.Server(h)  # want: ssrf
    psycopg2.connect(host=h)  # want: ssrf
    pymysql.connect(host=h)  # want: ssrf
    paramiko.Transport((h, 22))  # want: ssrf
    pymysql.connect(host="db", user=h)
    return "x"


async def heard(websocket):
    os.system(await websocket.receive_text())  # want: command-injection


served = Starlette(routes=[WebSocketRoute("/w", heard)])


@app.route("/models")
def models():
    gensim.models.Word2Vec.load(request.args["m"])  # want: unsafe-deserialization, path-traversal
    sm.load(request.args["m"])  # want: unsafe-deserialization, path-traversal
    return "x"
