import asyncio
import socket
import socketserver
from http.server import HTTPServer, BaseHTTPRequestHandler
def a():
    s = socket.socket()
    s.bind(("", 9000))  # want: bind-all-interfaces
    return s
def b():
    return HTTPServer(("0.0.0.0", 8000), BaseHTTPRequestHandler)  # want: bind-all-interfaces
async def c(handle):
    return await asyncio.start_server(handle, "::", 7000)  # want: bind-all-interfaces
def d():
    s = socket.socket()
    s.bind(("127.0.0.1", 9000))
    return s  # fine: bind-all-interfaces
def e():
    return socketserver.TCPServer(("localhost", 8000), BaseHTTPRequestHandler)  # fine: bind-all-interfaces
async def f(handle):
    return await asyncio.start_server(handle, "10.0.0.5", 7000)  # fine: bind-all-interfaces
