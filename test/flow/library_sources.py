# Where libraries hand over what somebody typed, sent or asked for.
import os

import azure.functions as func
import gradio as gr
import nats
import streamlit as st
from aws_lambda_powertools.event_handler import APIGatewayRestResolver
from flask_restx import Namespace, Resource
from homeassistant.components.http import HomeAssistantView
from homeassistant.core import ServiceCall
from jupyter_server.base.handlers import APIHandler
from nicegui import ui
from odoo import http

api = Namespace("x")
gateway = APIGatewayRestResolver()
host = ui.input("host")
left, right = st.columns(2)


def show(name):
    return open("/var/log/" + name).read()          # want: path-traversal


with gr.Blocks() as demo:
    box = gr.Textbox(label="run")
    box.submit(show, inputs=box, outputs=box)

os.system("ls " + left.text_input("q"))             # want: command-injection
os.system("ls " + str(left.number_input("n")))


def ping():
    os.system("ping -c1 " + host.value)             # want: command-injection


@api.route("/")
class Jobs(Resource):
    def post(self):
        os.system("ls " + api.payload["q"])         # want: command-injection


@gateway.get("/ls")
def listing():
    os.system("ls " + gateway.current_event.get_query_string_value("q"))        # want: command-injection
    os.system("ls " + gateway.current_event.json_body["q"])     # want: command-injection


def main(msg: func.QueueMessage) -> None:
    os.system("ls " + msg.get_body().decode())      # want: command-injection


async def listen():
    nc = await nats.connect()
    sub = await nc.subscribe("b")
    async for msg in sub.messages:
        os.system(msg.data.decode())                # want: command-injection


class View(HomeAssistantView):
    async def post(self, request):
        os.system("ls " + (await request.json())["q"])          # want: command-injection


async def called(call: ServiceCall):
    os.system("ls " + call.data["q"])               # want: command-injection


class Handler(APIHandler):
    def post(self):
        os.system("ls " + self.get_json_body()["q"])            # want: command-injection


class Shop(http.Controller):
    @http.route("/x", type="http", auth="public")
    def x(self, q, **kw):
        os.system("ls " + q)                        # want: command-injection


os.system("ls " + st.selectbox("folder", ["in", "out"]))
os.system("ls " + st.selectbox("folder", ["in", "out"], accept_new_options=True))   # want: command-injection
os.system("ls " + left.selectbox("folder", st.query_params["all"].split(",")))      # want: command-injection
os.system("curl " + st.context.headers["referer"])  # want: command-injection
