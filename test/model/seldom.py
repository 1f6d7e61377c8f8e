# Libraries that few programs have: their clients by the ways in which they are made.
import code
import os

import boto3
import cv2
import docker
import dotenv
import fsspec
import h5py
import hickle
import libxml2
import pexpect
import streamlit as st
import tornado.template
from ariadne import QueryType
from cloudscraper import create_scraper
from discord import Interaction, app_commands
from discord.ext import commands
from flask import Flask, request
from influxdb_client import InfluxDBClient
from lxml import etree, objectify
from nicegui import ui
from PIL import Image
from playwright.sync_api import sync_playwright
from pyspark.sql import SparkSession

app = Flask(__name__)
spark = SparkSession.builder.appName("shop").master("local").getOrCreate()
query = QueryType()
field = ui.input("name")


@app.get("/a")
def a():
    q = request.args["q"]
    spark.sql("SELECT * FROM t WHERE a = '" + q + "'").collect()  # want: sql-injection
    with InfluxDBClient(url="http://db") as client:
        client.query_api().query('from(bucket: "' + q + '")')  # want: nosql-injection
    libxml2.parseFile("a.xml").xpathEval("//u[@n='" + q + "']")  # want: xpath-injection
    spark.sql("SELECT 1").collect()
    return ""


@app.get("/b")
def b():
    q = request.args["q"]
    pexpect.spawn("bash -c 'ls " + q + "'")  # want: command-injection
    docker.from_env().containers.run("alpine", "sh -c 'ls " + q + "'")  # want: command-injection
    code.InteractiveInterpreter().runcode(q)  # want: code-injection
    return ""


@app.get("/c")
def c():
    q = request.args["q"]
    Image.new("RGB", (1, 1)).convert("L").save("/srv/" + q)  # want: path-traversal
    h5py.File("/srv/" + q, "r")  # want: path-traversal
    fsspec.open("/srv/" + q)  # want: path-traversal
    dotenv.load_dotenv("/srv/" + q)  # want: path-traversal
    tornado.template.Loader("/srv").load(q)  # want: path-traversal
    return ""


@app.get("/d")
def d():
    q = request.args["q"]
    with sync_playwright() as p:
        p.chromium.launch(headless=True).new_context().new_page().goto(q)  # want: ssrf
    create_scraper().get(q, timeout=3)  # want: ssrf
    cv2.VideoCapture(q)  # want: ssrf, path-traversal
    return ""


@app.post("/e")
def e():
    hickle.load("/srv/" + request.form["q"])  # want: path-traversal, unsafe-deserialization
    parser = etree.XMLParser(resolve_entities=True)
    objectify.fromstring(request.data, parser)  # want: xxe
    return ""


@query.field("run")
def run(_, info, **given):
    os.system("ls " + given["name"])  # want: command-injection


class Games(commands.Cog):
    @app_commands.command()
    async def top(self, interaction: Interaction, game: str):
        os.system("ls " + game)  # want: command-injection


def poll():
    for message in boto3.resource("sqs").get_queue_by_name(QueueName="q").receive_messages():
        os.system("ls " + message.body)  # want: command-injection


os.system("ls " + st.sidebar.text_area("folder"))  # want: command-injection
ui.button("go", on_click=lambda: os.system("ls " + field.value))  # want: command-injection
poll()
