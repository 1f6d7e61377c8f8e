# The third round of libraries: mail boxes, rooms, devices, and hosts that the outside names.
import ftplib
import imaplib
import subprocess
import zipfile

import boto3
import docker
import exchangelib
import graphene
import imap_tools
import kombu
import nats
import pandas_gbq
import slixmpp
from bleak import BleakClient
from confluent_kafka import DeserializingConsumer
from flask import Flask, request
from litestar import WebSocket, websocket
from pymongo import MongoClient
from pyzbar.pyzbar import decode

app = Flask(__name__)


def run(line):
    return ["tool", "--", line]


class Rename(graphene.relay.ClientIDMutation):
    @classmethod
    def mutate_and_get_payload(cls, root, info, **data):
        subprocess.run("a " + data["name"], shell=True)  # want: command-injection


@websocket("/ws")
async def listen(socket: WebSocket) -> None:
    subprocess.run("a " + await socket.receive_text(), shell=True)  # want: command-injection


class Bot(slixmpp.ClientXMPP):
    def __init__(self):
        super().__init__("a", None)
        self.add_event_handler("message", self.heard)
        self.add_event_handler("session_start", self.started)

    def heard(self, msg):
        subprocess.run("a " + msg["body"], shell=True)  # want: command-injection

    def started(self, event):
        subprocess.run([event["name"]])


async def queues():
    subprocess.run("a " + DeserializingConsumer({}).poll(1).value()["n"], shell=True)  # want: command-injection
    stream = (await nats.connect("nats://n")).jetstream()
    for message in await (await stream.pull_subscribe("x", "d")).fetch(1):
        subprocess.run("a " + message.data.decode(), shell=True)  # want: command-injection
    async with BleakClient("a") as device:
        subprocess.run("a " + (await device.read_gatt_char("u")).decode(), shell=True)  # want: command-injection


def boxes(image):
    for message in imap_tools.MailBox("h").login("u", None).fetch():
        subprocess.run("a " + message.subject, shell=True)  # want: command-injection
        subprocess.run(run(message.subject))
    for item in exchangelib.Account("a").inbox.all():
        subprocess.run("a " + item.subject, shell=True)  # want: command-injection
    for name, facts in ftplib.FTP_TLS("h").mlsd():
        subprocess.run("a " + name, shell=True)  # want: command-injection
    subprocess.run("a " + decode(image)[0].data.decode(), shell=True)  # want: command-injection


@app.get("/a")
def a():
    q = request.args["q"]
    boto3.session.Session().client("sqs", endpoint_url=q)  # want: ssrf
    imaplib.IMAP4_SSL(q)  # want: ssrf
    MongoClient(q)  # want: resource-choice
    kombu.Connection(q)  # want: ssrf
    MongoClient("mongodb://db")
    zipfile.ZipFile("x.zip").extractall("/srv/" + q)  # want: path-traversal
    pandas_gbq.read_gbq("SELECT * FROM t WHERE a = '" + q + "'")  # want: sql-injection
    docker.from_env().containers.create("alpine", ["sh", "-c", "ls " + q])  # want: command-injection
    docker.from_env().containers.create("alpine", ["ls", "--", q])
    return ""
