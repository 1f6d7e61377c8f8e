import os
import uvicorn
from aiohttp import web
from bottle import run
from flask import Flask
from fastapi import FastAPI
from quart import Quart
from sanic import Sanic
app = Flask(__name__)
other = Quart(__name__)
def start():
    app.run(debug=True)  # want: debug-mode
def start_quart():
    other.run(host="127.0.0.1", debug=True)  # want: debug-mode
def start_bottle():
    run(host="localhost", port=8080, debug=True)  # want: debug-mode
fast = FastAPI(debug=True)  # want: debug-mode
def quiet():
    app.run(debug=False)  # fine: debug-mode
def asked():
    app.run(debug=os.environ.get("APP_DEBUG") == "1")  # fine: debug-mode
def plain():
    uvicorn.run(fast, host="127.0.0.1")  # fine: debug-mode
