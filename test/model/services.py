# Queues, bots, clouds, command lines, resources by class, agents: who may call, and what then flows.
import os
import re
import importlib
import tarfile
import zipfile

import boto3
import click
import discord
import paho.mqtt.client as mqtt
import pika
import redis
import streamlit as st
import torch
from azure.functions import HttpRequest
from discord.ext import commands
from flask import Flask, request
from flask_restful import Api, Resource, reqparse
from flask_socketio import SocketIO
from flask_wtf import FlaskForm
from kafka import KafkaConsumer
from neo4j import GraphDatabase
from rest_framework.decorators import api_view
from rest_framework.views import APIView
from telegram import Update
from telegram.ext import CommandHandler, ContextTypes
from wtforms import StringField

app = Flask(__name__)
api = Api(app)
sio = SocketIO(app)
bot = commands.Bot(command_prefix="!")


class Thing(Resource):
    def get(self, name):
        os.system("ls " + name)  # want: command-injection

    def post(self):
        args = reqparse.RequestParser().parse_args()
        os.system("ls " + args["x"])  # want: command-injection


class LoginForm(FlaskForm):
    name = StringField("name")


@app.post("/form")
def form():
    f = LoginForm()
    os.system("ls " + f.name.data)  # want: command-injection


@sio.on("message")
def message(data):
    os.system("ls " + data["x"])  # want: command-injection


class View(APIView):
    def post(self, request, pk):
        os.system("ls " + request.data["x"])  # want: command-injection
        os.system("ls " + request.query_params.get("x"))  # want: command-injection
        os.system("ls " + pk)  # want: command-injection


@api_view(["GET"])
def listing(request):
    os.system("ls " + request.query_params["x"])  # want: command-injection


async def start(update: Update, context: ContextTypes.DEFAULT_TYPE):
    os.system("ls " + update.message.text)  # want: command-injection
    os.system("ls " + context.args[0])  # want: command-injection


handler = CommandHandler("start", start)


@bot.command()
async def run(ctx, name):
    os.system("ls " + name)  # want: command-injection


@click.command()
@click.argument("name")
def cli(name):
    os.system("ls " + name)  # want: command-injection


def on_message(client, userdata, msg):
    os.system("ls " + msg.payload.decode())  # want: command-injection


client = mqtt.Client()
client.on_message = on_message


def consume():
    for record in KafkaConsumer("topic"):
        os.system("ls " + record.value)  # want: command-injection
    reply = boto3.client("sqs").receive_message(QueueUrl="x")
    for m in reply["Messages"]:
        os.system("ls " + m["Body"])  # want: command-injection


def got(channel, method, properties, body):
    os.system(b"ls " + body)  # want: command-injection


def rabbit():
    connection = pika.BlockingConnection()
    channel = connection.channel()
    channel.basic_consume(queue="q", on_message_callback=got)


def azure(req: HttpRequest):
    os.system("ls " + req.params.get("x"))  # want: command-injection
    os.system("ls " + req.get_json()["x"])  # want: command-injection


def page():
    os.system("ls " + st.text_input("x"))  # want: command-injection


@app.post("/more")
def more():
    q = request.args.get("q")
    importlib.import_module(q)  # want: unsafe-reflection
    getattr(os, q)()  # want: unsafe-reflection
    re.search(q, "x")  # want: regex-injection
    re.search(re.escape(q), "x")
    redis.Redis().eval("return " + q, 0)  # want: code-injection
    with GraphDatabase.driver("bolt://x").session() as session:
        session.run("MATCH (n {name: '" + q + "'}) RETURN n")  # want: nosql-injection
        session.run("MATCH (n {name: $name}) RETURN n", name=q)
    torch.load(request.files["m"])  # want: unsafe-deserialization
    torch.load("m.pt", weights_only=True)
    with zipfile.ZipFile(request.files["z"]) as z:
        for name in z.namelist():
            open("/data/" + name, "wb")  # want: path-traversal
    return ""
