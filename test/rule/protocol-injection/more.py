import asyncio
import re
import socket
import ssl

from aiohttp import web
from flask import Flask, abort, request

app = Flask(__name__)
WORD = re.compile(r"[a-z0-9:]{1,80}")


@app.get("/queue")
def queue():
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    sock.connect(("10.0.0.4", 11300))
    sock.sendall(f"use {request.args['tube']}\r\n".encode())  # want: protocol-injection
    sock.sendall(f"use {int(request.args['tube'])}\r\n".encode())  # fine: protocol-injection
    sock.close()
    return ""


@app.get("/relay")
def relay():
    raw = socket.create_connection(("relay.internal", 465))
    conn = ssl.create_default_context().wrap_socket(raw, server_hostname="relay.internal")
    conn.send(("MAIL FROM:<%s>\r\n" % request.args["from"]).encode("ascii"))  # want: protocol-injection
    sender = request.args["from"]
    if "\n" in sender or "\r" in sender:
        abort(400)
    conn.send(("MAIL FROM:<%s>\r\n" % sender).encode("ascii"))  # fine: protocol-injection
    return ""


async def forget(request):
    _, writer = await asyncio.open_connection("127.0.0.1", 11211)
    writer.write(b"delete " + request.query["key"].encode() + b"\r\n")  # want: protocol-injection
    if WORD.fullmatch(request.query["key"]):
        writer.write(b"delete " + request.query["key"].encode() + b"\r\n")  # fine: protocol-injection
    await writer.drain()
    return web.Response()


async def echo(reader, writer):
    line = await reader.readline()
    writer.write(b"you said " + line.strip() + b"\n")  # fine: protocol-injection
    await writer.drain()


routes = [web.get("/forget", forget)]
server = asyncio.start_server(echo, "127.0.0.1", 7000)
