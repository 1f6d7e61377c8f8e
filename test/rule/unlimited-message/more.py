import grpc
import websockets
from aiohttp import web
from concurrent import futures
from flask import Flask
from tornado.web import Application
async def a(handler):
    return await websockets.serve(handler, "localhost", 8765, max_size=None)  # want: unlimited-message
def b():
    return web.Application(client_max_size=0)  # want: unlimited-message
def c():
    return grpc.server(futures.ThreadPoolExecutor(), options=[("grpc.max_receive_message_length", -1)])  # miss: unlimited-message
async def c2(handler):
    return await websockets.connect("wss://x", max_size=None)  # want: unlimited-message
async def d(handler):
    return await websockets.serve(handler, "localhost", 8765)  # fine: unlimited-message
def e():
    return web.Application(client_max_size=1024**2)  # fine: unlimited-message
def f():
    return grpc.server(futures.ThreadPoolExecutor(), options=[("grpc.max_receive_message_length", 4_000_000)])  # fine: unlimited-message
