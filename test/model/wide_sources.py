# Frameworks, queues and boards that few programs have: what they hand to a program comes from outside.
import asyncio
import shlex
import subprocess

import aio_pika
import aiomqtt
import connexion
import dns.resolver
import emmett
import klein
import panel as pn
import responder
import rpyc
import smolagents
import socketio
import solara
import spyne
import stomp
from autobahn.twisted.websocket import WebSocketServerProtocol
from blacksheep import Application, FromQuery, Request, get, html, redirect
from jupyterhub.handlers import BaseHandler
from kombu.mixins import ConsumerMixin
from microdot import Microdot
from microdot import redirect as micro_redirect
from robyn import Robyn
from tg import TGController, expose

sheep = Application()
micro = Microdot()
em = emmett.App(__name__)
robyn = Robyn(__file__)
api = responder.API()
text = solara.reactive("")
box = pn.widgets.TextInput(name="n")


def run(line):
    subprocess.run(line, shell=True)  # want: command-injection


@get("/a")
async def sheep_json(request: Request):
    run("a " + (await request.json())["n"])
    run("a " + shlex.quote((await request.json())["n"]))


@get("/b")
async def sheep_page(name: FromQuery[str], to: str):
    if to:
        return redirect(to)  # want: open-redirect
    return html("<p>" + name.value + "</p>")  # want: xss


@sheep.router.get("/c")
def sheep_home():
    return redirect("/home")


@micro.post("/a")
async def micro_form(request):
    if request.args.get("to"):
        return micro_redirect(request.args.get("to"))  # want: open-redirect
    subprocess.run("a " + request.form["n"], shell=True)  # want: command-injection
    return micro_redirect("/home")


@em.route("/a")
async def em_query():
    subprocess.run("a " + emmett.request.query_params.n, shell=True)  # want: command-injection
    return "ok"


@robyn.post("/a")
def robyn_json(request):
    subprocess.run("a " + request.json()["n"], shell=True)  # want: command-injection
    return "ok"


class Root(TGController):
    @expose("json")
    def find(self, name):
        subprocess.run("a " + name, shell=True)  # want: command-injection
        return {}


async def named_in_the_description():
    subprocess.run("a " + connexion.request.args["n"], shell=True)  # want: command-injection
    return {}


@api.route("/a")
async def responds(req, resp):
    subprocess.run("a " + (await req.media())["n"], shell=True)  # want: command-injection
    resp.html = "<p>" + req.params["n"] + "</p>"  # want: xss


@klein.route("/a")
def klein_body(request):
    subprocess.run("a " + request.content.read().decode(), shell=True)  # want: command-injection
    return b""


class Socket(WebSocketServerProtocol):
    def onMessage(self, payload, isBinary):
        subprocess.run("a " + payload.decode(), shell=True)  # want: command-injection


class Room(socketio.AsyncNamespace):
    async def on_job(self, sid, data):
        subprocess.run("a " + data["n"], shell=True)  # want: command-injection


class Hub(BaseHandler):
    def get(self):
        subprocess.run("a " + self.get_argument("n"), shell=True)  # want: command-injection


class Listener(stomp.ConnectionListener):
    def on_message(self, frame):
        subprocess.run("a " + frame.body, shell=True)  # want: command-injection


class Worker(ConsumerMixin):
    def get_consumers(self, Consumer, channel):
        return [Consumer(queues=["q"], callbacks=[self.on_message])]

    def on_message(self, body, message):
        subprocess.run("a " + body["n"], shell=True)  # want: command-injection


class Remote(rpyc.Service):
    def exposed_ping(self, host):
        subprocess.run("a " + host, shell=True)  # want: command-injection

    def ping(self, host):
        subprocess.run("a " + shlex.quote(host), shell=True)


class Soap(spyne.ServiceBase):
    @spyne.rpc(spyne.Unicode, _returns=spyne.Unicode)
    def ping(ctx, host):
        subprocess.run("a " + host, shell=True)  # want: command-injection


class Disk(smolagents.Tool):
    name = "disk"

    def forward(self, path: str) -> str:
        subprocess.run("a " + path, shell=True)  # want: command-injection
        return "ok"


async def queues():
    connection = await aio_pika.connect_robust("amqp://mq/")
    queue = await (await connection.channel()).declare_queue("jobs")
    async with queue.iterator() as messages:
        async for message in messages:
            subprocess.run("a " + message.body.decode(), shell=True)  # want: command-injection
    async with aiomqtt.Client("broker") as client:
        async for message in client.messages:
            subprocess.run("a " + message.payload.decode(), shell=True)  # want: command-injection


def zone(domain):
    for record in dns.resolver.resolve("jobs.example", "TXT"):
        subprocess.run("a " + record.to_text(), shell=True)  # want: command-injection


def board():
    subprocess.run("a " + text.value, shell=True)  # want: command-injection
    subprocess.run("a " + box.value, shell=True)  # want: command-injection
    subprocess.run(["a", "--", box.value])


asyncio.run(queues())
